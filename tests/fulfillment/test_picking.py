"""Picking: what was found goes on, what was not there is sourced elsewhere and leaves the books."""

import pytest

from ordino.fulfillment.commands import PickUnits, RecallFulfillment, RejectFulfillment
from ordino.fulfillment.problems import FulfillmentHeld, NotInFulfillmentOrder, UnitsNotThere
from ordino.fulfillment.rows import PickedUnits
from ordino.kernel.problems import InvalidInput, NotFound
from ordino.orders.commands import HoldOrder
from tests.fulfillment.house import House


def picks(fulfillment_order_id: int, *lines: PickedUnits) -> PickUnits:
    return PickUnits(fulfillment_order_id=fulfillment_order_id, lines=lines)


def test_everything_is_picked_where_nothing_else_is_said(house: House) -> None:
    house.stock("A", 5)
    order_id, key = house.released(("A", 3))
    state = house.state_after(PickUnits(fulfillment_order_id=key))
    assert (state.state, state.quantity, state.short) == ("picking", 3, 0)
    assert house.buckets(order_id) == {"picked": 3}
    assert house.allocations(order_id) == [(1, "LON", 3, 3)]


def test_lines_are_picked_in_parts(house: House) -> None:
    house.stock("A", 5)
    order_id, key = house.released(("A", 3))
    house.completed(picks(key, PickedUnits(line_number=1, picked=1)))
    assert house.buckets(order_id) == {"released": 2, "picked": 1}
    house.completed(picks(key, PickedUnits(line_number=1, picked=2)))
    assert house.buckets(order_id) == {"picked": 3}


@pytest.mark.parametrize("code", ["A", "5000123456789"])
def test_a_scan_of_sku_code_or_barcode_names_the_line(house: House, code: str) -> None:
    house.stock("A", 5)
    house.stock("B", 5)
    house.rows(
        "insert into catalog_barcode (code, sku_id) values ('5000123456789', %s) returning id", house.sku_id("A")
    )
    order_id, key = house.released(("B", 1), ("A", 2))
    house.completed(picks(key, *[PickedUnits(scanned=code, picked=1)] * 2))
    assert (house.buckets(order_id, 1), house.buckets(order_id, 2)) == ({"released": 1}, {"picked": 2})


def test_what_is_not_asked_for_is_put_back(house: House) -> None:
    house.stock("A", 5)
    house.stock("B", 5)
    _, key = house.released(("A", 2))
    for scanned in ("B", "unknown"):
        problem = house.refused(picks(key, PickedUnits(scanned=scanned, picked=1)))
        assert problem == NotInFulfillmentOrder(fulfillment_order_id=key, named=scanned)
    problem = house.refused(picks(key, PickedUnits(line_number=2, picked=1)))
    assert problem == NotInFulfillmentOrder(fulfillment_order_id=key, named="line 2")
    assert house.refused(PickUnits(fulfillment_order_id=key + 1)) == NotFound(
        what="fulfillment order", reference=str(key + 1)
    )


def test_no_more_is_picked_than_was_released(house: House) -> None:
    house.stock("A", 9)
    _, key = house.released(("A", 3))
    problem = house.refused(picks(key, PickedUnits(line_number=1, picked=2), PickedUnits(scanned="A", picked=2)))
    assert problem == UnitsNotThere(fulfillment_order_id=key, line_number=1, step="picked", wanted=4, possible=3)
    for nothing in (PickedUnits(line_number=1), PickedUnits(line_number=1, picked=2, short=-1)):
        assert isinstance(house.refused(picks(key, nothing)), InvalidInput)


