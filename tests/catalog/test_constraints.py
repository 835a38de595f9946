"""The database holds the rules of the catalog by itself: each constraint is hit once."""

from typing import Any

import psycopg
import pytest
from psycopg import errors

from tests.conftest import TestEngine
from tests.support.constraints import insert, named_constraints

SKU: dict[str, Any] = {"code": "A", "kind": "goods", "tax_category": "standard"}
PRICE: dict[str, Any] = {"price_list_id": 1, "sku_id": 1, "minimum_quantity": 1, "unit_price": 1}
PRICE_LIST: dict[str, Any] = {"code": "RETAIL", "currency": "GBP"}

CHECKS = [
    ("catalog_product_code_not_blank", "catalog_product", {"code": " ", "name": ""}),
    ("catalog_sku_code_not_blank", "catalog_sku", {**SKU, "code": ""}),
    ("catalog_sku_kind_known", "catalog_sku", {**SKU, "kind": "dog"}),
    ("catalog_sku_tax_category_not_blank", "catalog_sku", {**SKU, "tax_category": ""}),
    ("catalog_sku_size_not_negative", "catalog_sku", {**SKU, "weight_grams": -1}),
    ("catalog_sku_quantity_scale_range", "catalog_sku", {**SKU, "quantity_scale": 7}),
    ("catalog_barcode_code_not_blank", "catalog_barcode", {"code": "", "sku_id": 1}),
    (
        "catalog_bundle_component_quantity_positive",
        "catalog_bundle_component",
        {"bundle_id": 1, "sku_id": 2, "quantity": 0},
    ),
    ("catalog_bundle_component_not_itself", "catalog_bundle_component", {"bundle_id": 1, "sku_id": 1, "quantity": 1}),
    ("catalog_substitute_not_itself", "catalog_substitute", {"sku_id": 1, "substitute_id": 1}),
    ("catalog_price_list_code_not_blank", "catalog_price_list", {**PRICE_LIST, "code": ""}),
    ("catalog_price_list_currency_format", "catalog_price_list", {**PRICE_LIST, "currency": "gbp"}),
    (
        "catalog_price_list_validity_ordered",
        "catalog_price_list",
        {**PRICE_LIST, "valid_from": "2026-02-01", "valid_to": "2026-01-01"},
    ),
    ("catalog_price_minimum_quantity_positive", "catalog_price", {**PRICE, "minimum_quantity": 0}),
    ("catalog_price_unit_price_not_negative", "catalog_price", {**PRICE, "unit_price": -1}),
]
UNIQUES = [
    ("catalog_product_code_unique", "catalog_product", {"code": "A", "name": ""}),
    ("catalog_sku_code_unique", "catalog_sku", SKU),
    ("catalog_barcode_code_unique", "catalog_barcode", {"code": "1", "sku_id": 1}),
    ("catalog_price_list_code_unique", "catalog_price_list", PRICE_LIST),
    ("catalog_price_unique", "catalog_price", PRICE),
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
        assert named_constraints(connection, "catalog") == {name for name, _, _ in CHECKS + UNIQUES}
