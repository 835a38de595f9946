"""Prices with quantity breaks, customer prices and validity."""

from datetime import date
from decimal import Decimal

import pytest

from ordino.catalog.decide.price import PriceRow, PriceTable


def price(minimum: int, unit_price: str, *, customer: int | None = None, **validity: date) -> PriceRow:
    return PriceRow(1, 7, customer, minimum, Decimal(unit_price), "EUR", True, **validity)


TABLE = PriceTable([price(1, "9.99"), price(10, "8.99"), price(100, "7.50"), price(5, "8.50", customer=42)])


@pytest.mark.parametrize(
    ("quantity", "customer_id", "expected"),
    [
        (1, None, Decimal("9.99")),
        (9, None, Decimal("9.99")),
        (10, None, Decimal("8.99")),
        (99, 41, Decimal("8.99")),
        (1000, None, Decimal("7.50")),
        (4, 42, Decimal("9.99")),
        (5, 42, Decimal("8.50")),
        (1000, 42, Decimal("8.50")),
    ],
)
def test_the_highest_break_the_quantity_reaches_holds_and_the_customers_own_price_goes_first(
    quantity: int, customer_id: int | None, expected: Decimal
):
    found = TABLE.price(price_list_id=1, sku_id=7, customer_id=customer_id, quantity=quantity, day=date(2026, 3, 2))

    assert found is not None
    assert found.unit_price == expected


def test_a_price_list_holds_on_its_first_and_its_last_day_only():
    table = PriceTable([price(1, "5", valid_from=date(2026, 3, 1), valid_to=date(2026, 3, 31))])
    days = [date(2026, 2, 28), date(2026, 3, 1), date(2026, 3, 31), date(2026, 4, 1)]

    found = [table.price(price_list_id=1, sku_id=7, customer_id=None, quantity=1, day=day) for day in days]

    assert [row is not None for row in found] == [False, True, True, False]


@pytest.mark.parametrize(("price_list_id", "sku_id", "quantity"), [(2, 7, 1), (1, 8, 1), (1, 7, 0)])
def test_without_a_matching_price_there_is_none(price_list_id: int, sku_id: int, quantity: int):
    assert (
        TABLE.price(
            price_list_id=price_list_id, sku_id=sku_id, customer_id=None, quantity=quantity, day=date(2026, 3, 2)
        )
        is None
    )
