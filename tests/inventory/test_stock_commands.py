"""Units come, change place and go: each command alone and several in one batch."""

from collections.abc import Callable

import pytest

from ordino.engine import SYSTEM, Completed
from ordino.inventory.commands import (
    AdjustStock,
    CloseIncoming,
    CloseTransfer,
    CountStock,
    ExpectStock,
    MarkAvailable,
    MarkUnavailable,
    ReceiveStock,
    ReceiveTransfer,
    ReserveStock,
    ScrapStock,
    SetSafetyStock,
    StockResult,
    TransferItem,
    TransferStock,
)
from ordino.inventory.events import StockReceived
from ordino.inventory.problems import LotDiffers, NotEnoughStock, NotStocked, SerialElsewhere
from ordino.inventory.rows import LevelRow
from ordino.kernel.messages import Command, Refused
from ordino.kernel.problems import InvalidInput, NotFound
from tests.conftest import MONDAY_MORNING
from tests.inventory.world import World


@pytest.fixture
def place(world: World) -> tuple[int, int]:
    """One SKU, `A`, and one location, `L1`."""
    return world.sku("A"), world.location("L1")


def test_a_receipt_raises_on_hand_and_says_where_it_came_from(world: World, place: tuple[int, int]) -> None:
    sku, location = place
    assert world.answer(ReceiveStock(sku="A", location="L1", quantity=7), StockResult).available == 7
    assert world.one_level() == LevelRow(sku, location, 7, 0, 0, 0, 0)
    assert world.rows("select quantity, from_account, to_account, reason from inventory_movement") == [
        (7, "supplier", f"location/{location}/available", "receipt")
    ]
    assert world.rows("select stream, sequence, kind from engine_event") == [("stock/L1/A", 1, "StockReceived")]


def test_a_batch_counts_the_same_sku_twice_on_one_running_level(world: World, place: tuple[int, int]) -> None:
    world.stock("A", "L1", 5)
    outcomes = world.engine.execute(
        [AdjustStock(sku="A", location="L1", change=-3, reason="theft") for _ in range(2)], actor=SYSTEM
    )
    assert outcomes[0] == Completed(StockResult(on_hand=2, available=2), outcomes[0].events)  # type: ignore[union-attr]
    assert outcomes[1] == Refused(NotEnoughStock(sku="A", location="L1", bucket="available", asked=3, found=2))
    assert world.one_level().on_hand == 2


def test_damaged_units_stay_on_hand_and_cannot_be_sold(world: World, place: tuple[int, int]) -> None:
    sku, location = place
    world.stock("A", "L1", 5)
    world.done(MarkUnavailable(sku="A", location="L1", quantity=2, bucket="damaged"))
    assert world.one_level() == LevelRow(sku, location, 5, 0, 0, 2, 0)
    world.done(MarkAvailable(sku="A", location="L1", quantity=1, bucket="damaged"))
    assert world.one_level() == LevelRow(sku, location, 5, 0, 0, 1, 0)
    world.done(ScrapStock(sku="A", location="L1", quantity=1, bucket="damaged"))
    assert world.one_level() == LevelRow(sku, location, 4, 0, 0, 0, 0)
    assert world.folds() == {(sku, f"location/{location}/available"): 4}


def test_a_bucket_gives_only_what_stands_in_it(world: World, place: tuple[int, int]) -> None:
    world.stock("A", "L1", 5)
    world.done(MarkUnavailable(sku="A", location="L1", quantity=2, bucket="damaged"))
    problem = world.refused(MarkAvailable(sku="A", location="L1", quantity=1, bucket="quality"))
    assert problem == NotEnoughStock(sku="A", location="L1", bucket="quality", asked=1, found=0)


def test_a_safety_stock_may_be_set_before_anything_has_come(world: World, place: tuple[int, int]) -> None:
    sku, location = place
    world.done(SetSafetyStock(sku="A", location="L1", quantity=3))
    assert world.one_level() == LevelRow(sku, location, 0, 0, 0, 0, 3)


@pytest.mark.parametrize(
    ("command", "problem"),
    [
        (ReceiveStock(sku="NO", location="L1", quantity=1), NotFound(what="SKU", reference="NO")),
        (ReceiveStock(sku="A", location="NO", quantity=1), NotFound(what="location", reference="NO")),
        (ReceiveStock(sku="SERVICE", location="L1", quantity=1), NotStocked(sku="SERVICE", kind="service")),
        (
            ReceiveStock(sku="A", location="L1", quantity=0),
            InvalidInput(field="quantity", reason="must be from 1 to 1000000000000, not 0"),
        ),
        (
            ReceiveStock(sku="A", location="L1", quantity=10**18),
            InvalidInput(field="quantity", reason=f"must be from 1 to 1000000000000, not {10**18}"),
        ),
        (
            ReceiveStock(sku="A", location="L1", quantity=2, serials=("S1",)),
            InvalidInput(field="serials", reason="name each of the 2 units once"),
        ),
        (
            AdjustStock(sku="A", location="L1", change=1, reason=" "),
            InvalidInput(field="reason", reason="say why the stock is adjusted"),
        ),
        (
            MarkUnavailable(sku="A", location="L1", quantity=6, bucket="damaged"),
            NotEnoughStock(sku="A", location="L1", bucket="available", asked=6, found=5),
        ),
        (
            ScrapStock(sku="A", location="L1", quantity=1, bucket="damaged"),
            NotEnoughStock(sku="A", location="L1", bucket="damaged", asked=1, found=0),
        ),
        (
            SetSafetyStock(sku="A", location="L1", quantity=-1),
            InvalidInput(field="quantity", reason="must be from 0 to 1000000000000, not -1"),
        ),
    ],
)
def test_what_cannot_be_is_refused_with_the_facts_and_changes_nothing(
    world: World, place: tuple[int, int], command: Command, problem: object
) -> None:
    world.rows("insert into catalog_sku (code, kind) values ('SERVICE', 'service') returning id")
    world.stock("A", "L1", 5)
    assert world.refused(command) == problem


