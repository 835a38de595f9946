"""Falsified levels, movements, allocations, reservations, receipts and transfers are named."""

from typing import Any

import psycopg
import pytest

from tests.simulation.tampering import Tampering, audit_tampered, in_order, named
from tests.simulation.world import Merchant

STOCK = (
    Tampering(
        "units on hand",
        "update inventory_level set on_hand = on_hand + 1 where (sku_id, location_id) = ({a}, {lon})",
        (
            ("I4", "stock LON/A", "on_hand", "80", "81"),
            ("E6", "stock LON/A", "on_hand", "80", "81"),
        ),
    ),
    Tampering(
        "a level below zero",
        "alter table inventory_level drop constraint inventory_level_on_hand_not_negative, drop "
        "constraint inventory_level_available_not_negative; update inventory_level set on_hand = -1 "
        "where (sku_id, location_id) = ({c}, {man})",
        (
            ("I1", "stock MAN/C", "available", "at least 0", "-1"),
            ("I1", "stock MAN/C", "on_hand", "at least 0", "-1"),
            ("I4", "stock MAN/C", "on_hand", "4", "-1"),
            ("E6", "stock MAN/C", "on_hand", "4", "-1"),
        ),
    ),
    Tampering(
        "allocated units",
        "update inventory_level set allocated = allocated + 2 where (sku_id, location_id) = ({a}, {lon})",
        (
            ("I3", "stock LON/A", "allocated", "60", "62"),
            ("E6", "stock LON/A", "allocated", "60", "62"),
        ),
    ),
    Tampering(
        "reserved units",
        "update inventory_level set reserved = 0 where (sku_id, location_id) = ({a}, {lon})",
        (
            ("I3", "stock LON/A", "reserved", "1", "0"),
            ("E6", "stock LON/A", "reserved", "1", "0"),
        ),
    ),
    Tampering(
        "unavailable units",
        "update inventory_level set unavailable = 3 where (sku_id, location_id) = ({c}, {lon})",
        (
            ("I2", "stock LON/C", "unavailable", "2", "3"),
            ("E6", "stock LON/C", "unavailable", "2", "3"),
        ),
    ),
    Tampering(
        "safety stock",
        "update inventory_level set safety_stock = 1 where (sku_id, location_id) = ({a}, {man})",
        (("E6", "stock MAN/A", "safety_stock", "2", "1"),),
    ),
    Tampering(
        "a level that is gone",
        "delete from inventory_level where (sku_id, location_id) = ({c}, {man})",
        (
            ("I4", "stock MAN/C", "on_hand", "4", "0"),
            ("E6", "stock MAN/C", "on_hand", "4", "0"),
        ),
    ),
    Tampering(
        "units of a bucket",
        "update inventory_bucket set quantity = 4 where bucket = 'quality'",
        (
            ("I2", "stock LON/CHEESE", "unavailable", "4", "5"),
            ("I4", "stock LON/CHEESE", "quality", "5", "4"),
        ),
    ),
    Tampering(
        "the quantity of a movement",
        "update inventory_movement set quantity = 81 where id = {first_receipt}",
        (("I4", "stock LON/A", "on_hand", "81", "80"),),
    ),
    Tampering(
        "a movement that is gone",
        "delete from inventory_movement where id = {stolen}",
        (("Supply", "transfer {transfer_lost} of C", "in transit", "2", "0"),),
    ),
    Tampering(
        "a movement between one account",
        "alter table inventory_movement drop constraint inventory_movement_two_accounts; update "
        "inventory_movement set to_account = from_account where id = {stolen}",
        (
            (
                "I4",
                "movement {stolen}",
                "to_account",
                "another than transit/{transfer_lost}",
                "transit/{transfer_lost}",
            ),
            ("Supply", "transfer {transfer_lost} of C", "in transit", "2", "0"),
        ),
    ),
    Tampering(
        "an account that does not exist",
        "update inventory_movement set to_account = 'nowhere' where id = {stolen}",
        (("I4", "movement {stolen}", "to_account", "a known account", "nowhere"),),
    ),
    Tampering(
        "the lot of another SKU",
        "update inventory_movement set lot_id = {lot} where id = {broken}",
        (("I4", "movement {broken}", "lot", "a lot of C", "L1 of CHEESE"),),
    ),
    Tampering(
        "the units of a lot",
        "update inventory_movement set quantity = 1 where lot_id is not null and reason = 'receipt'",
        (
            ("I4", "stock LON/CHEESE", "on_hand", "-1", "18"),
            ("I4", "lot L1 of CHEESE", "location/{lon}/available", "at least 0", "-4"),
        ),
    ),
    Tampering(
        "the quantity of an allocation",
        "update inventory_allocation set quantity = quantity + 1 where order_id = {short} and location_id = {lon}",
        (
            ("I3", "stock LON/B", "allocated", "11", "10"),
            ("I3", "order {short} line 1", "allocated to it", "5", "6"),
            ("P1", "order {short} line 1", "promised from location {lon}", "at least 6", "5"),
        ),
    ),
    Tampering(
        "an allocation that is gone",
        "delete from inventory_allocation where order_id = {cart}",
        (
            ("I3", "stock LON/C", "allocated", "21", "23"),
            ("I3", "order {cart} line 1", "allocated to it", "2", "0"),
        ),
    ),
    Tampering(
        "an allocation without an order",
        "insert into inventory_allocation (order_id, line_number, location_id, sku_id, quantity) values "
        "(1, 1, {lon}, {c}, 1)",
        (
            ("I3", "stock LON/C", "allocated", "24", "23"),
            ("I5", "order 1 line 1", "allocation at LON", "no allocation without its line", "1 of C"),
            ("P1", "order 1 line 1", "promised from location {lon}", "at least 1", "0"),
        ),
    ),
    Tampering(
        "an allocation of another SKU",
        "update inventory_allocation set sku_id = {b} where order_id = {cart}",
        (
            ("I3", "stock LON/B", "allocated", "12", "10"),
            ("I3", "stock LON/C", "allocated", "21", "23"),
            ("I5", "order {cart} line 1", "allocation at LON", "C", "B"),
        ),
    ),
    Tampering(
        "the quantity of a reservation",
        "update inventory_reservation set quantity = 5 where owner = 'cart-6'",
        (("I3", "stock LON/A", "reserved", "5", "1"),),
    ),
    Tampering(
        "a reservation that had ended",
        "update inventory_reservation set state = 'active' where owner = 'cart-5'",
        (
            ("I3", "stock LON/A", "reserved", "2", "1"),
            ("E6", "stock LON/A", "reserved", "1", "0"),
        ),
    ),
    Tampering(
        "where a serial number is",
        "update inventory_serial set account = 'location/{lon}/damaged' where code = 'S1'",
        (("I10", "serials of CAMERA in location/{lon}/damaged", "serials", "at most 1", "2"),),
    ),
    Tampering(
        "more received than expected",
        "alter table inventory_incoming drop constraint inventory_incoming_received_within_quantity; "
        "update inventory_incoming set received_quantity = 7 where id = {incoming_small}",
        (
            ("Supply", "incoming {incoming_small}", "received_quantity", "at most 6", "7"),
            ("Supply", "incoming {incoming_small}", "state", "received", "expected"),
            ("P2", "incoming {incoming_small}", "promised", "at most -1", "1"),
            ("E6", "incoming {incoming_small}", "received_quantity", "5", "7"),
        ),
    ),
    Tampering(
        "the state of a receipt",
        "update inventory_incoming set state = 'canceled' where id = {incoming_large}",
        (
            ("P2", "order {short} line 1 part 2", "incoming {incoming_large}", "expected", "canceled"),
            ("P2", "order {waits} line 1 part 1", "incoming {incoming_large}", "expected", "canceled"),
            ("P2", "order {last} line 1 part 3", "incoming {incoming_large}", "expected", "canceled"),
            ("E6", "incoming {incoming_large}", "state", "expected", "canceled"),
        ),
    ),
    Tampering(
        "what a transfer received",
        "update inventory_transfer_line set received_quantity = received_quantity + 1 where transfer_id "
        "= {transfer_open} and sku_id = {c}",
        (("Supply", "transfer {transfer_open} of C", "in transit", "2", "1"),),
    ),
    Tampering(
        "the state of a transfer",
        "update inventory_transfer set state = 'closed' where id = {transfer_open}",
        (("Supply", "transfer {transfer_open}", "state", "in_transit", "closed"),),
    ),
)


@pytest.mark.parametrize("tampering", STOCK, ids=lambda tampering: tampering.what)
def test_the_audit_names(busy: Merchant, tamper: "psycopg.Connection[tuple[Any, ...]]", tampering: Tampering):
    report = audit_tampered(tamper, busy, tampering)

    assert in_order(report.differences) == named(busy, tampering)
    assert not report.clean
