"""Changing placed orders: all actions or none, each unit leaving with its share, against the version that was seen."""

from ordino.kernel.messages import Refused
from ordino.kernel.problems import InFlight, InvalidInput, NotFound, VersionConflict
from ordino.orders.commands import AddLine, CancelCharge, CancelUnits, ChangeOrder
from ordino.orders.problems import NothingLeft, UnitsNotOpen
from ordino.orders.rows import OrderedCharge, OrderedLine
from tests.support.merchant import Merchant, line, result_of


def one_less(order_id: int, version: int, line_number: int = 1) -> ChangeOrder:
    actions = (CancelUnits(line_number=line_number, quantity=1),)
    return ChangeOrder(order_id=order_id, expected_version=version, actions=actions)


def test_scenario_12_a_line_added_and_removed_leaves_total_and_stock_as_before(merchant: Merchant) -> None:
    merchant.stock("A", 10)
    merchant.stock("B", 10)
    order_id = merchant.place(line("A", 4, "25.00"))

    more = merchant.change(order_id, AddLine(line=line("B", 3, "10.00")))
    assert more.total_minor == 13000
    assert merchant.free("B") == 7
    less = merchant.change(order_id, CancelUnits(line_number=2, quantity=3))

    assert less.total_minor == 10000
    assert (merchant.free("A"), merchant.free("B")) == (6, 10)
    assert merchant.lines(order_id, "ordered, canceled, allocated") == [(4, 0, 4), (3, 3, 0)]
    assert merchant.order_row(order_id, "state, fulfillment_status, version") == ("confirmed", "allocated", 3)


def test_scenario_26_shipped_units_cannot_be_canceled_and_open_ones_are_released(merchant: Merchant) -> None:
    merchant.stock("A", 10)
    order_id = merchant.place(line("A", 5, "10.00"))
    merchant.move(order_id, 1, "allocated", "shipped", 3)
    merchant.run("update inventory_allocation set quantity = 2")
    merchant.run("update inventory_level set on_hand = 7, allocated = 2")

    to_two = ChangeOrder(order_id=order_id, expected_version=1, actions=(CancelUnits(line_number=1, quantity=3),))
    assert merchant.refused(to_two) == UnitsNotOpen(order_id=order_id, line_number=1, wanted=3, cancelable=2)
    to_three = merchant.change(order_id, CancelUnits(line_number=1, quantity=2))

    assert to_three.total_minor == 3000
    assert merchant.lines(order_id, "canceled, allocated, shipped") == [(2, 0, 3)]
    assert merchant.free("A") == 7
    assert merchant.order_row(order_id, "fulfillment_status") == ("shipped",)


def test_units_without_stock_leave_first(merchant: Merchant) -> None:
    merchant.stock("A", 3)
    order_id = merchant.place(line("A", 5, "10.00"))
    assert merchant.lines(order_id, "allocated, backordered") == [(3, 2)]

    merchant.change(order_id, CancelUnits(line_number=1, quantity=3))

    assert merchant.lines(order_id, "canceled, allocated, backordered") == [(3, 2, 0)]
    assert merchant.free("A") == 1


def test_units_leave_from_the_end_each_with_its_own_share(merchant: Merchant) -> None:
    merchant.stock("A", 3)
    merchant.stock("B", 1)
    order_id = merchant.place(line("A", 3, "3.333333"), line("B", 1, "1.00"))

    totals = [
        merchant.change(order_id, CancelUnits(line_number=1, quantity=quantity)).total_minor for quantity in (1, 1, 1)
    ]

    assert [before - after for before, after in zip([1100, *totals], totals, strict=False)] == [333, 333, 334]


def test_an_added_line_takes_no_part_in_earlier_discounts(merchant: Merchant) -> None:
    merchant.sku("A")
    order_id = merchant.place(line("A", 1, "10.00", discount_minor=500))

    merchant.change(order_id, AddLine(line=line("A", 1, "10.00")))

    assert merchant.lines(order_id, "number, discount_minor, amount_minor, tax_minor") == [
        (1, 500, 500, 83),
        (2, 0, 1000, 167),
    ]
    assert merchant.order_row(order_id, "total_minor, placed_total_minor") == (1500, 500)


