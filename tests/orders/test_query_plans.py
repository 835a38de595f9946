"""Every way into the orders has an index: on 100,000 of them no statement reads a table from end to end."""

from collections.abc import Iterator
from datetime import UTC, date, datetime, timedelta
from typing import Any, cast

import psycopg

from ordino.engine import Statement, read_backwards
from ordino.fulfillment.facts import SQL as FULFILLMENT
from ordino.fulfillment.queries import ready_orders
from ordino.orders.facts import SQL
from ordino.orders.lifecycle import ORDER
from ordino.orders.queries import DEAREST, EARLIEST, FIRST_PAGE, LATEST
from ordino.sourcing.facts import SQL as SOURCING
from ordino.sourcing.queries import late_promises
from tests.support.merchant import Merchant

NEW_YEAR = datetime(2026, 1, 1, tzinfo=UTC)
BACKWARDS = " backwards"
Tamper = psycopg.Connection[tuple[Any, ...]]
PAGE: dict[str, Any] = {
    "states": list(ORDER.states),
    "fulfillment_status": None,
    "channel_id": None,
    "currency": None,
    "customer_id": None,
    "hold_reason": None,
    "placed_from": EARLIEST,
    "placed_before": LATEST,
    "after_placed_at": FIRST_PAGE.placed_at,
    "after_id": FIRST_PAGE.id,
    "limit": 50,
}
BY_TOTAL: dict[str, Any] = PAGE | {"currency": "GBP", "after_total_minor": DEAREST.total_minor}
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
    return {
        node["Relation Name"]
        for node in nodes(plan_of(tamper, read, parameters))
        if node["Node Type"] == "Seq Scan" and node["Actual Loops"] and node["Actual Rows"] > 1000
    }


def plan_of(tamper: Tamper, statement: Statement, parameters: dict[str, Any]) -> dict[str, Any]:
    """How the statement was carried out."""
    row = tamper.execute(cast(Any, b"explain (analyze, format json) " + statement.text), parameters).fetchone()
    assert row is not None
    plan: dict[str, Any] = row[0][0]["Plan"]
    return plan


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
        ("select_order_page_by_total", BY_TOTAL),
        ("select_order_page_by_total", BY_TOTAL | between),
        ("select_order_page_by_total", BY_TOTAL | {"states": ["placed"]}),
        ("select_order_page_by_total", BY_TOTAL | {"customer_id": customer_id}),
        ("select_order_page_by_total", BY_TOTAL | {"hold_reason": "fraud"}),
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


def test_the_dearest_and_the_cheapest_orders_are_read_along_the_index_of_totals(
    merchant: Merchant, tamper: Tamper
) -> None:
    fill(tamper)
    tamper.execute("update orders_order set total_minor = id * 7919 % 100000")
    tamper.execute("vacuum analyze orders_order")
    middle = {"after_total_minor": 50000, "after_id": 0}
    for statement in (SQL.select_order_page_by_total, read_backwards(SQL.select_order_page_by_total)):
        plan = plan_of(tamper, statement, BY_TOTAL | middle)
        read = [node for node in nodes(plan) if node.get("Index Name") == "orders_order_state_total"]
        assert sum(node["Actual Rows"] * node["Actual Loops"] for node in read) <= 50 * len(ORDER.states), plan
        assert not [node for node in nodes(plan) if node["Node Type"] == "Seq Scan" and node["Actual Rows"] > 1000], (
            plan
        )
        assert read


READY = """
update orders_order set goods_allocated = true, fulfillment_status = 'allocated', ship_by = placed_at::date
where state = 'confirmed';
insert into inventory_allocation (order_id, line_number, location_id, sku_id, quantity)
select o.id, 1, (select id from network_location), line.sku_id, 1
from orders_order o join orders_line line on line.order_id = o.id where o.goods_allocated;
update orders_line line set unsourced = 0, allocated = 1 from orders_order o where o.id = line.order_id and o.goods_allocated;
insert into sourcing_promise (order_id, line_number, part, quantity, source, ship_by, location_id, reasons, updated_at)
select id, 1, 1, 1, 'stock', ship_by, (select id from network_location), '[]', now() from orders_order where goods_allocated;
analyze orders_order, orders_line, inventory_allocation, sourcing_promise
"""


def test_what_is_ready_and_what_is_late_is_read_along_an_index_until_the_page_is_full(
    merchant: Merchant, tamper: Tamper
) -> None:
    fill(tamper)
    merchant.location("LON")
    tamper.execute(cast(Any, READY))
    with merchant.engine.reader() as reader:
        found = ready_orders(reader, limit=20)
        late = [row.order_id for row in late_promises(reader, date(2026, 12, 31), limit=40)]
    held = {order_id for (order_id,) in merchant.rows("select order_id from orders_hold")}
    assert late == sorted(late)
    assert [row.order_id for row in found] == [order_id for order_id in late if order_id not in held][:20]
    first = {"after_priority": 1, "after_ship_by": EARLIEST.date(), "after_id": 0, "automatic": False, "among": None}
    asked = (
        (FULFILLMENT.select_ready_orders, first | {"limit": 20}),
        (SOURCING.select_late_promises, {"today": date(2026, 12, 31), "limit": 20}),
    )
    for statement, parameters in asked:
        plan = plan_of(tamper, statement, parameters)
        (read,) = [node["Actual Rows"] for node in nodes(plan) if node.get("Relation Name") == "orders_order"]
        assert 20 <= read <= 100, plan
