"""Which tax rate holds at a place, for a category, on a day."""

from collections.abc import Iterable
from datetime import date
from decimal import Decimal

from ordino.kernel.messages import Record


class TaxRateRow(Record, frozen=True):
    """A rate in percent; an empty region is the whole country; `valid_to` is the last day, None is open."""

    country: str
    region: str
    category: str
    rate: Decimal
    valid_from: date
    valid_to: date | None = None


class TaxTable:
    """The tax rates of some places, ready to be asked."""

    def __init__(self, rows: Iterable[TaxRateRow]) -> None:
        self._rows: dict[tuple[str, str, str], list[TaxRateRow]] = {}
        self._countries: set[str] = set()
        for row in sorted(rows, key=lambda row: row.valid_from, reverse=True):
            self._countries.add(row.country)
            self._rows.setdefault((row.country, row.region, row.category), []).append(row)

    def taxes(self, country: str) -> bool:
        """Whether any rate is known for the country; where none is, nothing is taxed there."""
        return country in self._countries

    def rate(self, *, country: str, region: str, category: str, day: date) -> Decimal | None:
        """The rate in percent, or None where the table does not know: the region's before the country's, the latest first."""
        for place in (region, "") if region else ("",):
            for row in self._rows.get((country, place, category), ()):
                if row.valid_from <= day and (row.valid_to is None or day <= row.valid_to):
                    return row.rate
        return None
