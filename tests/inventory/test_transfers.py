"""Units go from one location to another and are in transit in between."""

from datetime import UTC, datetime

import pytest

from ordino.inventory.commands import CloseTransfer, ReceiveTransfer, TransferItem, TransferResult, TransferStock
from ordino.inventory.decide.availability import PromiseStep
from ordino.inventory.events import StockReceived, StockSent, TransferLost
from ordino.inventory.lifecycle import TRANSFER
from ordino.inventory.problems import MoreThanExpected, NotEnoughStock
from ordino.inventory.queries import promises
from ordino.kernel.problems import InvalidInput, NotFound, StateRefuses
from tests.inventory.world import World

MARCH_5 = datetime(2026, 3, 5, tzinfo=UTC)


@pytest.fixture
def places(world: World) -> World:
    """Ten `A` and five `B` at `L1`, nothing at `L2`."""
    for sku, quantity in (("A", 10), ("B", 5)):
        world.sku(sku)
        if sku == "A":
            world.location("L1")
            world.location("L2")
        world.stock(sku, "L1", quantity)
    return world


def send(*items: TransferItem, to_location: str = "L2") -> TransferStock:
    return TransferStock(from_location="L1", to_location=to_location, items=items, expected_at=MARCH_5)


def sent(world: World) -> int:
    """A transfer of 4 `A` and 2 `B`."""
    return world.answer(send(TransferItem("A", 4), TransferItem("B", 2)), TransferResult).transfer_id


def on_hand(world: World) -> list[int]:
    return [level.on_hand for level in world.levels()]


def test_sent_units_are_in_transit_and_at_neither_place(places: World) -> None:
    (event,) = places.events(send(TransferItem("A", 4)))
    ((transfer_id,),) = places.rows("select id from inventory_transfer")
    assert event == StockSent(
        sku="A", location="L1", transfer_id=transfer_id, quantity=4, to_location="L2", expected_at=MARCH_5
    )
    assert on_hand(places) == [6, 5]
    assert {account: n for (_, account), n in places.folds().items() if "transit" in account} == {
        f"transit/{transfer_id}": 4
    }


def test_what_is_in_transit_may_be_promised_at_its_goal(places: World) -> None:
    sent(places)
    places.stock("A", "L2", 1)
    with places.engine.reader() as reader:
        assert promises(reader, "A", "L2", now=places.now) == [PromiseStep(places.now, 1), PromiseStep(MARCH_5, 5)]


def test_a_transfer_arrives_in_parts_and_closes_with_the_last_unit(places: World) -> None:
    transfer = sent(places)
    part = ReceiveTransfer(transfer_id=transfer, items=(TransferItem("A", 3),))
    assert places.answer(part, TransferResult).outstanding == 3
    events = places.events(ReceiveTransfer(transfer_id=transfer))
    assert [(e.sku, e.quantity, e.source) for e in events if isinstance(e, StockReceived)] == [
        ("A", 1, f"transit/{transfer}"),
        ("B", 2, f"transit/{transfer}"),
    ]
    assert on_hand(places) == [6, 4, 3, 2]
    assert places.rows("select state, closed_at is not null from inventory_transfer") == [("closed", True)]


def test_what_never_arrives_is_scrapped(places: World) -> None:
    transfer = sent(places)
    places.done(ReceiveTransfer(transfer_id=transfer, items=(TransferItem("A", 4),)))
    (event,) = places.events(CloseTransfer(transfer_id=transfer, reason="truck"))
    assert event == TransferLost(sku="B", location="L2", transfer_id=transfer, quantity=2, reason="truck")
    assert places.rows("select quantity, to_account, reason from inventory_movement order by id desc limit 1") == [
        (2, "scrap", "truck")
    ]
    assert not [account for _, account in places.folds() if account.startswith("transit")]


def test_what_cannot_be_sent_or_received_is_refused(places: World) -> None:
    short = NotEnoughStock(sku="A", location="L1", bucket="available", asked=11, found=10)
    assert places.refused(send(TransferItem("A", 11))) == short
    once = InvalidInput(field="items", reason="name 1 to 1000 SKUs, each once")
    assert places.refused(send()) == once
    assert places.refused(send(TransferItem("A", 1), TransferItem("A", 1))) == once
    assert places.refused(send(TransferItem("A", 1), to_location="L1")) == InvalidInput(
        field="to_location", reason="must be another location than from_location"
    )
    transfer = sent(places)
    too_much = ReceiveTransfer(transfer_id=transfer, items=(TransferItem("A", 5),))
    assert places.refused(too_much) == MoreThanExpected(subject=f"Transfer {transfer}, A", asked=5, outstanding=4)
    for number in (99, -1, 2**63):
        assert places.refused(CloseTransfer(transfer_id=number)) == NotFound(what="transfer", reference=str(number))


@pytest.mark.parametrize("state", TRANSFER.states)
@pytest.mark.parametrize("name", TRANSFER.commands())
def test_every_command_in_every_state_does_what_the_table_says(places: World, state: str, name: str) -> None:
    transfer = sent(places)
    if state == "closed":
        places.done(CloseTransfer(transfer_id=transfer))
    commands = {
        "ReceiveTransfer": ReceiveTransfer(transfer_id=transfer, items=(TransferItem("A", 1),)),
        "CloseTransfer": CloseTransfer(transfer_id=transfer),
    }
    target = TRANSFER.target(state, name)
    if target:
        assert places.answer(commands[name], TransferResult).state == target
    else:
        problem = places.refused(commands[name])
        assert problem == StateRefuses(subject=f"Transfer {transfer}", state=state, command=name, permitted=())
