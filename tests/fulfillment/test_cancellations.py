"""Units that are canceled while a location works on them: fulfillment lets go first, then stock gets them back."""

from ordino.fulfillment.commands import PickUnits, ReleaseFulfillment
from ordino.fulfillment.rows import PickedUnits
from ordino.orders.commands import CancelOrder, CancelUnits, ChangeOrder, MergeOrders, SplitLine, SplitOrder
from ordino.orders.problems import UnitsNotOpen
from tests.fulfillment.house import House


def cancel(order_id: int, quantity: int, version: int = 1) -> ChangeOrder:
    actions = (CancelUnits(line_number=1, quantity=quantity),)
    return ChangeOrder(order_id=order_id, expected_version=version, actions=actions)


def test_released_units_are_canceled_after_those_that_are_not(house: House) -> None:
    house.stock("A", 3)
    order_id, key = house.released(("A", 5))

    events = house.done_events(cancel(order_id, 3))

    assert events == ["OrderChanged", "UnitsWithdrawn", "AllocationsReleased"]
    assert house.buckets(order_id) == {"canceled": 3, "released": 2}
    assert house.fulfilled(key, "quantity, withdrawn") == [(2, 1)]
    assert house.allocations(order_id) == [(1, "LON", 2, 2)]
    assert house.free("A") == 1


def test_an_order_is_canceled_while_its_units_are_released(house: House) -> None:
    house.stock("A", 3)
    order_id, _ = house.released(("A", 3))
    house.completed(CancelOrder(order_id=order_id, reason="changed mind"))
    assert house.buckets(order_id) == {"canceled": 3}
    assert house.fulfillment_orders(order_id) == [("LON", "canceled")]
    assert (house.allocations(order_id), house.free("A")) == ([], 3)


def test_a_batch_of_cancellations_lets_go_before_anything_is_given_back(house: House) -> None:
    """The first order has nothing released: its `ReleaseAllocations` must not go before the others' withdrawal."""
    house.stock("A", 6)
    plain, (released, _) = house.order(("A", 2)), house.released(("A", 3))
    house.ask(*[CancelOrder(order_id=order_id, reason="storm") for order_id in (plain, released)])
    assert (house.buckets(plain), house.buckets(released)) == ({"canceled": 2}, {"canceled": 3})
    assert house.free("A") == 6


def test_what_is_given_back_goes_to_who_waits(house: House) -> None:
    house.stock("A", 3)
    order_id, _ = house.released(("A", 3))
    waiting = house.order(("A", 2))
    house.completed(CancelOrder(order_id=order_id, reason="changed mind"))
    assert house.buckets(waiting) == {"allocated": 2}


def test_picked_and_packed_units_refuse(house: House) -> None:
    house.stock("A", 5)
    order_id, key = house.released(("A", 5))
    house.completed(PickUnits(fulfillment_order_id=key, lines=(PickedUnits(line_number=1, picked=3),)))
    problem = house.refused(cancel(order_id, 3))
    assert problem == UnitsNotOpen(order_id=order_id, line_number=1, wanted=3, cancelable=2, in_work=3)
    assert "RecallFulfillment" in problem.detail()
    assert isinstance(house.refused(CancelOrder(order_id=order_id, reason="late")), UnitsNotOpen)
    house.completed(cancel(order_id, 2))
    assert house.fulfilled(key) == [(3, 3, 0)]
    assert house.fulfillment_orders(order_id) == [("LON", "picking")]


def test_when_the_last_units_to_pick_are_canceled_what_is_packed_is_the_whole(house: House) -> None:
    house.stock("A", 5)
    order_id, key = house.released(("A", 5))
    house.completed(PickUnits(fulfillment_order_id=key, lines=(PickedUnits(line_number=1, picked=3),)))
    house.pack(key)
    house.completed(cancel(order_id, 2))
    assert house.fulfillment_orders(order_id) == [("LON", "packed")]


def test_the_smallest_fulfillment_order_gives_up_its_units_first(house: House) -> None:
    house.stock("A", 4, "LON")
    house.stock("A", 2, "MAN")
    order_id = house.order(("A", 6))
    house.plan(order_id)
    house.completed(cancel(order_id, 3))
    assert house.fulfillment_orders(order_id) == [("LON", "released"), ("MAN", "canceled")]
    assert house.allocations(order_id) == [(1, "LON", 3, 3)]


def test_planned_units_that_are_canceled_leave_the_plan(house: House) -> None:
    house.stock("A", 5)
    order_id = house.order(("A", 5))
    (key,) = house.plan(order_id, release=False).fulfillment_order_ids
    house.completed(cancel(order_id, 2))
    assert house.fulfilled(key, "quantity, withdrawn") == [(3, 2)]
    assert house.fulfillment_orders(order_id) == [("LON", "planned")]
    house.completed(CancelOrder(order_id=order_id, reason="late"))
    assert house.fulfillment_orders(order_id) == [("LON", "canceled")]


def test_released_units_are_not_moved_to_another_order(house: House) -> None:
    house.stock("A", 5)
    order_id, _ = house.released(("A", 3))
    other = house.order(("A", 1))
    split = SplitOrder(order_id=order_id, expected_version=1, lines=(SplitLine(line_number=1, quantity=1),))
    assert isinstance(house.refused(split), UnitsNotOpen)
    merge = MergeOrders(order_id=other, expected_version=1, from_order_id=order_id, from_expected_version=1)
    assert house.refused(merge).code() in {"UnitsNotOpen", "NotMergeable"}


def test_planned_units_that_are_split_off_leave_the_plan(house: House) -> None:
    house.stock("A", 5)
    order_id = house.order(("A", 5))
    (key,) = house.plan(order_id, release=False).fulfillment_order_ids
    house.completed(SplitOrder(order_id=order_id, expected_version=1, lines=(SplitLine(line_number=1, quantity=2),)))
    assert house.fulfilled(key, "quantity, withdrawn") == [(3, 2)]
    assert house.state_after(ReleaseFulfillment(fulfillment_order_id=key)).quantity == 3
