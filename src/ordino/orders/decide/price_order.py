"""The money of an order, by rules R1 to R6: discounts, taxes and charges shared to lines once, when it is placed.

An order priced elsewhere goes the same way: what its channel states for a line or charge is kept, the rest is computed.
"""

from collections.abc import Sequence

from ordino.kernel.money import minor_digits
from ordino.kernel.rates import PLACES, divide_half_up, percent_of
from ordino.kernel.shares import share
from ordino.orders.decide.price_tax import Taxable, TaxKey, decimal_scaled, tax_key, taxes_of
from ordino.orders.decide.pricing_rows import (
    NO_TAX,
    ChargePart,
    ChargeToPrice,
    DiscountShare,
    DiscountToApply,
    LineToPrice,
    OrderToPrice,
    PricedCharge,
    PricedDiscount,
    PricedLine,
    PricedOrder,
    TaxTotal,
)

STATED_DISCOUNT_LABEL = "Stated by the channel"
_UNTAXED = tax_key("", NO_TAX)


def price_order(order: OrderToPrice) -> PricedOrder:
    """Prices an order; amounts in minor units of its currency.

    The input must have passed `find_pricing_problem`; ValueError where it has not and no figure is right.
    """
    digits = minor_digits(order.currency)
    lines = order.lines
    goods = [goods_minor(line, digits) for line in lines]
    goods_left = [amount - line.stated_discount_minor for amount, line in zip(goods, lines, strict=True)]
    charged = [charge.amount_minor for charge in order.charges]
    charges_left = list(charged)
    discounts = _stated_discounts(lines)
    if order.discounts:
        discounts += _take_discounts(order, goods, goods_left, charged, charges_left)

    keys = [tax_key(line.tax_category, line.tax_rate) for line in lines]
    taxables = [
        Taxable(key, left, 1 if line.quantity_scale else line.quantity, line.stated_tax_minor)
        for key, left, line in zip(keys, goods_left, lines, strict=True)
    ]
    parts_of_charges = _charge_parts(order.charges, charges_left, keys, goods_left, taxables)
    taxes = taxes_of(taxables, order.prices_include_tax, order.tax_rounding)
    priced_lines = tuple(map(_priced_line, lines, goods, goods_left, taxes))
    charges = tuple(
        _priced_charge(charge, left, [(taxables[index], taxes[index]) for index in indexes])
        for charge, left, indexes in zip(order.charges, charges_left, parts_of_charges, strict=True)
    )
    return _with_totals(order, priced_lines, tuple(discounts), charges, _tax_totals(order, taxables, taxes))


def goods_minor(line: LineToPrice, minor_digits: int) -> int:
    """Quantity x unit price in minor units, rounded half up once for the line, or the stated figure."""
    if line.stated_goods_minor is not None:
        return line.stated_goods_minor
    denominator = 10 ** (PLACES + line.quantity_scale - minor_digits)
    return divide_half_up(decimal_scaled(line.unit_price) * line.quantity, denominator)


def _stated_discounts(lines: Sequence[LineToPrice]) -> list[PricedDiscount]:
    shares = tuple(
        DiscountShare(line.number, line.stated_discount_minor) for line in lines if line.stated_discount_minor
    )
    if not shares:
        return []
    amount = sum(part.amount_minor for part in shares)
    return [PricedDiscount(STATED_DISCOUNT_LABEL, "", "goods", amount, shares)]


def _take_discounts(
    order: OrderToPrice, goods: list[int], goods_left: list[int], charged: list[int], charges_left: list[int]
) -> list[PricedDiscount]:
    """Takes the discounts in their order off what is left of goods and of shipping."""
    line_numbers = [line.number for line in order.lines]
    charge_numbers = range(1, len(order.charges) + 1)
    places = {number: index for index, number in enumerate(line_numbers)}
    every_line = range(len(line_numbers))
    shipping = [index for index, charge in enumerate(order.charges) if charge.kind == "shipping"]
    taken = []
    for discount in order.discounts:
        if discount.applies_to == "shipping":
            taken.append(_take(discount, shipping, charge_numbers, charged, charges_left))
        else:
            targets = sorted({places[number] for number in discount.line_numbers}) or every_line
            taken.append(_take(discount, targets, line_numbers, goods, goods_left))
    return taken


