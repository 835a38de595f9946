"""Each rule that the database holds, hit once."""

import psycopg
import pytest

from tests.inventory.world import World

AT = "'2026-03-02T09:00Z'"


@pytest.mark.parametrize(
    ("statement", "constraint"),
    [
        (
            f"insert into inventory_movement (sku_id, quantity, from_account, to_account, reason, occurred_at) "
            f"select id, 0, 'supplier', 'scrap', 'x', {AT} from catalog_sku",
            "inventory_movement_quantity_positive",
        ),
        (
            f"insert into inventory_movement (sku_id, quantity, from_account, to_account, reason, occurred_at) "
            f"select id, 1, 'scrap', 'scrap', 'x', {AT} from catalog_sku",
            "inventory_movement_two_accounts",
        ),
        (
            "insert into inventory_bucket select sku_id, location_id, 'lost', 1 from inventory_level",
            "inventory_bucket_known",
        ),
        (
            "insert into inventory_bucket select sku_id, location_id, 'damaged', -1 from inventory_level",
            "inventory_bucket_quantity_not_negative",
        ),
        (
            "insert into inventory_allocation (order_id, line_number, location_id, sku_id, quantity) "
            "select 1, 1, location_id, sku_id, 0 from inventory_level",
            "inventory_allocation_quantity_positive",
        ),
        (
            "insert into inventory_allocation (order_id, line_number, location_id, sku_id, quantity, in_fulfillment) "
            "select 1, 1, location_id, sku_id, 2, 3 from inventory_level",
            "inventory_allocation_in_fulfillment_within_quantity",
        ),
        (
            f"insert into inventory_reservation (owner, sku_id, location_id, quantity, expires_at, created_at) "
            f"select 'cart', sku_id, location_id, 0, {AT}, {AT} from inventory_level",
            "inventory_reservation_quantity_positive",
        ),
        (
            f"insert into inventory_reservation (owner, sku_id, location_id, quantity, state, expires_at, created_at) "
            f"select 'cart', sku_id, location_id, 1, 'sleeping', {AT}, {AT} from inventory_level",
            "inventory_reservation_state",
        ),
        (
            f"insert into inventory_incoming (sku_id, location_id, quantity, expected_at) "
            f"select sku_id, location_id, 0, {AT} from inventory_level",
            "inventory_incoming_quantity_positive",
        ),
        (
            f"insert into inventory_incoming (sku_id, location_id, quantity, received_quantity, expected_at) "
            f"select sku_id, location_id, 1, 2, {AT} from inventory_level",
            "inventory_incoming_received_within_quantity",
        ),
        (
            f"insert into inventory_incoming (sku_id, location_id, quantity, state, expected_at) "
            f"select sku_id, location_id, 1, 'lost', {AT} from inventory_level",
            "inventory_incoming_state",
        ),
        (
            f"insert into inventory_transfer (from_location_id, to_location_id, shipped_at) "
            f"select id, id, {AT} from network_location limit 1",
            "inventory_transfer_two_locations",
        ),
        ("update inventory_transfer set state = 'lost'", "inventory_transfer_state"),
        ("update inventory_transfer_line set quantity = 0", "inventory_transfer_line_quantity_positive"),
        (
            "update inventory_transfer_line set received_quantity = 1, lost_quantity = 1",
            "inventory_transfer_line_arrived_within_quantity",
        ),
        (
            f"insert into inventory_lot (sku_id, code, received_at) "
            f"select sku_id, 'X', {AT} from inventory_level cross join generate_series(1, 2)",
            "inventory_lot_code_once",
        ),
        (
            "insert into inventory_serial (sku_id, code, account) "
            "select sku_id, 'S', 'location/' || n from inventory_level cross join generate_series(1, 2) n",
            "inventory_serial_pkey",
        ),
    ],
)
def test_the_database_refuses(world: World, statement: str, constraint: str) -> None:
    sku, place, other = world.sku("A"), world.location("L1"), world.location("L2")
    world.level(sku, place, 5)
    with world.raw() as connection:
        connection.execute(
            f"insert into inventory_transfer (id, from_location_id, to_location_id, shipped_at) values (1, %s, %s, {AT})",
            (place, other),
        )
        connection.execute(
            "insert into inventory_transfer_line (transfer_id, sku_id, quantity) values (1, %s, 1)", (sku,)
        )
    with pytest.raises(psycopg.errors.IntegrityError) as refusal, world.raw() as connection:
        connection.execute(statement)
    assert refusal.value.diag.constraint_name == constraint


def test_a_level_is_never_deleted(world: World) -> None:
    world.level(world.sku("A"), world.location("L1"), 5)
    with pytest.raises(psycopg.errors.RestrictViolation), world.raw() as connection:
        connection.execute("delete from inventory_level")


def test_stock_changes_only_by_commands(world: World) -> None:
    world.level(world.sku("A"), world.location("L1"), 5)
    with pytest.raises(psycopg.errors.InsufficientPrivilege), world.engine.connection() as connection:
        connection.execute("update inventory_level set on_hand = 6")
