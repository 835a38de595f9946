"""The database holds the rules of the network by itself: each constraint is hit once."""

from typing import Any

import psycopg
import pytest
from psycopg import errors

from tests.conftest import TestEngine
from tests.support.constraints import insert, named_constraints

CHANNEL: dict[str, Any] = {"code": "shop", "currency": "GBP"}
LOCATION: dict[str, Any] = {"code": "LON", "country": "GB"}
SERVICE: dict[str, Any] = {"carrier_id": 1, "code": "standard"}
RATE: dict[str, Any] = {
    "service_id": 1, "from_country": "GB", "to_country": "DE", "max_weight_grams": 1, "amount_minor": 1, "currency": "GBP",
    "transit_days": 1,
}  # fmt: skip
TAX_RATE: dict[str, Any] = {"country": "GB", "rate": 20, "valid_from": "2011-01-04"}

CHECKS = [
    ("network_channel_code_not_blank", "network_channel", {**CHANNEL, "code": ""}),
    ("network_channel_currency_format", "network_channel", {**CHANNEL, "currency": "£"}),
    ("network_channel_tax_rounding_known", "network_channel", {**CHANNEL, "tax_rounding": "never"}),
    ("network_channel_out_of_stock_known", "network_channel", {**CHANNEL, "out_of_stock": "?"}),
    ("network_channel_stock_buffer_not_negative", "network_channel", {**CHANNEL, "stock_buffer": -1}),
    ("network_channel_payment_minutes_positive", "network_channel", {**CHANNEL, "payment_minutes": 0}),
    ("network_location_code_not_blank", "network_location", {**LOCATION, "code": ""}),
    ("network_location_country_format", "network_location", {**LOCATION, "country": "gb"}),
    ("network_location_coordinates_range", "network_location", {**LOCATION, "latitude": 91, "longitude": 0}),
    ("network_location_working_days_known", "network_location", {**LOCATION, "working_days": [0]}),
    ("network_location_capacity_not_negative", "network_location", {**LOCATION, "daily_capacity_orders": -1}),
    ("network_location_handling_days_range", "network_location", {**LOCATION, "handling_days": 366}),
    ("network_location_release_known", "network_location", {**LOCATION, "release": "?"}),
    ("network_carrier_code_not_blank", "network_carrier", {"code": ""}),
    ("network_service_code_not_blank", "network_service", {**SERVICE, "code": ""}),
    ("network_service_volume_divisor_positive", "network_service", {**SERVICE, "volume_divisor": 0}),
    ("network_rate_country_format", "network_rate", {**RATE, "to_country": "de"}),
    ("network_rate_currency_format", "network_rate", {**RATE, "currency": "gbp"}),
    ("network_rate_max_weight_positive", "network_rate", {**RATE, "max_weight_grams": 0}),
    ("network_rate_amount_not_negative", "network_rate", {**RATE, "amount_minor": -1}),
    ("network_rate_transit_days_range", "network_rate", {**RATE, "transit_days": 366}),
    ("network_tax_rate_country_format", "network_tax_rate", {**TAX_RATE, "country": "gb"}),
    ("network_tax_rate_category_not_blank", "network_tax_rate", {**TAX_RATE, "category": ""}),
    ("network_tax_rate_not_negative", "network_tax_rate", {**TAX_RATE, "rate": -1}),
    ("network_tax_rate_validity_ordered", "network_tax_rate", {**TAX_RATE, "valid_to": "2011-01-03"}),
]
UNIQUES = [
    ("network_channel_code_unique", "network_channel", CHANNEL),
    ("network_location_code_unique", "network_location", LOCATION),
    ("network_carrier_code_unique", "network_carrier", {"code": "acme"}),
    ("network_service_code_unique", "network_service", SERVICE),
    ("network_rate_unique", "network_rate", RATE),
    ("network_tax_rate_unique", "network_tax_rate", TAX_RATE),
]


@pytest.mark.parametrize(("constraint", "table", "row"), CHECKS, ids=[name for name, _, _ in CHECKS])
def test_a_wrong_row_is_refused_by_the_name_of_the_rule(
    tamper: "psycopg.Connection[tuple[Any, ...]]", constraint: str, table: str, row: dict[str, Any]
):
    with pytest.raises(errors.CheckViolation) as refusal:
        insert(tamper, table, row)
    assert refusal.value.diag.constraint_name == constraint


@pytest.mark.usefixtures("engine")
@pytest.mark.parametrize(("constraint", "table", "row"), UNIQUES, ids=[name for name, _, _ in UNIQUES])
def test_a_second_row_of_a_key_is_refused_by_the_name_of_the_rule(
    tamper: "psycopg.Connection[tuple[Any, ...]]", constraint: str, table: str, row: dict[str, Any]
):
    insert(tamper, table, row)
    with pytest.raises(errors.UniqueViolation) as refusal:
        insert(tamper, table, row)
    assert refusal.value.diag.constraint_name == constraint


def test_no_constraint_is_left_out(engine: TestEngine):
    with engine.connection() as connection:
        assert named_constraints(connection, "network") == {name for name, _, _ in CHECKS + UNIQUES}