def test_a_lot_follows_its_units_and_gives_no_more_than_it_has(world: World, place: tuple[int, int]) -> None:
    world.done(ReceiveStock(sku="A", location="L1", quantity=3, lot="X1"))
    world.done(ReceiveStock(sku="A", location="L1", quantity=4, lot="X2"))
    problem = world.refused(ScrapStock(sku="A", location="L1", quantity=4, bucket="available", lot="X1"))
    assert isinstance(problem, LotDiffers)
    assert "it has 3" in problem.detail()
    world.done(ScrapStock(sku="A", location="L1", quantity=2, bucket="available", lot="X1"))
    assert world.rows("select code from inventory_lot order by id") == [("X1",), ("X2",)]
    missing = world.refused(ScrapStock(sku="A", location="L1", quantity=1, bucket="available", lot="X9"))
    assert missing == NotFound(what="lot of A", reference="X9")


def test_invariant_i10_a_serial_is_in_one_place(world: World, place: tuple[int, int]) -> None:
    _, location = place
    world.location("L2")
    here = f"location/{location}/available"
    world.done(ReceiveStock(sku="A", location="L1", quantity=2, serials=("S1", "S2")))
    again = world.refused(ReceiveStock(sku="A", location="L2", quantity=1, serials=("S1",)))
    assert again == SerialElsewhere(sku="A", serial="S1", expected="supplier", found=here)
    world.done(MarkUnavailable(sku="A", location="L1", quantity=1, bucket="damaged", serials=("S1",)))
    assert world.rows("select code, account from inventory_serial order by code") == [
        ("S1", f"location/{location}/damaged"),
        ("S2", here),
    ]
    elsewhere = world.refused(ScrapStock(sku="A", location="L1", quantity=1, bucket="available", serials=("S1",)))
    assert isinstance(elsewhere, SerialElsewhere)
    world.done(ScrapStock(sku="A", location="L1", quantity=1, bucket="damaged", serials=("S1",)))
    world.done(ReceiveStock(sku="A", location="L2", quantity=1, serials=("S1",)))


def test_the_same_serial_twice_in_one_batch_is_taken_in_once(world: World, place: tuple[int, int]) -> None:
    command = ReceiveStock(sku="A", location="L1", quantity=1, serials=("S1",))
    first, second = world.engine.execute([command, command], actor=SYSTEM)
    assert isinstance(first, Completed)
    assert isinstance(first.events[0].event, StockReceived)
    assert isinstance(second, Refused)
    assert world.one_level().on_hand == 1


def test_the_number_of_statements_does_not_depend_on_the_number_of_commands(world: World) -> None:
    world.location("L1")
    codes = [f"S{number}" for number in range(300)]
    for code in codes:
        world.sku(code)
    outcomes = world.engine.execute(
        [ReceiveStock(sku=code, location="L1", quantity=number + 1) for number, code in enumerate(codes)], actor=SYSTEM
    )
    assert all(isinstance(outcome, Completed) for outcome in outcomes)
    assert sum(level.on_hand for level in world.levels()) == 300 * 301 // 2


@pytest.mark.parametrize("text", ["a\x00b", "\ud800"])
@pytest.mark.parametrize(
    "command",
    [
        lambda text: ReceiveStock(sku="A", location="L1", quantity=1, reference=text),
        lambda text: ReceiveStock(sku=text, location="L1", quantity=1),
        lambda text: CountStock(sku="A", location="L1", counted=1, reference=text),
        lambda text: SetSafetyStock(sku="A", location=text, quantity=1),
        lambda text: ReserveStock(sku="A", location="L1", quantity=1, owner=text, minutes=1),
        lambda text: ExpectStock(sku="A", location="L1", quantity=1, expected_at=MONDAY_MORNING, reference=text),
        lambda text: CloseIncoming(incoming_id=1, reason=text),
        lambda text: TransferStock(from_location="L1", to_location=text, items=(TransferItem("A", 1),)),
        lambda text: ReceiveTransfer(transfer_id=1, items=(TransferItem(text, 1),)),
        lambda text: CloseTransfer(transfer_id=1, reason=text),
    ],
)
def test_text_that_cannot_be_kept_is_refused_and_harms_no_neighbor(
    world: World, place: tuple[int, int], command: Callable[[str], Command], text: str
) -> None:
    world.stock("A", "L1", 5)
    (refused,) = world.engine.execute([command(text)], actor=SYSTEM)
    assert isinstance(refused, Refused)
    assert isinstance(refused.problem, InvalidInput)
    assert refused.problem.field == "text"


def test_one_bad_command_of_a_batch_harms_no_other(world: World, place: tuple[int, int]) -> None:
    good, bad = ReceiveStock(sku="A", location="L1", quantity=1), ReceiveStock(sku="\x00", location="L1", quantity=1)
    outcomes = world.engine.execute([good, bad, good], actor=SYSTEM)
    assert [type(outcome) for outcome in outcomes] == [Completed, Refused, Completed]
    assert world.one_level().on_hand == 2
