"""Reading orders: every filter narrows, every page continues where the last one ended, every way in has an index."""

from datetime import datetime, timedelta
from decimal import Decimal

import pytest
from msgspec import structs

from ordino.engine.wholes import Whole
from ordino.orders.commands import AssignHold, CancelOrder, HoldOrder
from ordino.orders.facts import SQL
from ordino.orders.queries import (
    FIRST_PAGE,
    ORDER_WHOLE,
    HoldCursor,
    OrderCursor,
    OrderFilter,
    OrderParts,
    duplicates_of,
    hold_counts,
    hold_queue,
    list_orders,
    search_orders,
    show_order,
)
from ordino.orders.rows import OrderedCharge, OrderedDiscount
from tests.support.merchant import LONDON, Merchant, line


def listed(merchant: Merchant, wanted: OrderFilter, after: OrderCursor = FIRST_PAGE, limit: int = 50) -> list[int]:
    with merchant.engine.reader() as reader:
        return [row.id for row in list_orders(reader, wanted, after=after, limit=limit)]


def found(merchant: Merchant, text: str) -> list[int]:
    with merchant.engine.reader() as reader:
        return [row.id for row in search_orders(reader, text)]


def place_at(merchant: Merchant, placed_at: datetime, **terms: object) -> int:
    return merchant.place(line("A", 1, "10.00"), placed_at=placed_at, **terms)


def test_the_list_is_the_newest_first_and_continues_page_by_page(merchant: Merchant) -> None:
    merchant.sku("A")
    now = merchant.engine.clock()
    ids = [place_at(merchant, now - timedelta(minutes=minutes)) for minutes in (5, 0, 3, 3, 9)]
    newest_first = [ids[1], ids[3], ids[2], ids[0], ids[4]]

    with merchant.engine.reader() as reader:
        pages, after = [], FIRST_PAGE
        while page := list_orders(reader, OrderFilter(), after=after, limit=2):
            pages.append([row.id for row in page])
            after = OrderCursor(page[-1].placed_at, page[-1].id)

    assert pages == [newest_first[:2], newest_first[2:4], newest_first[4:]]


def test_each_filter_narrows_the_list(merchant: Merchant) -> None:
    merchant.stock("A", 2)
    merchant.channel("market")
    now = merchant.engine.clock()
    customer_id = merchant.customer()
    plain = place_at(merchant, now)
    theirs = place_at(merchant, now - timedelta(hours=1), customer_id=customer_id)
    market = place_at(merchant, now - timedelta(days=3), channel="market")
    held = place_at(merchant, now - timedelta(days=2))
    merchant.accepted(HoldOrder(order_id=held, reason="fraud"))
    canceled = place_at(merchant, now, customer_id=customer_id)
    merchant.accepted(CancelOrder(order_id=canceled, reason="late"))

    assert listed(merchant, OrderFilter(states=("canceled",))) == [canceled]
    assert listed(merchant, OrderFilter(fulfillment_status="backordered")) == [held, market]
    assert listed(merchant, OrderFilter(channel="market")) == [market]
    assert listed(merchant, OrderFilter(channel="nowhere")) == []
    assert listed(merchant, OrderFilter(customer_id=customer_id)) == [canceled, theirs]
    assert listed(merchant, OrderFilter(customer_id=customer_id, states=("confirmed",))) == [theirs]
    assert listed(merchant, OrderFilter(hold_reason="fraud")) == [held]
    assert listed(merchant, OrderFilter(hold_reason="fraud", states=("placed",))) == []
    between = OrderFilter(placed_from=now - timedelta(days=2), placed_before=now)
    assert listed(merchant, between) == [theirs, held]
    assert plain in listed(merchant, OrderFilter())


def test_a_row_of_the_list_says_what_a_person_looks_for(merchant: Merchant) -> None:
    merchant.sku("A")
    order_id = merchant.place(
        line("A", 2, "10.00"), external_reference="W-1", customer_name="Ada Byron", email="ada@example.org"
    )
    merchant.accepted(HoldOrder(order_id=order_id, reason="fraud"))
    merchant.accepted(HoldOrder(order_id=order_id, reason="approval"))

    with merchant.engine.reader() as reader:
        (row,) = list_orders(reader, OrderFilter())

    assert (row.id, row.external_reference, row.channel, row.customer_name) == (order_id, "W-1", "shop", "Ada Byron")
    assert (row.state, row.fulfillment_status, row.total_minor, row.currency) == (
        "confirmed",
        "backordered",
        2000,
        "GBP",
    )
    assert row.holds == ["fraud", "approval"]


def test_an_order_is_found_by_what_somebody_has_in_hand(merchant: Merchant) -> None:
    merchant.sku("85123A")
    merchant.sku("B")
    order_id = merchant.place(
        line("85123A", 1, "1"), external_reference="W-1", customer_name="Ada_Byron", email="Ada@Example.org"
    )
    merchant.place(line("B", 1, "1"), customer_name="AdaXByron")

    for text in (str(order_id), f"#{order_id}", "W-1", "ada@example.ORG", "ada_b", " 85123A "):
        assert found(merchant, text) == [order_id], text
    for text in ("", "  ", "%", "nobody", "9" * 30, "²"):
        assert found(merchant, text) == [], text


