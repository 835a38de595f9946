"""Every way into the orders has an index: on 100,000 of them no statement reads a table from end to end."""

from collections.abc import Iterator
from datetime import UTC, datetime, timedelta
from typing import Any, cast

import psycopg

from ordino.engine import Statement, read_backwards
from ordino.orders.facts import SQL
from ordino.orders.lifecycle import ORDER
from ordino.orders.queries import EARLIEST, FIRST_PAGE, LATEST
from tests.support.merchant import Merchant

NEW_YEAR = datetime(2026, 1, 1, tzinfo=UTC)
BACKWARDS = " backwards"
Tamper = psycopg.Connection[tuple[Any, ...]]
PAGE: dict[str, Any] = {
    "states": list(ORDER.states),
    "fulfillment_status": None,
    "channel_id": None,
    "customer_id": None,
    "hold_reason": None,
    "placed_from": EARLIEST,
    "placed_before": LATEST,
    "after_placed_at": FIRST_PAGE.placed_at,
    "after_id": FIRST_PAGE.id,
    "limit": 50,
}
SEARCH: dict[str, Any] = {"number": None, "text": "nobody", "name_pattern": "nobody%", "limit": 50}
ORDERS = """
insert into orders_order (
    channel_id, external_reference, customer_id, customer_name, email, state, version, currency, prices_include_tax,
    payment_terms, ship_to, goods_minor, discount_minor, shipping_minor, fee_minor, tax_minor, placed_total_minor, total_minor,
    placed_at, recorded_at)
select (select id from network_channel), 'W-' || n, n % 5000, 'Customer ' || n, 'c' || n || '@example.org',
    (array['placed', 'confirmed', 'completed', 'canceled'])[n % 4 + 1], 1, 'GBP', true, 'prepaid', '{}', 0, 0, 0, 0, 0, 0, 0,
    timestamptz '2026-01-01Z' + n * interval '1 minute', now()
from generate_series(1, 100000) n
"""
LINES = """
insert into orders_line (
    order_id, number, sku_id, sku, ordered, unsourced, unit_price, goods_minor, discount_minor, amount_minor, tax_category,
    tax_rate, tax_minor)
select id, 1, 1 + id % 3000, 'S' || 1 + id % 3000, 1, 1, 0, 0, 0, 0, 'standard', 0, 0 from orders_order
"""
HOLDS = """
insert into orders_hold (order_id, reason, opened_by, opened_at)
select id, case when id % 1000 = 0 then 'fraud' else 'payment' end, 'test', now() from orders_order where id % 10 = 0
"""


def fill(tamper: Tamper) -> None:
    tamper.execute("insert into catalog_sku (code) select 'S' || n from generate_series(1, 3000) n")
    for statement in (ORDERS, LINES, HOLDS):
        tamper.execute(statement)  # type: ignore[call-overload]
    tamper.execute("analyze orders_order, orders_line, orders_hold, catalog_sku, network_channel")


def tables_read_to_the_end(tamper: Tamper, statement: str, parameters: dict[str, Any]) -> set[str]:
    """The big tables that the statement really scans from end to end."""
    named: Statement = SQL.__getattr__(statement.removesuffix(BACKWARDS))
    read = read_backwards(named) if statement.endswith(BACKWARDS) else named
    text = cast(Any, b"explain (analyze, format json) " + read.text)
    row = tamper.execute(text, parameters).fetchone()
    assert row is not None
    return {
        node["Relation Name"]
        for node in nodes(row[0][0]["Plan"])
        if node["Node Type"] == "Seq Scan" and node["Actual Loops"] and node["Actual Rows"] > 1000
    }


def nodes(plan: dict[str, Any]) -> Iterator[dict[str, Any]]:
    yield plan
    for child in plan.get("Plans", ()):
        yield from nodes(child)


def test_no_read_of_orders_scans_a_table(merchant: Merchant, tamper: Tamper) -> None:
    fill(tamper)
    ((order_id, customer_id),) = merchant.rows(
        "select id, customer_id from orders_order where external_reference = 'W-50000'"
    )
    middle = {"after_placed_at": NEW_YEAR + timedelta(days=30), "after_id": order_id}
    between = {"placed_from": NEW_YEAR + timedelta(days=10), "placed_before": NEW_YEAR + timedelta(days=11)}
    asked: list[tuple[str, dict[str, Any]]] = [
        ("select_order_page", PAGE),
        ("select_order_page", PAGE | middle),
        (f"select_order_page{BACKWARDS}", PAGE | middle),
        (f"select_order_page{BACKWARDS}", PAGE | {"fulfillment_status": "unsourced", "after_placed_at": EARLIEST}),
        ("select_order_page", PAGE | between),
        ("select_order_page", PAGE | {"states": ["placed"]}),
        ("select_order_page", PAGE | {"fulfillment_status": "unsourced"}),
        ("select_order_page", PAGE | {"customer_id": customer_id}),
        ("select_order_page", PAGE | {"hold_reason": "fraud"}),
        ("select_found_orders", SEARCH),
        ("select_found_orders", SEARCH | {"number": order_id, "text": str(order_id)}),
        ("select_found_orders", SEARCH | {"text": "W-777"}),
        ("select_found_orders", SEARCH | {"text": "S7"}),
        ("select_found_orders", SEARCH | {"text": "c777@example.org"}),
        ("select_found_orders", SEARCH | {"name_pattern": "customer 777%"}),
        ("select_duplicates", {"order_ids": [order_id]}),
        ("select_order_lines", {"order_id": order_id}),
        ("select_order_holds", {"order_id": order_id}),
    ]

    for statement, parameters in asked:
        assert tables_read_to_the_end(tamper, statement, parameters) == set(), (statement, parameters)
