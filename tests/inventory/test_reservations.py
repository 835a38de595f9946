"""Units kept for an owner for a limited time."""

import pytest

from ordino.engine import SYSTEM
from ordino.inventory.allocations import convert_reservations
from ordino.inventory.commands import (
    ExpireReservations,
    ExpiryResult,
    ReleaseReservation,
    ReservationResult,
    ReserveStock,
)
from ordino.inventory.lifecycle import RESERVATION
from ordino.inventory.problems import NotEnoughStock
from ordino.inventory.queries import availability, levels
from ordino.kernel.problems import InvalidInput, NotFound, StateRefuses
from tests.inventory.world import World


@pytest.fixture
def stocked(world: World) -> World:
    """Ten units of `A` at `L1`, and a channel `shop` without a buffer."""
    world.sku("A")
    world.location("L1")
    world.channel("shop", 0)
    world.stock("A", "L1", 10)
    return world


def reserve(quantity: int, *, owner: str = "cart-1", minutes: int = 15) -> ReserveStock:
    return ReserveStock(sku="A", location="L1", owner=owner, quantity=quantity, minutes=minutes)


def shown(world: World) -> tuple[int, int]:
    """What the channel may sell, and what the level list shows as available."""
    with world.engine.reader() as reader:
        (row,) = availability(reader, ["A"], channel="shop", at=world.now)
        (level,) = levels(reader, at=world.now)
    return row.quantity, level.available


def test_scenario_19_a_reservation_is_free_again_when_its_time_is_over_with_the_sweeper_stopped(stocked: World) -> None:
    stocked.done(reserve(4))
    assert shown(stocked) == (6, 6)
    stocked.wait(minutes=14, seconds=59)
    assert shown(stocked) == (6, 6)
    assert isinstance(stocked.refused(reserve(7, owner="cart-2")), NotEnoughStock)
    stocked.wait(seconds=1)
    assert shown(stocked) == (10, 10)
    stocked.done(reserve(10, owner="cart-2"))
    assert stocked.one_level().reserved == 10


def test_what_is_reserved_is_not_there_for_the_next(stocked: World) -> None:
    stocked.done(reserve(6))
    problem = stocked.refused(reserve(5, owner="cart-2"))
    assert problem == NotEnoughStock(sku="A", location="L1", bucket="available", asked=5, found=4)


def test_a_released_reservation_is_free_at_once(stocked: World) -> None:
    made = stocked.answer(reserve(4), ReservationResult)
    released = stocked.answer(ReleaseReservation(reservation_id=made.reservation_id), ReservationResult)
    assert released.state == "released"
    assert stocked.one_level().reserved == 0


def test_the_sweeper_ends_what_has_run_out_and_tells_it_once(stocked: World) -> None:
    stocked.done(reserve(4))
    stocked.done(reserve(3, owner="cart-2", minutes=30))
    stocked.wait(minutes=15)
    assert stocked.answer(ExpireReservations(), ExpiryResult).expired == 1
    assert stocked.answer(ExpireReservations(), ExpiryResult).expired == 0
    assert stocked.one_level().reserved == 3
    assert stocked.rows("select count(*) from engine_event where kind = 'ReservationExpired'") == [(1,)]


def test_the_sweeper_tells_what_others_have_freed(stocked: World) -> None:
    stocked.done(reserve(10))
    stocked.wait(minutes=15)
    stocked.done(reserve(10, owner="cart-2"))
    assert stocked.answer(ExpireReservations(), ExpiryResult).expired == 1
    assert stocked.rows("select owner, state, expiry_journaled from inventory_reservation order by id") == [
        ("cart-1", "expired", True),
        ("cart-2", "active", False),
    ]


@pytest.mark.parametrize("state", RESERVATION.states)
def test_only_a_live_reservation_can_be_released(stocked: World, state: str) -> None:
    made = stocked.answer(reserve(4), ReservationResult)
    with stocked.raw() as connection:
        connection.execute("update inventory_reservation set state = %s", (state,))
    command = ReleaseReservation(reservation_id=made.reservation_id)
    if RESERVATION.target(state, "ReleaseReservation"):
        assert stocked.answer(command, ReservationResult).state == "released"
    else:
        problem = stocked.refused(command)
        assert problem == StateRefuses(
            subject=f"Reservation {made.reservation_id}", state=state, command="ReleaseReservation", permitted=()
        )


@pytest.mark.parametrize("state", RESERVATION.states)
def test_only_a_live_reservation_can_be_taken_up_by_its_owner(stocked: World, state: str) -> None:
    stocked.done(reserve(4))
    with stocked.raw() as connection:
        connection.execute("update inventory_reservation set state = %s", (state,))
    with stocked.unit() as unit:
        converted = convert_reservations(unit, ["cart-1", "somebody else"])
    assert [row.state for row in converted] == list(filter(None, [RESERVATION.target(state, "ConvertReservation")]))


@pytest.mark.parametrize("state", RESERVATION.states)
def test_only_a_live_reservation_runs_out(stocked: World, state: str) -> None:
    stocked.done(reserve(4))
    with stocked.raw() as connection:
        connection.execute("update inventory_reservation set state = %s, expiry_journaled = true", (state,))
    stocked.wait(minutes=15)
    stocked.done(ExpireReservations())
    after = RESERVATION.target(state, "ExpireReservations") or state
    assert stocked.rows("select state from inventory_reservation") == [(after,)]
    assert stocked.one_level().reserved == (0 if state == "active" else 4)


def test_a_reservation_that_ran_out_cannot_be_released_even_before_the_sweeper(stocked: World) -> None:
    made = stocked.answer(reserve(4), ReservationResult)
    stocked.wait(minutes=15)
    (outcome,) = stocked.engine.execute([ReleaseReservation(reservation_id=made.reservation_id)], actor=SYSTEM)
    assert getattr(outcome, "problem", None) == StateRefuses(
        subject=f"Reservation {made.reservation_id}", state="expired", command="ReleaseReservation", permitted=()
    )


def test_what_is_not_known_or_makes_no_sense_is_refused(stocked: World) -> None:
    for number in (99, 0, -1, 2**63, 10**30):
        unknown = NotFound(what="reservation", reference=str(number))
        assert stocked.refused(ReleaseReservation(reservation_id=number)) == unknown
    assert stocked.refused(reserve(1, owner="  ")) == InvalidInput(
        field="owner", reason="say for whom the stock is kept"
    )
    assert stocked.refused(reserve(1, minutes=0)) == InvalidInput(
        field="minutes", reason="must be from 1 to 10080, not 0"
    )
    assert stocked.refused(ExpireReservations(limit=0)) == InvalidInput(
        field="limit", reason="must be from 1 to 10000, not 0"
    )
