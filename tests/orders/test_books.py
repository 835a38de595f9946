"""After every kind of command on orders the audit derives the same stock, money, states and holds again."""

from ordino.orders.commands import (
    AddLine,
    AssignHold,
    CancelCharge,
    CancelOrder,
    CancelUnits,
    ChangeAddress,
    ChooseSku,
    DraftOrder,
    HoldOrder,
    MergeOrders,
    PlaceDraft,
    PrioritizeOrder,
    ReleaseHold,
    ReviseDraft,
    SplitLine,
    SplitOrder,
)
from ordino.orders.rows import OrderedCharge, OrderedDiscount, PostalAddress
from ordino.simulation.audit import audit
from tests.support.merchant import LONDON, Merchant, line, order

SHIPPING = OrderedCharge(kind="shipping", label="Parcel", amount_minor=595)
OFF = OrderedDiscount(label="Off", amount_minor=777)


def test_the_books_agree_after_every_kind_of_command(merchant: Merchant) -> None:
    merchant.stock("A", 20)
    merchant.stock("B", 3)
    merchant.sku("WRAP", kind="service")
    merchant.bundle("SET", {"A": 2, "B": 1})
    customer_id = merchant.customer()
    terms = {"customer_id": customer_id, "charges": (SHIPPING,), "discounts": (OFF,)}
    first = merchant.place(line("A", 3, "3.333333"), line("B", 4, "19.99"), line("WRAP", 1, "2.50"), **terms)
    second = merchant.place(line("SET", 2, "9.99"), line("WHAT", 2, "5.55"), **terms)
    held = merchant.place(line("A", 1, "10.00"), ship_to=PostalAddress(country="GB"))

    merchant.change(first, AddLine(line=line("WRAP", 2, "1.00")), AddLine(line=line("A", 2, "1.01")))
    merchant.change(first, CancelUnits(line_number=1, quantity=2), CancelCharge(charge_number=1))
    merchant.change(second, ChooseSku(line_number=3, sku="B"))
    merchant.change(held, ChangeAddress(ship_to=LONDON))
    merchant.accepted(HoldOrder(order_id=held, reason="fraud"))
    merchant.accepted(AssignHold(order_id=held, hold_id=merchant.hold_id(held, "fraud"), owner="Grace"))
    merchant.accepted(PrioritizeOrder(order_id=held, priority=9))
    split = merchant.accepted(
        SplitOrder(
            order_id=first,
            expected_version=3,
            lines=(SplitLine(line_number=2, quantity=3), SplitLine(line_number=3, quantity=1)),
        )
    )
    merchant.accepted(
        MergeOrders(order_id=second, expected_version=2, from_order_id=split.order_id, from_expected_version=1)
    )
    merchant.change(second, CancelUnits(line_number=4, quantity=1))
    draft = merchant.accepted(DraftOrder(order=order(line("A", 1, "1.00")))).order_id
    merchant.accepted(
        ReviseDraft(order_id=draft, expected_version=1, order=order(line("A", 2, "1.00"), discounts=(OFF,)))
    )
    merchant.accepted(PlaceDraft(order_id=draft, expected_version=2))
    merchant.accepted(DraftOrder(order=order()))
    merchant.accepted(ReleaseHold(order_id=held, hold_id=merchant.hold_id(held, "fraud")))
    merchant.accepted(CancelOrder(order_id=held, reason="late"))

    with merchant.engine.reader() as reader:
        report = audit(reader, now=merchant.engine.clock())
    assert [one for rule in report.rules for one in rule.differences] == []
