"""Receipts that are announced with a date."""

from datetime import UTC, datetime

import pytest

from ordino.inventory.commands import (
    CancelIncoming,
    CloseIncoming,
    ExpectStock,
    IncomingCommand,
    IncomingResult,
    ReceiveIncoming,
    RescheduleIncoming,
    SetSafetyStock,
)
from ordino.inventory.decide.availability import PromiseStep
from ordino.inventory.events import IncomingClosed, IncomingRescheduled, StockReceived
from ordino.inventory.lifecycle import INCOMING
from ordino.inventory.problems import AlreadyArrived, MoreThanExpected
from ordino.inventory.queries import promises
from ordino.kernel.problems import InvalidInput, NotFound, StateRefuses
from tests.inventory.world import World

MARCH_12, MARCH_20 = datetime(2026, 3, 12, tzinfo=UTC), datetime(2026, 3, 20, tzinfo=UTC)


@pytest.fixture
def expected(world: World) -> int:
    """Ten units of `A` are expected at `L1` on 12 March."""
    world.sku("A")
    world.location("L1")
    command = ExpectStock(sku="A", location="L1", quantity=10, expected_at=MARCH_12, reference="PO-1")
    return world.answer(command, IncomingResult).incoming_id


def steps(world: World) -> list[PromiseStep]:
    with world.engine.reader() as reader:
        return promises(reader, "A", "L1", now=world.now)


def test_what_is_expected_may_be_promised_from_its_date_on(world: World, expected: int) -> None:
    world.stock("A", "L1", 2)
    assert steps(world) == [PromiseStep(world.now, 2), PromiseStep(MARCH_12, 12)]
    world.done(SetSafetyStock(sku="A", location="L1", quantity=5))
    assert steps(world) == [PromiseStep(world.now, 0), PromiseStep(MARCH_12, 7)]


def test_a_receipt_that_slips_is_promised_later(world: World, expected: int) -> None:
    (event,) = world.events(RescheduleIncoming(incoming_id=expected, expected_at=MARCH_20))
    assert event == IncomingRescheduled(
        sku="A", location="L1", incoming_id=expected, outstanding=10, before=MARCH_12, expected_at=MARCH_20
    )
    assert steps(world) == [PromiseStep(world.now, 0), PromiseStep(MARCH_20, 10)]


def test_a_receipt_arrives_in_parts_and_ends_with_the_last_unit(world: World, expected: int) -> None:
    part = ReceiveIncoming(incoming_id=expected, quantity=4)
    assert world.answer(part, IncomingResult) == IncomingResult(incoming_id=expected, state="expected", outstanding=6)
    (event,) = world.events(ReceiveIncoming(incoming_id=expected, quantity=6))
    assert event == StockReceived(
        sku="A", location="L1", quantity=6, source="supplier", reference="PO-1", incoming_id=expected
    )
    assert world.rows("select state, received_quantity from inventory_incoming") == [("received", 10)]
    assert world.one_level().on_hand == 10
    assert steps(world) == [PromiseStep(world.now, 10)]


def test_no_more_arrives_of_a_receipt_than_was_expected(world: World, expected: int) -> None:
    world.done(ReceiveIncoming(incoming_id=expected, quantity=4))
    problem = world.refused(ReceiveIncoming(incoming_id=expected, quantity=7))
    assert problem == MoreThanExpected(subject=f"Receipt {expected}", asked=7, outstanding=6)


def test_the_rest_of_a_receipt_can_be_given_up_but_what_has_arrived_cannot_be_canceled(
    world: World, expected: int
) -> None:
    world.done(ReceiveIncoming(incoming_id=expected, quantity=4))
    assert world.refused(CancelIncoming(incoming_id=expected)) == AlreadyArrived(incoming_id=expected, received=4)
    (event,) = world.events(CloseIncoming(incoming_id=expected, reason="short"))
    assert event == IncomingClosed(sku="A", location="L1", incoming_id=expected, missing=6, reason="short")
    assert steps(world) == [PromiseStep(world.now, 4)]


def test_a_receipt_can_be_canceled_while_nothing_has_arrived(world: World, expected: int) -> None:
    world.done(CancelIncoming(incoming_id=expected))
    assert steps(world) == [PromiseStep(world.now, 0)]


def command(name: str, incoming_id: int) -> IncomingCommand:
    """A valid command of each kind."""
    commands: dict[str, IncomingCommand] = {
        "ReceiveIncoming": ReceiveIncoming(incoming_id=incoming_id, quantity=1),
        "RescheduleIncoming": RescheduleIncoming(incoming_id=incoming_id, expected_at=MARCH_20),
        "CloseIncoming": CloseIncoming(incoming_id=incoming_id),
        "CancelIncoming": CancelIncoming(incoming_id=incoming_id),
    }
    return commands[name]


@pytest.mark.parametrize("state", INCOMING.states)
@pytest.mark.parametrize("name", INCOMING.commands())
def test_every_command_in_every_state_does_what_the_table_says(
    world: World, expected: int, state: str, name: str
) -> None:
    with world.raw() as connection:
        connection.execute("update inventory_incoming set state = %s", (state,))
    target = INCOMING.target(state, name)
    if target:
        assert world.answer(command(name, expected), IncomingResult).state == target
    else:
        problem = world.refused(command(name, expected))
        assert problem == StateRefuses(subject=f"Receipt {expected}", state=state, command=name, permitted=())


def test_a_date_without_time_zone_and_an_unknown_receipt_are_refused(world: World, expected: int) -> None:
    naive = MARCH_12.replace(tzinfo=None)
    no_zone = InvalidInput(field="expected_at", reason="must name its time zone")
    assert world.refused(ExpectStock(sku="A", location="L1", quantity=1, expected_at=naive)) == no_zone
    assert world.refused(RescheduleIncoming(incoming_id=expected, expected_at=naive)) == no_zone
    for number in (99, -1, 2**63):
        assert world.refused(CloseIncoming(incoming_id=number)) == NotFound(what="receipt", reference=str(number))
