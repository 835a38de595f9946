"""Rule R4: tax by group of category and rate, shared to what it came from; by line or unit where a channel says so."""

from collections.abc import Sequence
from decimal import Decimal
from functools import lru_cache

from ordino.kernel.messages import Record
from ordino.kernel.quantity import quantity_text
from ordino.kernel.rates import PLACES, scaled, tax_of
from ordino.kernel.shares import share
from ordino.orders.decide.pricing_rows import TaxRounding

decimal_scaled = lru_cache(maxsize=8192)(scaled)


class TaxKey(Record, frozen=True, cache_hash=True):
    """A tax group; `rate_scaled` is the rate in millionths of a percent."""

    category: str
    rate: Decimal
    rate_scaled: int


@lru_cache(maxsize=1024)
def tax_key(category: str, rate: Decimal) -> TaxKey:
    """The group of a category and rate; 20 and 20.00 are one rate and always written 20."""
    rate_scaled = decimal_scaled(rate)
    return TaxKey(category, Decimal(quantity_text(rate_scaled, PLACES)), rate_scaled)


class Taxable(Record, frozen=True):
    """An amount that carries one rate: a line's (over its units), or a part of a charge."""

    key: TaxKey
    amount_minor: int
    units: int
    stated_tax_minor: int | None


def taxes_of(taxables: Sequence[Taxable], included: bool, rounding: TaxRounding) -> list[int]:
    """The tax of each taxable, in minor units; a stated tax is kept."""
    if rounding == "total":
        return _taxes_by_group(taxables, included)
    own_tax = _tax_of_line if rounding == "line" else _tax_of_units
    return [own_tax(part, included) if part.stated_tax_minor is None else part.stated_tax_minor for part in taxables]


def _tax_of_line(part: Taxable, included: bool) -> int:
    return tax_of(part.amount_minor, part.key.rate_scaled, included)


def _tax_of_units(part: Taxable, included: bool) -> int:
    """Each unit's tax rounded; units carry the line's amount by R3, so at most two amounts occur."""
    amount, rate = part.amount_minor, part.key.rate_scaled
    if amount < 0:
        return -_tax_of_units(Taxable(part.key, -amount, part.units, None), included)
    base, extra = divmod(amount, part.units)
    return extra * tax_of(base + 1, rate, included) + (part.units - extra) * tax_of(base, rate, included)


def _taxes_by_group(taxables: Sequence[Taxable], included: bool) -> list[int]:
    taxes = [0] * len(taxables)
    groups: dict[TaxKey, list[int]] = {}
    for index, part in enumerate(taxables):
        if part.stated_tax_minor is not None:
            taxes[index] = part.stated_tax_minor
        elif part.key.rate_scaled:
            groups.setdefault(part.key, []).append(index)
    for key, members in groups.items():
        amounts = [taxables[index].amount_minor for index in members]
        whole = tax_of(sum(amounts), key.rate_scaled, included)
        for index, tax in zip(members, _shared_tax(whole, amounts, key.rate_scaled, included), strict=True):
            taxes[index] = tax
    return taxes


def _shared_tax(whole: int, amounts: list[int], rate_scaled: int, included: bool) -> list[int]:
    """A group's tax by R2. Negative amounts (a fee given back) carry their own rounded tax, others share the rest."""
    if min(amounts) >= 0:
        return share(whole, amounts)
    negative = [tax_of(amount, rate_scaled, included) if amount < 0 else 0 for amount in amounts]
    if max(amounts) <= 0:
        return [-part for part in share(-whole, [-amount for amount in amounts])]
    positive = share(whole - sum(negative), [max(amount, 0) for amount in amounts])
    return [own + part for own, part in zip(negative, positive, strict=True)]
