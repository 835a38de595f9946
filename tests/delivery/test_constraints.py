"""Each rule of the tables, hit once."""

from typing import Any

import pytest
from psycopg import errors

from tests.conftest import MONDAY_MORNING, TestEngine
from tests.support.constraints import insert, named_constraints

SHIPMENT: dict[str, Any] = {
    "order_id": 1,
    "fulfillment_order_id": 1,
    "location_id": 1,
    "method": "ship",
    "state": "labeled",
    "carrier": "POST",
    "service": "ECONOMY",
    "tracking_number": "OD1",
    "currency": "GBP",
    "weight_grams": 100,
    "parcels": 1,
    "created_at": MONDAY_MORNING,
}
LABEL: dict[str, Any] = {
    "key": "k1",
    "order_id": 1,
    "shipment_id": 1,
    "carrier": "easypost",
    "service": "USPS/Express",
    "state": "requested",
    "request": "{}",
    "asked_at": MONDAY_MORNING,
}
OFFER: dict[str, Any] = {
    "fulfillment_order_id": 1,
    "package_ids": [1],
    "carrier": "easypost",
    "service": "USPS/Express",
    "cost_minor": 1,
    "currency": "GBP",
    "expires_at": MONDAY_MORNING,
}
BROKEN: dict[str, tuple[str, dict[str, Any]]] = {
    "delivery_shipment_state": ("delivery_shipment", {**SHIPMENT, "state": "somewhere"}),
    "delivery_shipment_settled": ("delivery_shipment", {**SHIPMENT, "settled": "perhaps"}),
    "delivery_shipment_how": ("delivery_shipment", {**SHIPMENT, "how": "told"}),
    "delivery_shipment_carrier_by_method": ("delivery_shipment", {**SHIPMENT, "method": "drone"}),
    "delivery_shipment_left_with_its_time": ("delivery_shipment", {**SHIPMENT, "state": "delivered"}),
    "delivery_shipment_tracked_from_its_label_on": ("delivery_shipment", {**SHIPMENT, "tracking_number": None}),
    "delivery_shipment_figures_not_negative": ("delivery_shipment", {**SHIPMENT, "cost_minor": -1}),
    "delivery_line_quantity_positive": (
        "delivery_line",
        {"shipment_id": 1, "line_number": 1, "sku_id": 1, "sku": "A", "quantity": 0},
    ),
    "delivery_tracking_status": (
        "delivery_tracking",
        {
            "shipment_id": 1,
            "event_id": "e",
            "status": "handed_over",
            "occurred_at": MONDAY_MORNING,
            "recorded_at": MONDAY_MORNING,
            "recorded_by": "test",
        },
    ),
    "delivery_label_state": ("delivery_label", {**LABEL, "state": "printed"}),
    "delivery_label_of_a_shipment_or_a_return": ("delivery_label", {**LABEL, "return_id": 1}),
    "delivery_label_bought_with_its_number": ("delivery_label", {**LABEL, "state": "bought"}),
    "delivery_label_cost_not_negative": ("delivery_label", {**LABEL, "cost_minor": -1}),
    "delivery_offer_cost_not_negative": ("delivery_offer", {**OFFER, "cost_minor": -1}),
    "delivery_offer_for_packages": ("delivery_offer", {**OFFER, "package_ids": []}),
    "delivery_manifest_lists_something": (
        "delivery_manifest",
        {"location_id": 1, "carrier": "POST", "closed_at": MONDAY_MORNING, "shipments": 0},
    ),
}
RETURNED = {**LABEL, "shipment_id": None, "return_id": 1}
UNIQUE: dict[str, tuple[str, dict[str, Any], dict[str, Any]]] = {
    "delivery_shipment_tracking_number_once": ("delivery_shipment", SHIPMENT, SHIPMENT),
    "delivery_label_key_once": ("delivery_label", LABEL, {**LABEL, "shipment_id": 2}),
    "delivery_label_one_open_of_shipment": ("delivery_label", LABEL, {**LABEL, "key": "k2"}),
    "delivery_label_one_open_of_return": ("delivery_label", RETURNED, {**RETURNED, "key": "k2"}),
    "delivery_offer_service_once": ("delivery_offer", OFFER, OFFER),
}


@pytest.mark.parametrize("name", BROKEN)
def test_the_database_refuses_what_breaks_the_rule(engine: TestEngine, name: str) -> None:
    table, row = BROKEN[name]
    with engine.connection() as connection, connection.transaction(force_rollback=True):
        connection.execute("select set_config('ordino.command', 'test', true)")
        with pytest.raises(errors.CheckViolation) as refused, connection.transaction():
            insert(connection, table, row)
    assert refused.value.diag.constraint_name == name


@pytest.mark.parametrize("name", UNIQUE)
def test_the_database_refuses_what_stands_once_already(engine: TestEngine, name: str) -> None:
    table, first, second = UNIQUE[name]
    with engine.connection() as connection, connection.transaction(force_rollback=True):
        connection.execute("select set_config('ordino.command', 'test', true)")
        insert(connection, table, first)
        with pytest.raises(errors.UniqueViolation) as refused, connection.transaction():
            insert(connection, table, second)
    assert refused.value.diag.constraint_name == name


def test_every_rule_is_tested(engine: TestEngine) -> None:
    with engine.connection() as connection:
        assert named_constraints(connection, "delivery") == set(BROKEN) | set(UNIQUE)


def test_nothing_changes_outside_a_command(engine: TestEngine) -> None:
    with engine.connection() as connection, pytest.raises(errors.InsufficientPrivilege), connection.transaction():
        insert(connection, "delivery_shipment", SHIPMENT)