def test_scenario_22_a_short_pick_goes_on_with_what_is_there_and_the_rest_comes_from_elsewhere(house: House) -> None:
    """A fulfillment order of 5, the picker finds 3: 2 are missing at L1, 3 go on, 2 come from L2."""
    house.stock("A", 5, "L1")
    order_id, key = house.released(("A", 5))
    house.stock("A", 10, "L2")

    state = house.state_after(picks(key, PickedUnits(line_number=1, picked=3, short=2)))

    assert (state.quantity, state.short) == (3, 2)
    assert house.buckets(order_id) == {"allocated": 2, "picked": 3}
    assert house.allocations(order_id) == [(1, "L1", 3, 3), (1, "L2", 2, 0)]
    assert house.rows(
        "select l.code, on_hand, allocated from inventory_level join network_location l on l.id = location_id order by 1"
    ) == [("L1", 3, 3), ("L2", 10, 2)]
    assert house.rows(
        "select quantity, to_account, reason, reference from inventory_movement order by id desc limit 1"
    ) == [(2, "adjustment", "short pick", f"fulfillment/{key}")]


def test_scenario_22_where_nobody_else_has_it_the_rest_waits_with_another_promise(house: House) -> None:
    house.stock("A", 5, "L1")
    order_id, key = house.released(("A", 5))

    events = house.done_events(picks(key, PickedUnits(line_number=1, picked=3, short=2)))

    assert events == ["UnitsPicked", "ShortPicked", "LineResourced", "StockAdjusted"]
    assert house.buckets(order_id) == {"backordered": 2, "picked": 3}
    assert house.on_hand("A") == 3
    assert house.rows("select quantity, source from sourcing_promise where order_id = %s order by part", order_id) == [
        (3, "stock"),
        (2, "unknown"),
    ]


def test_a_fulfillment_order_of_which_nothing_is_found_is_canceled(house: House) -> None:
    house.stock("A", 2)
    order_id, key = house.released(("A", 2))
    state = house.state_after(picks(key, PickedUnits(line_number=1, short=2)))
    assert (state.state, state.quantity, state.short) == ("canceled", 0, 2)
    assert (house.buckets(order_id), house.on_hand("A")) == ({"backordered": 2}, 0)


def test_a_hold_opened_after_the_release_blocks_picking_what_it_covers(house: House) -> None:
    house.stock("A", 5)
    house.stock("B", 5)
    order_id, key = house.released(("A", 1), ("B", 1))
    house.completed(HoldOrder(order_id=order_id, reason="check", scope="line", line_number=1))
    problem = house.refused(PickUnits(fulfillment_order_id=key))
    assert problem == FulfillmentHeld(order_id=order_id, reasons=("check",), lines=(1,))
    house.completed(picks(key, PickedUnits(line_number=2, picked=1)))
    house.completed(HoldOrder(order_id=order_id, reason="fraud"))
    assert isinstance(house.refused(picks(key, PickedUnits(line_number=1, picked=1))), FulfillmentHeld)


def test_a_location_that_refuses_gives_its_units_to_another(house: House) -> None:
    house.stock("A", 3, "L1")
    order_id, key = house.released(("A", 3))
    house.stock("A", 4, "L2")

    events = house.done_events(RejectFulfillment(fulfillment_order_id=key, reason="flooded"))

    assert events == ["FulfillmentRejected", "LineResourced"]
    assert house.fulfillment_orders(order_id) == [("L1", "rejected")]
    assert house.buckets(order_id) == {"allocated": 3}
    assert house.allocations(order_id) == [(1, "L2", 3, 0)]


def test_work_that_is_recalled_can_be_planned_again(house: House) -> None:
    house.stock("A", 3)
    order_id, key = house.released(("A", 3))
    house.completed(picks(key, PickedUnits(line_number=1, picked=2)))
    house.pack(key)

    state = house.state_after(RecallFulfillment(fulfillment_order_id=key, reason="wrong label"))

    assert (state.state, state.quantity) == ("canceled", 0)
    assert house.buckets(order_id) == {"allocated": 3}
    assert house.allocations(order_id) == [(1, "LON", 3, 0)]
    assert house.rows("select state from fulfillment_package") == [("unpacked",)]
    assert house.plan(order_id).quantity == 3


def test_a_plan_is_recalled_without_touching_the_line(house: House) -> None:
    house.stock("A", 3)
    order_id = house.order(("A", 3))
    (key,) = house.plan(order_id, release=False).fulfillment_order_ids
    assert house.state_after(RecallFulfillment(fulfillment_order_id=key)).state == "canceled"
    assert house.buckets(order_id) == {"allocated": 3}
