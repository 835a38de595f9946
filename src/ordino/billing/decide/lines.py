"""The lines of a document, read from the frozen shares of an order, and their tax groups. Pure."""

from collections.abc import Sequence
from decimal import Decimal

from ordino.billing.rows import LineRow, TaxRow
from ordino.kernel.rates import scaled, tax_inside
from ordino.kernel.shares import share
from ordino.orders.reading import OrderCharge, OrderLine

PIECE = "C62"  # UN/ECE recommendation 20: one
STANDARD_RATE, ZERO_RATE = "S", "Z"
# EN 16931: what of a catalog's tax categories is more than a rate of zero.
CODES_WITHOUT_TAX = {"exempt": "E", "reverse_charge": "AE", "intra_community": "K", "export": "G", "outside": "O"}


def tax_code(category: str, rate: Decimal) -> str:
    """The tax category of EN 16931 that a category of the catalog and a rate in percent come to."""
    return STANDARD_RATE if rate else CODES_WITHOUT_TAX.get(category, ZERO_RATE)


def line_of_units(
    document_id: int, position: int, line: OrderLine, first: int, quantity: int, *, prices_include_tax: bool
) -> LineRow:
    """The units `first` to `first + quantity` of an order line, with exactly the money they carry."""
    units = line.shares().of_units(first, quantity, prices_include_tax=prices_include_tax)
    return LineRow(
        document_id,
        line.order_id,
        position,
        line.number,
        None,
        line.sku,
        line.description or line.sku,
        first,
        quantity,
        line.quantity_scale,
        PIECE,
        line.unit_price,
        units.discount_minor,
        units.total_minor - units.tax_minor,
        units.tax_minor,
        units.total_minor,
        line.tax_category,
        tax_code(line.tax_category, line.tax_rate),
        line.tax_rate,
    )


def line_of_charge(document_id: int, position: int, charge: OrderCharge, *, prices_include_tax: bool) -> LineRow:
    """The part of a charge that carries one tax rate."""
    net = charge.amount_minor - (charge.tax_minor if prices_include_tax else 0)
    return LineRow(
        document_id,
        charge.order_id,
        position,
        None,
        charge.number,
        "",
        charge.label,
        0,
        1,
        0,
        PIECE,
        None,
        0,
        net,
        charge.tax_minor,
        net + charge.tax_minor,
        charge.tax_category,
        tax_code(charge.tax_category, charge.tax_rate),
        charge.tax_rate,
    )


def lines_of_fee(document_id: int, fee_minor: int, label: str, credited: Sequence[LineRow]) -> list[LineRow]:
    """A fee with its tax inside, divided over the rates of what is credited (as R4 divides shipping over those of goods)."""
    weights: dict[tuple[str, str, Decimal], int] = {}
    for line in credited:
        key = (line.tax_code, line.tax_category, line.tax_rate)
        weights[key] = weights.get(key, 0) + line.total_minor
    rows: list[LineRow] = []
    for (code, category, rate), part in zip(weights, share(fee_minor, list(weights.values())), strict=True):
        if part:
            tax = tax_inside(part, scaled(rate))
            position = len(rows) + 1
            rows.append(
                LineRow(
                    document_id,
                    credited[0].order_id,
                    position,
                    None,
                    None,
                    "",
                    label,
                    0,
                    1,
                    0,
                    PIECE,
                    None,
                    0,
                    part - tax,
                    tax,
                    part,
                    category,
                    code,
                    rate,
                )
            )
    return rows


def tax_groups(lines: Sequence[LineRow]) -> list[TaxRow]:
    """What of the lines carries one tax code and rate, the highest rate first; sums, so that nothing is rounded twice."""
    sums: dict[tuple[str, Decimal], list[int]] = {}
    for line in lines:
        group = sums.setdefault((line.tax_code, line.tax_rate), [0, 0, 0])
        group[0] += line.net_minor
        group[1] += line.tax_minor
        group[2] += line.total_minor
    ordered = sorted(sums.items(), key=lambda item: (-item[0][1], item[0][0]))
    return [TaxRow(lines[0].document_id, code, rate, *money) for (code, rate), money in ordered]
