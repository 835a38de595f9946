"""Which input pricing accepts: what it refuses is told with its field before any figure is made."""

from decimal import Decimal

from ordino.kernel.money import is_currency, minor_digits
from ordino.kernel.problems import InvalidInput
from ordino.orders.decide.price_order import goods_minor
from ordino.orders.decide.price_tax import decimal_scaled
from ordino.orders.decide.pricing_rows import ChargeToPrice, DiscountToApply, LineToPrice, OrderToPrice

_POSITIVE_AMOUNTS = range(10**15 + 1)
_AMOUNTS = range(-(10**15), 10**15 + 1)
_QUANTITIES = range(1, 10**12 + 1)
_SCALES = range(7)
_LARGEST_TAX_PERCENT = Decimal(1000)
_ZERO, _HUNDRED_PERCENT = Decimal(0), Decimal(100)
_LARGEST_PRICE = Decimal(10**12)


def find_pricing_problem(order: OrderToPrice) -> InvalidInput | None:
    """The first reason why `price_order` cannot take this input, or None."""
    if not is_currency(order.currency):
        return InvalidInput(field="currency", reason=f"{order.currency!r} is not an ISO 4217 currency such as EUR.")
    digits = minor_digits(order.currency)
    numbers = set()
    for line in order.lines:
        if line.number in numbers:
            return InvalidInput(field="lines", reason=f"line number {line.number} occurs twice.")
        numbers.add(line.number)
        if problem := _line_problem(line, digits):
            return problem
    for position, discount in enumerate(order.discounts, 1):
        if problem := _discount_problem(position, discount, numbers):
            return problem
    for position, charge in enumerate(order.charges, 1):
        if problem := _charge_problem(position, charge):
            return problem
    return None


def _line_problem(line: LineToPrice, digits: int) -> InvalidInput | None:
    number = line.number
    return (
        _range_problem("lines", number, "quantity", line.quantity, _QUANTITIES)
        or _range_problem("lines", number, "quantity_scale", line.quantity_scale, _SCALES)
        or _decimal_problem("lines", number, "unit_price", line.unit_price, _LARGEST_PRICE)
        or _decimal_problem("lines", number, "tax_rate", line.tax_rate, _LARGEST_TAX_PERCENT)
        or _amount_problem("lines", number, "stated_discount_minor", line.stated_discount_minor)
        or _amount_problem("lines", number, "stated_tax_minor", line.stated_tax_minor or 0)
        or _amount_problem("lines", number, "goods_minor", goods_minor(line, digits))
    )


def _discount_problem(position: int, discount: DiscountToApply, numbers: set[int]) -> InvalidInput | None:
    unknown = sorted(set(discount.line_numbers) - numbers)
    if unknown:
        return InvalidInput(field=f"discounts.{position}.line_numbers", reason=f"there is no line {unknown[0]}.")
    return _decimal_problem(
        "discounts", position, "percent", discount.percent or _ZERO, _HUNDRED_PERCENT
    ) or _range_problem("discounts", position, "amount_minor", discount.amount_minor, _POSITIVE_AMOUNTS)


def _charge_problem(position: int, charge: ChargeToPrice) -> InvalidInput | None:
    return (
        _decimal_problem("charges", position, "tax_rate", charge.tax_rate, _LARGEST_TAX_PERCENT)
        or _amount_problem("charges", position, "amount_minor", charge.amount_minor)
        or _amount_problem("charges", position, "stated_tax_minor", charge.stated_tax_minor or 0)
    )


def _amount_problem(part: str, number: int, name: str, amount_minor: int) -> InvalidInput | None:
    return _range_problem(part, number, name, amount_minor, _AMOUNTS)


def _range_problem(part: str, number: int, name: str, value: int, allowed: range) -> InvalidInput | None:
    if value in allowed:
        return None
    return InvalidInput(field=f"{part}.{number}.{name}", reason=f"{value} is not in {allowed[0]}..{allowed[-1]}.")


def _decimal_problem(part: str, number: int, name: str, value: Decimal, most: Decimal) -> InvalidInput | None:
    if not value.is_finite():
        reason = f"{value} is not a number."
    elif not _ZERO <= value <= most:
        reason = f"{value} is not in 0..{most}."
    else:
        try:
            decimal_scaled(value)
            return None
        except ValueError as error:
            reason = f"{error}."
    return InvalidInput(field=f"{part}.{number}.{name}", reason=reason)
