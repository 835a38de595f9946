"""Splitting: units go into an order of their own with exactly their shares, their sources and their holds."""

from decimal import Decimal

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from ordino.kernel.problems import InvalidInput, NotFound, VersionConflict
from ordino.orders.commands import CancelOrder, CancelUnits, HoldOrder, ReleaseHold, SplitLine, SplitOrder
from ordino.orders.problems import UnitsNotOpen
from ordino.orders.rows import OrderedCharge, OrderedDiscount
from tests.support.merchant import Merchant, line, result_of
from tests.support.statements import count_statements


def split(order_id: int, *parts: tuple[int, int], version: int = 1) -> SplitOrder:
    lines = tuple(SplitLine(line_number=number, quantity=quantity) for number, quantity in parts)
    return SplitOrder(order_id=order_id, expected_version=version, lines=lines)


def test_units_leave_with_their_shares_and_both_orders_together_cost_the_same(merchant: Merchant) -> None:
    merchant.stock("A", 9)
    merchant.stock("B", 9)
    order_id = merchant.place(
        line("A", 3, "3.333333"),
        line("B", 2, "20.00"),
        discounts=(OrderedDiscount(label="Ten", percent=Decimal(10)),),
        charges=(OrderedCharge(kind="shipping", label="Parcel", amount_minor=500),),
    )
    assert merchant.order_row(order_id, "total_minor") == (5000,)

    new = merchant.accepted(split(order_id, (1, 2), (2, 1)))

    money = "sku, ordered, canceled, goods_minor, discount_minor, amount_minor, tax_minor"
    assert merchant.lines(order_id, money) == [("A", 3, 2, 1000, 100, 900, 150), ("B", 2, 1, 4000, 400, 3600, 600)]
    assert merchant.lines(new.order_id, money) == [("A", 2, 0, 666, 66, 600, 100), ("B", 1, 0, 2000, 200, 1800, 300)]
    assert (new.state, new.version, new.total_minor) == ("confirmed", 1, 2400)
    assert merchant.order_row(order_id, "total_minor, version, state") == (2600, 2, "confirmed")
    columns = "goods_minor, discount_minor, shipping_minor, tax_minor, placed_total_minor"
    assert merchant.order_row(new.order_id, columns) == (2666, 266, 0, 400, 2400)
    assert merchant.rows(
        "select sum(amount_minor)::int from orders_discount_share where order_id = %s", new.order_id
    ) == [(266,)]


def test_goods_follow_their_units(merchant: Merchant) -> None:
    merchant.stock("A", 3)
    order_id = merchant.place(line("A", 5, "1.00"))
    assert merchant.lines(order_id, "allocated, backordered") == [(3, 2)]

    new = merchant.accepted(split(order_id, (1, 4))).order_id

    assert merchant.lines(order_id, "canceled, allocated, backordered") == [(4, 1, 0)]
    assert merchant.lines(new, "canceled, allocated, backordered") == [(0, 2, 2)]
    assert merchant.rows("select order_id, quantity from inventory_allocation order by 1") == [(order_id, 1), (new, 2)]
    assert merchant.free("A") == 0
    assert merchant.order_row(order_id, "fulfillment_status") == ("allocated",)
    assert merchant.order_row(new, "fulfillment_status") == ("partially_allocated",)
    merchant.accepted(CancelOrder(order_id=new, reason="no longer wanted"))
    assert merchant.free("A") == 2


def test_both_orders_tell_of_the_split(merchant: Merchant) -> None:
    merchant.stock("A", 9)
    order_id = merchant.place(line("A", 2, "1.00"))

    new = merchant.accepted(split(order_id, (1, 1))).order_id

    assert merchant.events(order_id)[3:] == ["OrderSplit", "AllocationsMoved"]
    assert merchant.events(new) == ["OrderPlaced", "OrderSplit", "OrderConfirmed", "AllocationsMoved"]


def test_the_new_order_is_for_the_same_customer_and_address(merchant: Merchant) -> None:
    merchant.sku("A")
    customer_id = merchant.customer(email="ada@example.org")
    order_id = merchant.place(line("A", 2, "1.00"), customer_id=customer_id, external_reference="W-1", priority=7)

    new = merchant.accepted(split(order_id, (1, 1))).order_id

    columns = "channel_id, customer_id, customer_name, email, ship_to, placed_at, priority, payment_terms, currency"
    assert merchant.order_row(new, columns) == merchant.order_row(order_id, columns)
    assert merchant.order_row(new, "external_reference") == (None,)


