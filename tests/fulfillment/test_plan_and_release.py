"""What each location fulfills: planned from free units, released into work, held back by holds."""

from ordino.engine import Completed
from ordino.fulfillment.commands import PlanFulfillment, ReleaseFulfillment
from ordino.fulfillment.problems import FulfillmentHeld, NotAllocatedYet, NothingToFulfill
from ordino.fulfillment.queries import ready_orders
from ordino.fulfillment.waves import release_what_is_ready
from ordino.kernel.messages import Refused
from ordino.kernel.problems import NotFound, StateRefuses
from ordino.orders.commands import CancelUnits, HoldOrder, ReleaseHolds
from tests.fulfillment.house import House
from tests.support.merchant import line


def test_a_plan_takes_nothing_up_and_a_release_does(house: House) -> None:
    house.stock("A", 10)
    order_id = house.order(("A", 3))

    planned = house.plan(order_id, release=False)

    assert planned.quantity == 3
    assert house.buckets(order_id) == {"allocated": 3}
    assert house.allocations(order_id) == [(1, "LON", 3, 0)]
    (key,) = planned.fulfillment_order_ids
    state = house.state_after(ReleaseFulfillment(fulfillment_order_id=key))
    assert (state.state, state.quantity) == ("released", 3)
    assert house.buckets(order_id) == {"released": 3}
    assert house.allocations(order_id) == [(1, "LON", 3, 3)]


def test_planning_with_release_does_both_at_once(house: House) -> None:
    house.stock("A", 10)
    order_id = house.order(("A", 3))
    assert house.done_events(PlanFulfillment(order_id=order_id, release=True)) == ["FulfillmentReleased"]
    assert house.fulfillment_orders(order_id) == [("LON", "released")]


def test_each_location_that_holds_units_gets_its_own(house: House) -> None:
    house.stock("A", 2, "LON")
    house.stock("B", 2, "MAN")
    order_id = house.order(("A", 2), ("B", 2))
    house.plan(order_id)
    assert house.fulfillment_orders(order_id) == [("LON", "released"), ("MAN", "released")]
    assert house.buckets(order_id, 1) == house.buckets(order_id, 2) == {"released": 2}


def test_what_waits_is_planned_when_it_has_come(house: House) -> None:
    house.stock("A", 3)
    order_id = house.order(("A", 8))
    assert house.plan(order_id).quantity == 3
    assert house.refused(PlanFulfillment(order_id=order_id)) == NothingToFulfill(order_id=order_id)
    house.stock("A", 10)
    assert house.plan(order_id).quantity == 5
    assert house.buckets(order_id) == {"released": 8}


def test_units_are_planned_once(house: House) -> None:
    house.stock("A", 3)
    order_id = house.order(("A", 3))
    house.plan(order_id, release=False)
    assert house.refused(PlanFulfillment(order_id=order_id)) == NothingToFulfill(order_id=order_id)


def test_an_order_that_ships_complete_is_planned_when_all_of_it_is_allocated(house: House) -> None:
    house.stock("A", 1)
    order_id = house.order(("A", 2), ship_complete=True)
    assert house.refused(PlanFulfillment(order_id=order_id)) == NotAllocatedYet(order_id=order_id)
    house.stock("A", 1)
    assert house.plan(order_id).quantity == 2


def test_a_hold_on_the_order_blocks_and_its_release_lets_go_on(house: House) -> None:
    house.stock("A", 3)
    order_id = house.order(("A", 3))
    house.completed(HoldOrder(order_id=order_id, reason="fraud"))
    assert house.refused(PlanFulfillment(order_id=order_id)) == FulfillmentHeld(order_id=order_id, reasons=("fraud",))
    house.completed(ReleaseHolds(order_id=order_id, reason="fraud"))
    assert house.plan(order_id).quantity == 3


