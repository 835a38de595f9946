"""Falsifying one fact of a busy merchant by SQL, auditing, and putting it back."""

from collections.abc import Iterable
from typing import Any

import psycopg
from msgspec import structs

from ordino.engine import Reader
from ordino.kernel.messages import Record
from ordino.simulation.audit import AuditReport, Difference, audit
from tests.simulation.world import Merchant

IDS = {
    "lon": "select id from network_location where code = 'LON'",
    "man": "select id from network_location where code = 'MAN'",
    "a": "select id from catalog_sku where code = 'A'",
    "b": "select id from catalog_sku where code = 'B'",
    "c": "select id from catalog_sku where code = 'C'",
    "e": "select id from catalog_sku where code = 'E'",
    "first_receipt": "select min(id) from inventory_movement",
    "broken": "select id from inventory_movement where reason = 'broken'",
    "stolen": "select id from inventory_movement where reason = 'stolen'",
    "lot": "select id from inventory_lot where code = 'L1'",
    "incoming_small": "select id from inventory_incoming where quantity = 6",
    "incoming_large": "select id from inventory_incoming where quantity = 50",
    "transfer_open": "select id from inventory_transfer where state = 'in_transit'",
    "transfer_lost": "select id from inventory_transfer where state = 'closed'",
    "hold_totals": "select id from orders_hold where reason = 'totals' and state = 'open'",
    "hold_released": "select id from orders_hold where reason = 'totals' and state = 'released'",
    "placing_cart": "select command_id from engine_event where data ->> 'reservation_owner' = 'cart-1'",
    "event_cart": "select position from engine_event where data ->> 'reservation_owner' = 'cart-1'",
    "event_cart_2": "select position + 1 from engine_event where data ->> 'reservation_owner' = 'cart-1'",
    "event_cart_3": "select position + 2 from engine_event where data ->> 'reservation_owner' = 'cart-1'",
}


class Tampering(Record, frozen=True):
    """What is falsified, and every difference the audit must name: rule, thing, figure, expected, found.

    `{one}` stands for the number of the order named "one", `{lon}` for a key of IDS.
    """

    what: str
    sql: str
    named: tuple[tuple[str, str, str, str, str], ...]


def ids_of(merchant: Merchant) -> dict[str, int]:
    """Order numbers and keys by the names that tamperings use."""
    orders = {name.replace(" ", "_"): order_id for name, order_id in merchant.orders.items()}
    return orders | {name: merchant.row(query)[0] for name, query in IDS.items()}


def audit_tampered(
    connection: "psycopg.Connection[tuple[Any, ...]]", merchant: Merchant, tampering: Tampering
) -> AuditReport:
    """What the audit says of the falsified database; afterwards it is as it was."""
    ids = ids_of(merchant)
    with connection.transaction(force_rollback=True):
        for statement in tampering.sql.split(";"):
            connection.execute(statement.format(**ids))  # type: ignore[call-overload]
        return audit(Reader(connection), now=merchant.engine.clock(), orders_in_a_range=10)


def named(merchant: Merchant, tampering: Tampering) -> list[Difference]:
    """The differences that must be named, as `in_order` puts them."""
    ids = ids_of(merchant)
    return in_order(Difference(*(text.format(**ids) for text in row)) for row in tampering.named)


def in_order(differences: Iterable[Difference]) -> list[Difference]:
    """In an order that does not hang on keys: the audit names `order 100` before `order 99`, and keys go on from test to test."""
    return sorted(differences, key=structs.astuple)
