"""Sums of days are never facts: counted anew they are what the orders say, whenever and however often they are counted."""

from datetime import date, timedelta
from typing import Any

from ordino.insight.sales import count_sales, sales
from ordino.orders.commands import CancelOrder
from tests.support.merchant import Merchant, line


def _sums(merchant: Merchant) -> list[tuple[Any, ...]]:
    count_sales(merchant.engine)
    today = merchant.engine.clock().date()
    with merchant.engine.reader() as reader:
        rows = sales(reader, first=today - timedelta(days=400), last=today)
    return [(row.day, row.channel, row.currency, row.orders, row.value_minor) for row in rows]


def test_a_day_is_what_was_placed_on_it_whatever_becomes_of_it(merchant: Merchant) -> None:
    merchant.stock("A", 9)
    today = merchant.engine.clock().date()
    first = merchant.place(line("A", 2, "10.00"))
    assert _sums(merchant) == [(today, "shop", "GBP", 1, 2_000)]

    merchant.completed(CancelOrder(order_id=first, reason="changed their mind"))
    merchant.place(line("A", 1, "10.00"))

    assert _sums(merchant) == [(today, "shop", "GBP", 2, 3_000)]
    assert _sums(merchant) == _sums(merchant)


def test_what_comes_late_is_counted_on_the_day_it_was_placed(merchant: Merchant) -> None:
    merchant.stock("A", 9)
    now = merchant.engine.clock()
    merchant.place(line("A", 1, "10.00"))
    before = _sums(merchant)

    merchant.place(line("A", 3, "10.00"), placed_at=now - timedelta(days=200))

    old: date = (now - timedelta(days=200)).date()
    assert _sums(merchant) == [(old, "shop", "GBP", 1, 3_000), *before]
