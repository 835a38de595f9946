"""Merging: everything of one order goes into another of the same customer, with its money, sources and holds."""

from ordino.kernel.problems import InvalidInput, NotFound, StateRefuses, VersionConflict
from ordino.orders.commands import CancelCharge, CancelUnits, HoldOrder, MergeOrders
from ordino.orders.problems import NotMergeable, UnitsNotOpen
from ordino.orders.rows import OrderedCharge, PostalAddress
from tests.support.merchant import Merchant, line, result_of

SHIPPING = OrderedCharge(kind="shipping", label="Parcel", amount_minor=500)


def merge(order_id: int, from_order_id: int, *, version: int = 1, from_version: int = 1) -> MergeOrders:
    return MergeOrders(
        order_id=order_id,
        expected_version=version,
        from_order_id=from_order_id,
        from_expected_version=from_version,
    )


def test_lines_and_charges_move_with_their_money_and_the_other_order_is_canceled(merchant: Merchant) -> None:
    merchant.stock("A", 9)
    customer_id = merchant.customer()
    first = merchant.place(line("A", 1, "10.00"), customer_id=customer_id, charges=(SHIPPING,))
    second = merchant.place(
        line("A", 3, "3.333333"), line("A", 1, "5.00"), customer_id=customer_id, charges=(SHIPPING,)
    )
    merchant.change(second, CancelUnits(line_number=1, quantity=1))

    merged = merchant.accepted(merge(first, second, from_version=2))

    assert (merged.order_id, merged.version, merged.total_minor) == (first, 2, 1500 + 667 + 500 + 500)
    money = "number, ordered, canceled, amount_minor"
    assert merchant.lines(first, money) == [(1, 1, 0, 1000), (2, 2, 0, 667), (3, 1, 0, 500)]
    assert merchant.lines(second, "ordered = canceled") == [(True,), (True,)]
    assert merchant.order_row(second, "state, total_minor, version, fulfillment_status") == (
        "canceled",
        0,
        3,
        "canceled",
    )
    charges = "select order_id, number, charge_number, amount_minor, canceled from orders_charge order by 1, 2"
    assert merchant.rows(charges) == [
        (first, 1, 1, 500, False),
        (first, 2, 2, 500, False),
        (second, 1, 1, 500, True),
    ]
    assert merchant.change(first, CancelCharge(charge_number=2)).total_minor == 2667


def test_goods_follow_into_the_order(merchant: Merchant) -> None:
    merchant.stock("A", 3)
    customer_id = merchant.customer()
    first = merchant.place(line("A", 2, "1.00"), customer_id=customer_id)
    second = merchant.place(line("A", 2, "1.00"), customer_id=customer_id)

    merchant.accepted(merge(first, second))

    assert merchant.lines(first, "allocated, backordered") == [(2, 0), (1, 1)]
    assert merchant.rows("select order_id, line_number, quantity from inventory_allocation order by 2") == [
        (first, 1, 2),
        (first, 2, 1),
    ]
    assert merchant.order_row(first, "fulfillment_status") == ("partially_allocated",)
    assert merchant.free("A") == 0


def test_holds_follow_once(merchant: Merchant) -> None:
    merchant.stock("A", 9)
    customer_id = merchant.customer()
    first = merchant.place(line("A", 1, "1.00"), customer_id=customer_id)
    second = merchant.place(line("A", 1, "1.00"), line("WHAT", 1, "1.00"), customer_id=customer_id)
    for order_id, reason in ((first, "fraud"), (second, "fraud"), (second, "approval")):
        merchant.accepted(HoldOrder(order_id=order_id, reason=reason))

    merchant.accepted(merge(first, second, version=2, from_version=3))

    assert merchant.holds(first) == ["fraud", "unknown_sku", "approval"]
    assert merchant.rows(
        "select line_number from orders_hold where order_id = %s and reason = 'unknown_sku'", first
    ) == [(3,)]
    assert merchant.holds(second) == []
    assert merchant.rows("select distinct state, note from orders_hold where order_id = %s", second) == [
        ("expired", f"merged into order {first}")
    ]


def test_guests_are_known_by_their_mail_address(merchant: Merchant) -> None:
    merchant.sku("A")
    first = merchant.place(line("A", 1, "1.00"), email="Ada@example.org")
    second = merchant.place(line("A", 1, "1.00"), email="ada@example.org")
    third = merchant.place(line("A", 1, "1.00"))

    assert merchant.accepted(merge(first, second)).total_minor == 200
    problem = merchant.refused(merge(first, third, version=2))
    assert problem == NotMergeable(order_id=first, from_order_id=third, differs="customer")


def test_only_orders_that_agree_are_merged(merchant: Merchant) -> None:
    merchant.sku("A")
    merchant.channel("trade", prices_include_tax=False)
    terms = {"customer_id": merchant.customer(credit_limit_minor=10**6)}
    first = merchant.place(line("A", 1, "1.00"), **terms)
    others = {
        "address": merchant.place(line("A", 1, "1.00"), ship_to=PostalAddress(country="GB"), **terms),
        "currency": merchant.place(line("A", 1, "1.00"), currency="EUR", **terms),
        "way of stating tax": merchant.place(line("A", 1, "1.00"), channel="trade", **terms),
        "terms of payment": merchant.place(line("A", 1, "1.00"), payment_terms="on_invoice", **terms),
    }

    for differs, other in others.items():
        problem = merchant.refused(merge(first, other))
        assert problem == NotMergeable(order_id=first, from_order_id=other, differs=differs)


def test_orders_that_are_being_fulfilled_are_not_merged(merchant: Merchant) -> None:
    merchant.stock("A", 9)
    customer_id = merchant.customer()
    first = merchant.place(line("A", 1, "1.00"), customer_id=customer_id)
    second = merchant.place(line("A", 2, "1.00"), customer_id=customer_id)
    merchant.move(second, 1, "allocated", "released", 1)

    moving = UnitsNotOpen(order_id=second, line_number=1, wanted=2, cancelable=1, in_work=1)
    assert merchant.refused(merge(first, second)) == moving
    assert merchant.refused(merge(second, first)) == moving


def test_both_versions_are_checked(merchant: Merchant) -> None:
    merchant.sku("A")
    customer_id = merchant.customer()
    first = merchant.place(line("A", 1, "1.00"), customer_id=customer_id)
    second = merchant.place(line("A", 1, "1.00"), customer_id=customer_id)

    assert isinstance(merchant.refused(merge(first, second, version=2)), VersionConflict)
    assert isinstance(merchant.refused(merge(first, second, from_version=2)), VersionConflict)
    assert isinstance(merchant.refused(merge(first, first)), InvalidInput)
    assert merchant.refused(merge(first, 1)) == NotFound(what="order", reference="1")
    merchant.accepted(merge(first, second))
    assert isinstance(merchant.refused(merge(first, second, version=2, from_version=2)), StateRefuses)


def test_three_orders_become_one_in_three_steps(merchant: Merchant) -> None:
    merchant.stock("A", 9)
    customer_id = merchant.customer()
    first, second, third = [merchant.place(line("A", 1, "1.00"), customer_id=customer_id) for _ in range(3)]

    done, early = merchant.ask(merge(first, second), merge(first, third, version=2))
    assert result_of(done).total_minor == 200
    assert early.problem.code() == "InFlight"  # type: ignore[union-attr]
    assert merchant.accepted(merge(first, third, version=2)).total_minor == 300
    assert merchant.lines(first, "allocated") == [(1,), (1,), (1,)]