def _take(
    discount: DiscountToApply, targets: Sequence[int], numbers: Sequence[int], original: list[int], left: list[int]
) -> PricedDiscount:
    """Takes the discount off `left` (R1), shared by what is left of each target (R2)."""
    weights = [max(left[index], 0) for index in targets]
    available = sum(weights)
    if discount.percent is None:
        wanted = discount.amount_minor
    else:
        base = sum(original[index] for index in targets) if discount.on_original else available
        wanted = percent_of(base, decimal_scaled(discount.percent))
    amount = min(wanted, available)
    shares = []
    for index, part in zip(targets, share(amount, weights), strict=True):
        if part:
            left[index] -= part
            shares.append(DiscountShare(numbers[index], part))
    return PricedDiscount(discount.label, discount.code, discount.applies_to, amount, tuple(shares))


def _charge_parts(
    charges: Sequence[ChargeToPrice],
    left: list[int],
    goods_keys: list[TaxKey],
    goods_left: list[int],
    taxables: list[Taxable],
) -> list[list[int]]:
    """Appends the charges' parts to `taxables`, shipping last, and tells for each charge where its parts are."""
    places: list[list[int]] = [[] for _ in charges]
    if not charges:
        return places
    goods_by_key: dict[TaxKey, int] = {}
    for key, amount in zip(goods_keys, goods_left, strict=True):
        goods_by_key[key] = goods_by_key.get(key, 0) + max(amount, 0)
    for kind in ("fee", "shipping"):
        for index, charge in enumerate(charges):
            if charge.kind == kind:
                for key, amount in _split_by_rate(charge, left[index], goods_by_key):
                    places[index].append(len(taxables))
                    taxables.append(Taxable(key, amount, 1, None))
                _state_tax(charge, places[index], taxables)
    return places


def _split_by_rate(charge: ChargeToPrice, amount: int, goods_by_key: dict[TaxKey, int]) -> list[tuple[TaxKey, int]]:
    if charge.tax == "own":
        return [(tax_key(charge.tax_category, charge.tax_rate), amount)]
    if charge.tax == "none" or not goods_by_key:
        return [(_UNTAXED, amount)]
    return list(zip(goods_by_key, share(amount, list(goods_by_key.values())), strict=True))


def _state_tax(charge: ChargeToPrice, places: list[int], taxables: list[Taxable]) -> None:
    """Shares the tax a channel states for a charge over the charge's parts."""
    if charge.stated_tax_minor is None:
        return
    weights = [abs(taxables[place].amount_minor) * taxables[place].key.rate_scaled for place in places]
    for place, part in zip(places, share(charge.stated_tax_minor, weights), strict=True):
        taxables[place] = Taxable(taxables[place].key, taxables[place].amount_minor, 1, part)


def _priced_line(line: LineToPrice, goods: int, left: int, tax: int) -> PricedLine:
    return PricedLine(
        line.number,
        line.quantity,
        line.quantity_scale,
        line.unit_price,
        line.tax_category,
        line.tax_rate,
        goods,
        goods - left,
        left,
        tax,
    )


def _priced_charge(charge: ChargeToPrice, left: int, taxed: list[tuple[Taxable, int]]) -> PricedCharge:
    parts = tuple(ChargePart(part.key.category, part.key.rate, part.amount_minor, tax) for part, tax in taxed)
    tax = sum(part.tax_minor for part in parts)
    return PricedCharge(charge.kind, charge.label, charge.amount_minor, charge.amount_minor - left, left, tax, parts)


def _tax_totals(order: OrderToPrice, taxables: list[Taxable], taxes: list[int]) -> tuple[TaxTotal, ...]:
    sums: dict[TaxKey, tuple[int, int]] = {}
    for part, tax in zip(taxables, taxes, strict=True):
        amount, taxed = sums.get(part.key, (0, 0))
        sums[part.key] = (amount + part.amount_minor, taxed + tax)
    included = order.prices_include_tax
    return tuple(
        TaxTotal(key.category, key.rate, amount - tax if included else amount, tax)
        for key, (amount, tax) in sums.items()
    )


def _with_totals(
    order: OrderToPrice,
    lines: tuple[PricedLine, ...],
    discounts: tuple[PricedDiscount, ...],
    charges: tuple[PricedCharge, ...],
    taxes: tuple[TaxTotal, ...],
) -> PricedOrder:
    goods = sum([line.goods_minor for line in lines])
    discount = sum([discount.amount_minor for discount in discounts])
    shipping = sum([charge.charged_minor for charge in charges if charge.kind == "shipping"])
    fee = sum([charge.charged_minor for charge in charges if charge.kind == "fee"])
    tax = sum([total.tax_minor for total in taxes])
    total = goods - discount + shipping + fee + (0 if order.prices_include_tax else tax)
    return PricedOrder(
        order.currency,
        order.prices_include_tax,
        lines,
        discounts,
        charges,
        taxes,
        goods,
        discount,
        shipping,
        fee,
        tax,
        total,
    )
