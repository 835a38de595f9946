"""What the database itself refuses, whoever asks."""

from typing import Any

import psycopg
import pytest

from tests.fulfillment.house import House

REFUSED = (
    ("update fulfillment_order set state = 'lost'", "fulfillment_order_state"),
    ("update fulfillment_order set method = 'drone'", "fulfillment_order_method"),
    ("update fulfillment_line set packed = 3", "fulfillment_line_in_order"),
    ("update fulfillment_line set picked = 3", "fulfillment_line_in_order"),
    ("update fulfillment_line set shipped = 3", "fulfillment_line_in_order"),
    ("update fulfillment_line set shipped = -1", "fulfillment_line_in_order"),
    ("update fulfillment_line set short = -1", "fulfillment_line_left_not_negative"),
    ("update fulfillment_package set sscc = '12'", "fulfillment_package_sscc_digits"),
    ("update fulfillment_package set state = 'lost'", "fulfillment_package_state"),
    ("update fulfillment_package set weight_grams = -1", "fulfillment_package_weight_not_negative"),
    ("update fulfillment_package set width_mm = -1", "fulfillment_package_sides_not_negative"),
    (
        "update fulfillment_package set state = 'unpacked', shipment_id = 1",
        "fulfillment_package_unpacked_is_in_no_shipment",
    ),
    (
        "insert into fulfillment_package (fulfillment_order_id, sscc, weight_grams) "
        "select fulfillment_order_id, sscc, 1 from fulfillment_package",
        "fulfillment_package_sscc_once",
    ),
    ("update fulfillment_package_line set quantity = 0", "fulfillment_package_line_quantity_positive"),
    (
        "insert into fulfillment_bin select location_id, sku_id, '', 1 from inventory_level",
        "fulfillment_bin_named",
    ),
    (
        "insert into fulfillment_box (code, length_mm, width_mm, height_mm, maximum_weight_grams) values ('S', 0, 1, 1, 1)",
        "fulfillment_box_measures_positive",
    ),
    (
        "insert into fulfillment_box (code, length_mm, width_mm, height_mm, maximum_weight_grams) "
        "values ('S', 1, 1, 1, 1), ('S', 1, 1, 1, 1)",
        "fulfillment_box_code_once",
    ),
    (
        "insert into fulfillment_pick_batch (location_id, state) values (1, 'lost')",
        "fulfillment_pick_batch_state",
    ),
)


@pytest.mark.parametrize(("statement", "constraint"), REFUSED, ids=[statement for statement, _ in REFUSED])
def test_the_database_refuses(house: House, statement: str, constraint: str) -> None:
    house.stock("A", 2)
    house.packed(("A", 2))
    with pytest.raises(psycopg.errors.IntegrityError) as refused:
        house.run(statement)
    assert refused.value.diag.constraint_name == constraint


@pytest.mark.parametrize("table", ["fulfillment_order", "fulfillment_package"])
def test_fulfillment_orders_and_packages_are_kept(house: House, table: str) -> None:
    house.stock("A", 2)
    house.packed(("A", 2))
    with pytest.raises(psycopg.errors.RestrictViolation):
        house.run(f"delete from {table}")


def test_nothing_changes_outside_a_command(house: House) -> None:
    house.stock("A", 2)
    house.packed(("A", 2))
    connection: psycopg.Connection[tuple[Any, ...]]
    with house.engine.connection() as connection, pytest.raises(psycopg.Error, match="outside"):
        connection.execute("update fulfillment_line set short = 1")
