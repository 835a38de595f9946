"""What pricing refuses, with the field and the reason."""

from decimal import Decimal

import pytest

from ordino.kernel.problems import InvalidInput
from ordino.orders.decide.price_input import find_pricing_problem
from ordino.orders.decide.pricing_rows import ChargeToPrice, DiscountToApply, LineToPrice, OrderToPrice

LINE = LineToPrice(1, 1, Decimal("10.00"), Decimal(20))


def problem(
    *lines: LineToPrice, discount: DiscountToApply | None = None, charge: ChargeToPrice | None = None
) -> InvalidInput | None:
    discounts = (discount,) if discount else ()
    charges = (charge,) if charge else ()
    return find_pricing_problem(OrderToPrice("EUR", True, lines, discounts, charges))


def test_a_good_order_has_no_problem() -> None:
    assert problem(LINE, discount=DiscountToApply("Off", percent=Decimal(10))) is None


def test_an_unknown_currency_is_refused() -> None:
    order = OrderToPrice("EURO", True, (LINE,))
    assert find_pricing_problem(order) == InvalidInput(
        field="currency", reason="'EURO' is not an ISO 4217 currency such as EUR."
    )


def test_two_lines_of_one_number_are_refused() -> None:
    assert problem(LINE, LINE) == InvalidInput(field="lines", reason="line number 1 occurs twice.")


@pytest.mark.parametrize(
    ("line", "field"),
    [
        (LineToPrice(1, 0, Decimal(1)), "lines.1.quantity"),
        (LineToPrice(1, -3, Decimal(1)), "lines.1.quantity"),
        (LineToPrice(1, 10**13, Decimal(1)), "lines.1.quantity"),
        (LineToPrice(1, 1, Decimal(1), quantity_scale=9), "lines.1.quantity_scale"),
        (LineToPrice(1, 1, Decimal("-0.01")), "lines.1.unit_price"),
        (LineToPrice(1, 1, Decimal("NaN")), "lines.1.unit_price"),
        (LineToPrice(1, 1, Decimal("1e99")), "lines.1.unit_price"),
        (LineToPrice(1, 1, Decimal("0.1234567")), "lines.1.unit_price"),
        (LineToPrice(1, 1, Decimal(1), Decimal(-1)), "lines.1.tax_rate"),
        (LineToPrice(1, 1, Decimal(1), Decimal(1001)), "lines.1.tax_rate"),
        (LineToPrice(1, 10**12, Decimal(10**11)), "lines.1.goods_minor"),
        (LineToPrice(1, 1, Decimal("sNaN")), "lines.1.unit_price"),
        (LineToPrice(1, 1, Decimal(1), stated_tax_minor=10**16), "lines.1.stated_tax_minor"),
    ],
)
def test_lines_that_cannot_be_priced_are_refused(line: LineToPrice, field: str) -> None:
    found = problem(line)
    assert found is not None
    assert found.field == field


@pytest.mark.parametrize(
    ("discount", "field"),
    [
        (DiscountToApply("Off", percent=Decimal("100.01")), "discounts.1.percent"),
        (DiscountToApply("Off", percent=Decimal(-1)), "discounts.1.percent"),
        (DiscountToApply("Off", amount_minor=-1), "discounts.1.amount_minor"),
        (DiscountToApply("Off", amount_minor=1, line_numbers=(1, 7)), "discounts.1.line_numbers"),
    ],
)
def test_discounts_that_cannot_be_taken_are_refused(discount: DiscountToApply, field: str) -> None:
    found = problem(LINE, discount=discount)
    assert found is not None
    assert found.field == field


def test_an_absurd_charge_is_refused() -> None:
    found = problem(LINE, charge=ChargeToPrice("shipping", "Parcel", 10**16))
    assert found is not None
    assert found.field == "charges.1.amount_minor"