def test_an_open_hold_covers_both_orders(merchant: Merchant) -> None:
    merchant.stock("A", 9)
    merchant.run("update network_channel set payment_minutes = 30")
    order_id = merchant.place(line("A", 2, "1.00"), line("WHAT", 1, "1.00"))
    merchant.accepted(HoldOrder(order_id=order_id, reason="fraud", detail="Three cards"))

    new = merchant.accepted(split(order_id, (1, 1), version=2))

    assert new.state == "placed"
    assert merchant.holds(order_id) == ["unknown_sku", "payment", "fraud"]
    assert merchant.holds(new.order_id) == ["payment", "fraud"]
    merchant.accepted(ReleaseHold(order_id=new.order_id, hold_id=merchant.hold_id(new.order_id, "fraud")))
    assert merchant.holds(order_id) == ["unknown_sku", "payment", "fraud"]


def test_a_held_line_that_goes_takes_its_hold_along_and_the_rest_goes_on(merchant: Merchant) -> None:
    merchant.stock("A", 9)
    order_id = merchant.place(line("A", 2, "1.00"), line("WHAT", 1, "1.00"))

    new = merchant.accepted(split(order_id, (2, 1)))

    assert (new.state, merchant.holds(new.order_id)) == ("placed", ["unknown_sku"])
    assert merchant.rows("select line_number from orders_hold where order_id = %s", new.order_id) == [(1,)]
    assert merchant.order_row(order_id, "state") == ("confirmed",)
    assert merchant.holds(order_id) == []


def test_what_cannot_go_into_an_order_of_its_own_is_refused(merchant: Merchant) -> None:
    merchant.stock("A", 9)
    order_id = merchant.place(line("A", 3, "1.00"))
    merchant.move(order_id, 1, "allocated", "shipped", 1)

    assert merchant.refused(split(order_id, (1, 3))) == UnitsNotOpen(
        order_id=order_id, line_number=1, wanted=3, cancelable=2
    )
    assert merchant.refused(split(order_id, (2, 1))) == NotFound(what="line", reference=f"{order_id}-2")
    assert isinstance(merchant.refused(split(order_id)), InvalidInput)
    assert isinstance(merchant.refused(split(order_id, (1, 1), (1, 1))), InvalidInput)
    assert isinstance(merchant.refused(split(order_id, (1, 1), version=9)), VersionConflict)


def test_something_stays_in_the_order(merchant: Merchant) -> None:
    merchant.sku("A")
    order_id = merchant.place(line("A", 2, "1.00"))

    assert merchant.refused(split(order_id, (1, 2))) == InvalidInput(
        field="lines", reason="at least one unit stays in the order."
    )


def test_an_order_is_split_once_in_a_batch(merchant: Merchant) -> None:
    merchant.sku("A")
    order_id = merchant.place(line("A", 5, "1.00"))

    first, again, next_version = merchant.ask(
        split(order_id, (1, 1)), split(order_id, (1, 1)), split(order_id, (1, 1), version=2)
    )

    assert result_of(first).total_minor == 100
    assert [outcome.problem.code() for outcome in (again, next_version)] == ["VersionConflict", "InFlight"]  # type: ignore[union-attr]
    assert merchant.lines(order_id, "canceled") == [(1,)]


@settings(max_examples=15, suppress_health_check=[HealthCheck.function_scoped_fixture])
@given(
    price=st.integers(1, 99999),
    quantity=st.integers(2, 7),
    discount=st.integers(0, 500),
    canceled=st.integers(0, 2),
    data=st.data(),
)
def test_no_cent_is_won_or_lost_by_a_split(
    merchant: Merchant, price: int, quantity: int, discount: int, canceled: int, data: st.DataObject
) -> None:
    if merchant.sku_id("A") is None:
        merchant.stock("A", 1000)
    unit_price = str(Decimal(price) / 1000)
    off = (OrderedDiscount(label="Off", amount_minor=discount),)
    order_id = merchant.place(line("A", quantity, unit_price), line("A", 1, "1.00"), discounts=off)
    if canceled and canceled < quantity:
        merchant.change(order_id, CancelUnits(line_number=1, quantity=canceled))
    total, version = merchant.order_row(order_id, "total_minor, version")
    (left,) = merchant.lines(order_id, "ordered - canceled")[0]

    taken = data.draw(st.integers(1, left))
    new = merchant.accepted(split(order_id, (1, taken), version=version))

    assert merchant.order_row(order_id, "total_minor")[0] + new.total_minor == total
    for part in (order_id, new.order_id):
        merchant.accepted(CancelOrder(order_id=part, reason="check"))


def test_the_number_of_statements_does_not_grow_with_the_orders(
    merchant: Merchant, monkeypatch: pytest.MonkeyPatch
) -> None:
    merchant.stock("A", 100)
    orders = [merchant.place(line("A", 2, "1.00")) for _ in range(6)]
    statements = count_statements(monkeypatch)
    merchant.ask(split(orders[0], (1, 1)))
    for_one = len(statements)
    statements.clear()
    merchant.ask(*[split(order_id, (1, 1)) for order_id in orders[1:]])

    assert len(statements) == for_one