def test_an_added_service_or_unknown_line_shows_in_the_status(merchant: Merchant) -> None:
    merchant.stock("A", 5)
    merchant.sku("WRAP", kind="service")
    order_id = merchant.place(line("A", 1, "10.00"))

    merchant.change(order_id, AddLine(line=line("WRAP", 1, "1.00")))
    assert merchant.order_row(order_id, "fulfillment_status") == ("allocated",)
    merchant.change(order_id, AddLine(line=line("WHAT", 1, "1.00")))

    assert merchant.order_row(order_id, "fulfillment_status") == ("partially_allocated",)
    assert merchant.holds(order_id) == ["unknown_sku"]


def test_one_impossible_action_refuses_all(merchant: Merchant) -> None:
    merchant.stock("A", 5)
    order_id = merchant.place(line("A", 2, "10.00"))
    good = CancelUnits(line_number=1, quantity=1)

    for bad, problem in (
        (CancelUnits(line_number=7, quantity=1), NotFound(what="line", reference=f"{order_id}-7")),
        (CancelUnits(line_number=1, quantity=0), None),
        (CancelUnits(line_number=1, quantity=2), None),
        (CancelCharge(charge_number=1), NotFound(what=f"charge of order {order_id}", reference="1")),
        (AddLine(line=OrderedLine(sku="A", quantity=1)), None),
    ):
        found = merchant.refused(ChangeOrder(order_id=order_id, expected_version=1, actions=(good, bad)))
        assert problem is None or found == problem
    nothing = ChangeOrder(order_id=order_id, expected_version=1, actions=())
    assert merchant.refused(nothing) == InvalidInput(field="actions", reason="a change has 1 to 1000 actions, not 0.")


def test_the_last_units_are_taken_off_by_canceling(merchant: Merchant) -> None:
    merchant.sku("A")
    order_id = merchant.place(line("A", 2, "10.00"))

    all_of_it = ChangeOrder(order_id=order_id, expected_version=1, actions=(CancelUnits(line_number=1, quantity=2),))

    assert merchant.refused(all_of_it) == NothingLeft(order_id=order_id)


def test_a_charge_is_waived_with_its_tax(merchant: Merchant) -> None:
    merchant.channel("trade", prices_include_tax=False)
    merchant.sku("A")
    charge = OrderedCharge(kind="shipping", label="Parcel", amount_minor=500)
    order_id = merchant.place(line("A", 1, "10.00"), channel="trade", charges=(charge,))
    assert merchant.order_row(order_id, "total_minor") == (1800,)

    assert merchant.change(order_id, CancelCharge(charge_number=1)).total_minor == 1200


def test_the_second_change_of_a_batch_sees_what_the_first_left(merchant: Merchant) -> None:
    merchant.sku("B")
    merchant.sku("A")
    order_id = merchant.place(line("A", 3, "3.333333"), line("B", 1, "1.00"))

    first, second, third = merchant.ask(one_less(order_id, 1), one_less(order_id, 1), one_less(order_id, 2))

    assert result_of(first).total_minor == 767
    assert second == Refused(VersionConflict(subject=f"Order {order_id}", expected_version=1, found_version=2))
    assert (result_of(third).total_minor, result_of(third).version) == (434, 3)
    assert merchant.order_row(order_id, "total_minor, version") == (434, 3)
    assert merchant.lines(order_id, "canceled") == [(2,), (0,)]


def test_a_batch_may_add_to_an_order_twice_but_not_touch_what_it_has_added(merchant: Merchant) -> None:
    merchant.stock("A", 9)
    order_id = merchant.place(line("A", 1, "1.00"))
    add = AddLine(line=line("A", 2, "1.00"))

    *_, early = merchant.ask(
        ChangeOrder(order_id=order_id, expected_version=1, actions=(add, add)),
        ChangeOrder(order_id=order_id, expected_version=2, actions=(add,)),
        one_less(order_id, 3, line_number=4),
    )

    assert early == Refused(InFlight(wait_seconds=0))
    merchant.change(order_id, CancelUnits(line_number=4, quantity=1))
    expected = [(1, 1, 0, 1), (2, 2, 0, 2), (3, 2, 0, 2), (4, 2, 1, 1)]
    assert merchant.lines(order_id, "number, ordered, canceled, allocated") == expected
    assert merchant.order_row(order_id, "total_minor") == (600,)