def test_a_held_line_is_left_out_and_the_others_go_on(house: House) -> None:
    house.stock("A", 3)
    house.stock("B", 3)
    order_id = house.order(("A", 2), ("B", 1))
    house.completed(HoldOrder(order_id=order_id, reason="check", scope="line", line_number=1))
    assert house.plan(order_id).quantity == 1
    assert (house.buckets(order_id, 1), house.buckets(order_id, 2)) == ({"allocated": 2}, {"released": 1})
    assert house.refused(PlanFulfillment(order_id=order_id)) == FulfillmentHeld(
        order_id=order_id, reasons=("check",), lines=(1,)
    )


def test_holds_on_a_payment_or_return_block_nothing_here(house: House) -> None:
    house.stock("A", 3)
    order_id = house.order(("A", 3))
    house.completed(HoldOrder(order_id=order_id, reason="refund", scope="return"))
    house.completed(HoldOrder(order_id=order_id, reason="dispute", scope="payment"))
    assert house.plan(order_id).quantity == 3


def test_a_hold_opened_after_planning_blocks_the_release(house: House) -> None:
    house.stock("A", 3)
    order_id = house.order(("A", 3))
    (key,) = house.plan(order_id, release=False).fulfillment_order_ids
    house.completed(HoldOrder(order_id=order_id, reason="fraud", scope="fulfillment_order"))
    problem = house.refused(ReleaseFulfillment(fulfillment_order_id=key))
    assert problem == FulfillmentHeld(order_id=order_id, reasons=("fraud",))


def test_a_release_takes_what_is_still_there(house: House) -> None:
    house.stock("A", 3)
    house.stock("B", 2)
    order_id = house.order(("A", 3), ("B", 2))
    (key,) = house.plan(order_id, release=False).fulfillment_order_ids
    house.change(order_id, CancelUnits(line_number=1, quantity=2))
    assert house.state_after(ReleaseFulfillment(fulfillment_order_id=key)).quantity == 3
    assert house.fulfilled(key) == [(1, 0, 0), (2, 0, 0)]


def test_a_plan_of_which_nothing_is_left_is_canceled(house: House) -> None:
    house.stock("A", 3)
    order_id = house.order(("A", 3))
    (key,) = house.plan(order_id, release=False).fulfillment_order_ids
    house.completed(HoldOrder(order_id=order_id, reason="check", scope="line", line_number=1))
    assert house.done_events(ReleaseFulfillment(fulfillment_order_id=key)) == ["FulfillmentCanceled"]
    assert house.fulfillment_orders(order_id) == [("LON", "canceled")]


def test_only_confirmed_orders_that_exist_are_planned(house: House) -> None:
    house.stock("A", 3)
    order_id = house.place(line("A", 1, "10.00"), stated_total_minor=1)
    problem = house.refused(PlanFulfillment(order_id=order_id))
    assert isinstance(problem, StateRefuses)
    assert problem.state == "placed"
    assert house.refused(PlanFulfillment(order_id=7)) == NotFound(what="order", reference="7")


def test_a_wave_releases_what_is_ready_by_priority(house: House) -> None:
    house.stock("A", 3)
    house.stock("B", 1)
    late, first, waiting = (
        house.order(("A", 1)),
        house.order(("A", 1), priority=5),
        house.order(("B", 2), ship_complete=True),
    )
    held = house.order(("A", 1))
    house.completed(HoldOrder(order_id=held, reason="fraud"))
    with house.engine.reader() as reader:
        assert [row.order_id for row in ready_orders(reader)] == [first, late]
    assert release_what_is_ready(house.engine, 1) == 1
    assert house.fulfillment_orders(first) == [("LON", "released")]
    assert (release_what_is_ready(house.engine), release_what_is_ready(house.engine)) == (1, 0)
    assert house.fulfillment_orders(waiting) == house.fulfillment_orders(held) == []


def test_an_order_twice_in_a_batch_is_planned_once(house: House) -> None:
    house.stock("A", 3)
    order_id = house.order(("A", 3))
    first, second = house.ask(*[PlanFulfillment(order_id=order_id, release=True)] * 2)
    assert house.fulfillment_orders(order_id) == [("LON", "released")]
    assert isinstance(first, Completed)
    assert second == Refused(NothingToFulfill(order_id=order_id))
