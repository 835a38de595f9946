"""Which tax rates are set."""

from datetime import date
from decimal import Decimal

from ordino.kernel.problems import InvalidInput, Problem
from ordino.kernel.rates import scaled
from ordino.kernel.registration import LONGEST_CODE, check_code
from ordino.network.commands import SetTaxRates, TaxRateEntry
from ordino.network.decide.checks import check_country
from ordino.network.decide.tax import TaxRateRow

TaxRateKey = tuple[str, str, str, date]
_HIGHEST_PERCENT = Decimal(1000)


def tax_rate_key(row: TaxRateRow) -> TaxRateKey:
    """What a rate is known by."""
    return row.country, row.region, row.category, row.valid_from


def given_tax_rates(command: SetTaxRates) -> list[TaxRateRow] | Problem:
    """The rates by key, the last one where a key is given twice, or why one cannot be accepted."""
    rows: dict[TaxRateKey, TaxRateRow] = {}
    for entry in command.rates:
        problem = check_country(entry.country) or check_code(entry.category, "category") or _wrong_rate(entry)
        if problem:
            return problem
        row = TaxRateRow(entry.country, entry.region, entry.category, entry.rate, entry.valid_from, entry.valid_to)
        rows[tax_rate_key(row)] = row
    return list(rows.values())


def _wrong_rate(entry: TaxRateEntry) -> InvalidInput | None:
    if len(entry.region) > LONGEST_CODE:
        return InvalidInput(field="region", reason=f"give at most {LONGEST_CODE} characters.")
    if entry.valid_to is not None and entry.valid_to < entry.valid_from:
        return InvalidInput(field="valid_to", reason=f"{entry.valid_to} is before {entry.valid_from}.")
    try:
        accepted = scaled(entry.rate) >= 0 and entry.rate < _HIGHEST_PERCENT
    except ValueError as error:
        return InvalidInput(field="rate", reason=f"{error}.")
    return None if accepted else InvalidInput(field="rate", reason=f"{entry.rate} is not between 0 and 999 percent.")
