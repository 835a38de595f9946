"""What a price list holds after prices were set."""

from collections.abc import Mapping
from datetime import date

from msgspec import UNSET

from ordino.catalog.commands import PriceEntry, SetPrices
from ordino.catalog.problems import CurrencyFixed, UnknownSkus
from ordino.catalog.rows import PriceKeyRow, PriceListRow, SkuRow
from ordino.kernel.money import is_currency
from ordino.kernel.problems import InvalidInput, Problem
from ordino.kernel.rates import scaled
from ordino.kernel.registration import check_code, with_given

_LARGEST = 10**15


def changed_price_list(command: SetPrices, known: PriceListRow | None, new_id: int) -> PriceListRow | Problem:
    """The list with what is given, or why it cannot be accepted."""
    problem = check_code(command.price_list, "price_list")
    if problem:
        return problem
    if known is not None and command.currency not in (UNSET, known.currency):
        return CurrencyFixed(price_list=known.code, currency=known.currency)
    before = known or PriceListRow(new_id, command.price_list, "", True, None, None)
    after = with_given(before, command, ("currency", "includes_tax", "valid_from", "valid_to"))
    if not is_currency(after.currency):
        return InvalidInput(field="currency", reason=f"{after.currency!r} is no currency; give its ISO 4217 code.")
    if (after.valid_from or date.min) > (after.valid_to or date.max):
        return InvalidInput(field="valid_to", reason=f"{after.valid_to} is before {after.valid_from}.")
    return after


def price_rows(command: SetPrices, price_list_id: int, skus: Mapping[str, SkuRow]) -> list[PriceKeyRow] | Problem:
    """The prices by key, the last one where a key is given twice, or why one cannot be accepted."""
    unknown = tuple(dict.fromkeys(entry.sku for entry in command.prices if entry.sku not in skus))
    if unknown:
        return UnknownSkus(field="prices", codes=unknown)
    rows: dict[tuple[int, int | None, int], PriceKeyRow] = {}
    for entry in command.prices:
        problem = wrong_price(entry)
        if problem:
            return problem
        sku_id = skus[entry.sku].id
        key = (sku_id, entry.customer_id, entry.minimum_quantity)
        rows[key] = PriceKeyRow(price_list_id, *key, entry.unit_price)
    return list(rows.values())


def wrong_price(entry: PriceEntry) -> InvalidInput | None:
    """Why a price cannot be accepted, or None."""
    if not 0 < entry.minimum_quantity < _LARGEST:
        return InvalidInput(
            field="minimum_quantity", reason=f"{entry.minimum_quantity} for {entry.sku}; give 1 or more."
        )
    if entry.customer_id is not None and not 0 < entry.customer_id < _LARGEST:
        return InvalidInput(field="customer_id", reason=f"{entry.customer_id} is no customer's number.")
    try:
        negative = scaled(entry.unit_price) < 0
    except ValueError as error:
        return InvalidInput(field="unit_price", reason=f"{entry.sku}: {error}.")
    if negative:
        return InvalidInput(field="unit_price", reason=f"{entry.sku}: {entry.unit_price} is below zero.")
    return None