def test_one_order_is_shown_with_all_that_belongs_to_it(merchant: Merchant) -> None:
    merchant.stock("A", 2)
    order_id = merchant.place(
        line("A", 3, "10.00"),
        discounts=(OrderedDiscount(label="Off", amount_minor=300),),
        charges=(OrderedCharge(kind="shipping", label="Parcel", amount_minor=500),),
    )
    merchant.accepted(HoldOrder(order_id=order_id, reason="fraud"))

    with merchant.engine.reader() as reader:
        view = show_order(reader, order_id)
        assert show_order(reader, 1) is None

    assert view is not None
    assert (view.order.id, view.order.total_minor, view.order.version, view.ship_to) == (order_id, 3200, 2, LONDON)
    assert [(row.ordered, row.allocated, row.backordered, row.amount_minor) for row in view.lines] == [(3, 2, 1, 2700)]
    assert [(row.kind, row.amount_minor) for row in view.charges] == [("shipping", 500)]
    assert [(row.label, row.amount_minor) for row in view.discounts] == [("Off", 300)]
    assert [(row.reason, row.state, row.opened_by) for row in view.holds] == [("fraud", "open", "system")]
    assert [(row.line_number, row.location, row.quantity) for row in view.allocations] == [(1, "LON", 2)]
    assert sum(row.quantity for row in view.promises) == 3
    assert [row.event for row in view.timeline] == merchant.events(order_id)
    assert (view.timeline[-1].command, view.timeline[-1].actor) == ("HoldOrder", "system")
    assert b'"fraud"' in bytes(view.timeline[-1].data)


def test_the_queue_of_holds_begins_with_what_is_due_first(merchant: Merchant) -> None:
    merchant.sku("A")
    now = merchant.engine.clock()
    order_id = merchant.place(line("A", 1, "10.00"))
    for reason, hours in (("fraud", 2), ("approval", None), ("fraud", 1)):
        due_at = None if hours is None else now + timedelta(hours=hours)
        merchant.accepted(HoldOrder(order_id=order_id, reason=reason, due_at=due_at))

    with merchant.engine.reader() as reader:
        queue = hold_queue(reader)
        assert [row.reason for row in queue] == ["fraud", "fraud", "approval"]
        assert [row.due_at for row in queue][:2] == [now + timedelta(hours=1), now + timedelta(hours=2)]
        assert hold_queue(reader, after=HoldCursor(now + timedelta(hours=1), queue[0].id)) == queue[1:]
        assert [row.reason for row in hold_queue(reader, reasons=["approval"])] == ["approval"]
        counts = [(row.reason, row.open, row.late) for row in hold_counts(reader, now=now + timedelta(minutes=90))]
    assert counts == [("approval", 1, 0), ("fraud", 2, 1)]

    merchant.accepted(AssignHold(order_id=order_id, hold_id=queue[2].id, owner="Grace"))
    with merchant.engine.reader() as reader:
        assert [row.id for row in hold_queue(reader, owner="Grace")] == [queue[2].id]


def test_a_duplicate_is_suggested_where_a_customer_asks_for_the_same_within_a_day(merchant: Merchant) -> None:
    for sku in ("A", "B"):
        merchant.stock(sku, 99)
    now = merchant.engine.clock()
    terms = {"customer_id": merchant.customer()}
    first = merchant.place(line("A", 2, "1"), line("B", 1, "1"), placed_at=now - timedelta(hours=23), **terms)
    merchant.place(line("A", 2, "1"), placed_at=now, **terms)
    merchant.place(line("A", 2, "1"), line("B", 1, "1"), placed_at=now - timedelta(hours=25), **terms)
    merchant.place(line("A", 2, "1"), line("B", 1, "1"), placed_at=now)

    again = merchant.place(line("B", 1, "1"), line("A", 1, "1"), line("A", 1, "1"), external_reference="W-2", **terms)

    with merchant.engine.reader() as reader:
        rows = duplicates_of(reader, [again])
    assert [(row.order_id, row.earlier_order_id) for row in rows] == [(again, first)]
    merchant.accepted(CancelOrder(order_id=first, reason="twice"))
    with merchant.engine.reader() as reader:
        assert duplicates_of(reader, [again]) == []


def test_an_order_asked_as_a_whole_is_what_its_parts_say_one_by_one(merchant: Merchant) -> None:
    """Texts with quotes and signs, decimals, days, moments, and what is not there come as JSON unharmed."""
    merchant.stock("A", 2)
    ship_to = structs.replace(LONDON, recipient='Ada "the first" \\ O\'Hara €', street="%s 1")
    order_id = merchant.place(
        line("A", 5, "10.333333"), line("A", 1, "0.10"), ship_to=ship_to, bill_to=LONDON, note='a "note", \\ and\ttab'
    )
    merchant.accepted(HoldOrder(order_id=order_id, reason="fraud", detail="'; --"))
    ids = {"order_id": order_id, "order_ids": [order_id]}

    with merchant.engine.reader() as reader:
        whole = ORDER_WHOLE.fetch(reader, **ids)
        parts = {name: reader.fetch(statement, row, **ids) for name, statement, row in ORDER_WHOLE.parts()}
        assert show_order(reader, 4_000_000_000) is None

    assert {name: getattr(whole, name) for name in parts} == parts
    assert all(parts[name] for name in ("head", "lines", "holds", "allocations", "promises"))
    assert whole.lines[0].unit_price == Decimal("10.333333")


def test_a_whole_has_a_statement_for_each_part() -> None:
    with pytest.raises(ValueError, match="other parts than its statements"):
        Whole(OrderParts, head=SQL.select_order_head)
