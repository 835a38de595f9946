"""Tax rates by place, category and day."""

from datetime import date
from decimal import Decimal

import pytest

from ordino.network.decide.tax import TaxRateRow, TaxTable

TABLE = TaxTable(
    [
        TaxRateRow("GB", "", "standard", Decimal("17.5"), date(2010, 1, 1), date(2011, 1, 3)),
        TaxRateRow("GB", "", "standard", Decimal("20"), date(2011, 1, 4)),
        TaxRateRow("GB", "", "zero", Decimal("0"), date(2000, 1, 1)),
        TaxRateRow("US", "CA", "standard", Decimal("7.25"), date(2017, 1, 1)),
        TaxRateRow("ES", "", "standard", Decimal("21"), date(2012, 9, 1)),
        TaxRateRow("ES", "Canarias", "standard", Decimal("7"), date(2020, 1, 1)),
        TaxRateRow("DE", "", "standard", Decimal("19"), date(2007, 1, 1)),
        TaxRateRow("DE", "", "standard", Decimal("16"), date(2020, 7, 1), date(2020, 12, 31)),
    ]
)


@pytest.mark.parametrize(
    ("country", "region", "category", "day", "expected"),
    [
        ("GB", "", "standard", date(2011, 1, 3), Decimal("17.5")),
        ("GB", "", "standard", date(2011, 1, 4), Decimal("20")),
        ("GB", "Kent", "standard", date(2026, 1, 1), Decimal("20")),
        ("GB", "", "zero", date(2026, 1, 1), Decimal("0")),
        ("GB", "", "reduced", date(2026, 1, 1), None),
        ("GB", "", "standard", date(2009, 12, 31), None),
        ("US", "CA", "standard", date(2026, 1, 1), Decimal("7.25")),
        ("US", "OR", "standard", date(2026, 1, 1), None),
        ("ES", "Canarias", "standard", date(2026, 1, 1), Decimal("7")),
        ("ES", "Canarias", "standard", date(2019, 1, 1), Decimal("21")),
        ("DE", "", "standard", date(2020, 7, 1), Decimal("16")),
        ("DE", "", "standard", date(2021, 1, 1), Decimal("19")),
    ],
)
def test_the_region_goes_before_the_country_and_the_latest_valid_rate_holds(
    country: str, region: str, category: str, day: date, expected: Decimal | None
):
    assert TABLE.rate(country=country, region=region, category=category, day=day) == expected
