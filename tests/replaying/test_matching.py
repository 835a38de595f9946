"""Which delivered units a credit line means: same customer, same SKU, same price first, newest order first, never more."""

from datetime import UTC, datetime
from decimal import Decimal

from ordino.adapters.replaying.history import CreditLine
from ordino.adapters.replaying.matching import Delivered, Match, match_credits

MARCH = datetime(2011, 3, 10, tzinfo=UTC)


def credit(quantity: int, price: str = "2.55", *, sku: str = "A", customer: str = "17850", line: int = 9) -> CreditLine:
    unit_price = Decimal(price)
    return CreditLine(line, "C1", sku, "", quantity, unit_price, -quantity * unit_price, customer, MARCH)


def delivered(
    order_id: int, quantity: int, price: str = "2.55", *, day: int = 1, sku: str = "A", customer: str = "17850"
) -> Delivered:
    placed_at = datetime(2011, 3, day, tzinfo=UTC)
    return Delivered(customer, sku, order_id, 1, Decimal(price), placed_at, quantity)


def taken(*wanted: CreditLine, of: list[Delivered]) -> tuple[list[tuple[int, int]], list[int]]:
    matched = match_credits([(one, one.quantity) for one in wanted], of)
    return [(match.order_id, match.quantity) for match in matched.matches], [left for _, left in matched.left_over]


def test_the_newest_order_gives_first() -> None:
    assert taken(credit(5), of=[delivered(1, 4, day=1), delivered(2, 3, day=2)]) == ([(2, 3), (1, 2)], [])


def test_an_order_at_the_same_price_goes_before_a_newer_one_at_another() -> None:
    assert taken(credit(2), of=[delivered(1, 4, day=1), delivered(2, 3, "2.10", day=2)]) == ([(1, 2)], [])


def test_units_sold_at_another_price_are_taken_where_there_are_no_others() -> None:
    matched = match_credits([(credit(2), 2)], [delivered(2, 3, "2.10")])
    assert matched.matches == (Match(credit(2), 2, 1, Decimal("2.10"), 2),)


def test_more_than_was_delivered_is_left_over() -> None:
    assert taken(credit(5), of=[delivered(1, 3)]) == ([(1, 3)], [2])


def test_no_unit_is_given_twice() -> None:
    assert taken(credit(2), credit(2, line=10), of=[delivered(1, 3)]) == ([(1, 2), (1, 1)], [1])


def test_only_the_same_customer_and_sku_and_only_what_was_placed_before() -> None:
    others = [delivered(1, 9, customer="1"), delivered(2, 9, sku="B"), delivered(3, 9, day=11)]
    assert taken(credit(1), of=others) == ([], [1])
