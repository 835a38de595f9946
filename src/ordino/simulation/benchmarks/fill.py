"""A database with very many orders, in minutes: a few thousand orders are really placed and canceled, then copied by SQL.

A copy has its own number, reference, customer and moment, in tables and journal alike, and levels are made to agree, so that
the audit finds nothing. Copies are written without foreign-key checks and guards, which their templates have passed.
"""

from collections.abc import Sequence
from concurrent.futures import ThreadPoolExecutor
from typing import Any, cast

import psycopg

from ordino.engine import SYSTEM
from ordino.engine.reader import Reader
from ordino.engine.statements import Statement
from ordino.kernel.messages import Record
from ordino.orders.commands import CancelOrder
from ordino.simulation.benchmarks.contest import placed_ids
from ordino.simulation.benchmarks.figures import Advance
from ordino.simulation.benchmarks.scratch import engine_on
from ordino.simulation.benchmarks.workload import Workload
from ordino.simulation.benchmarks.world import BATCH, SQL, World, run
from ordino.simulation.benchmarks.written import CONDITIONS, FILLED_BY_DATABASE, Column

CONNECTIONS = 2
CANCELED_OF_A_BATCH = 15
Connection = psycopg.Connection[tuple[Any, ...]]

_BY_ORDER = "r join bench_copy c on c.old_id = r.order_id"
_SOURCES = {
    "orders_order": "r join bench_copy c on c.old_id = r.id",
    "engine_command": "r join bench_template_command m on m.command_id = r.id join bench_copy c on c.old_id = m.order_id",
    "engine_event": "r join bench_copy c on r.stream = 'order/' || c.old_id",
}
_CHANGES = {
    "order_id": "c.new_id",
    "orders_order.id": "c.new_id",
    "orders_order.external_reference": "c.reference",
    "orders_order.customer_id": "c.customer_id",
    "orders_order.customer_name": "c.name",
    "orders_order.email": "c.email",
    "orders_order.ship_to": "jsonb_set(r.ship_to, '{recipient}', to_jsonb(c.name))",
    "orders_order.placed_at": "c.placed_at",
    "orders_order.recorded_at": "c.placed_at",
    "orders_hold.id": "nextval('orders_hold_id_seq')",
    "engine_command.id": "r.id + c.command_shift",
    "engine_command.body": "pg_temp.rewrite(r.body::text, c.old_texts, c.new_texts)",
    "engine_command.result": "pg_temp.rewrite(r.result::text, c.old_texts, c.new_texts)",
    "engine_event.command_id": "r.command_id + c.command_shift",
    "engine_event.stream": "'order/' || c.new_id",
    "engine_event.data": "pg_temp.rewrite(r.data::text, c.old_texts, c.new_texts)",
}


class Span(Record, frozen=True):
    """What a round of copies moves keys by."""

    orders: int
    commands: int
    customers: int
    first_customer: int


def fill(url: str, world: World, orders: int, templates: int, advance: Advance) -> None:
    """Bring an empty world to `orders` orders, rounded up to whole rounds of `templates`."""
    _place_templates(url, world, templates)
    with psycopg.connect(url) as connection:
        connection.execute(_text(SQL.create_templates))
        connection.execute(_text(SQL.create_template_commands))
        for table in CONDITIONS:
            connection.execute(cast(Any, f"create table bench_of_{table} as table {table}"))
        connection.execute("analyze")
        span = Reader(connection).fetch(SQL.select_span, Span)[0]
    advance(templates)
    rounds = range(1, -(-orders // templates))
    with ThreadPoolExecutor(CONNECTIONS) as pool:
        copying = [pool.submit(_copy, url, span, rounds[part::CONNECTIONS], advance) for part in range(CONNECTIONS)]
        for part in copying:
            part.result()
    _finish(url)


def _place_templates(url: str, world: World, templates: int) -> None:
    workload = Workload(world, prefix="T")
    with engine_on(url) as engine:
        for commands in workload.batches(templates):
            numbers = placed_ids(engine.execute(commands, actor=SYSTEM))
            share = max(len(numbers) * CANCELED_OF_A_BATCH // BATCH, 1)
            run(engine, [CancelOrder(order_id=number, reason="changed my mind") for number in numbers[:share]])


def _copy(url: str, span: Span, rounds: Sequence[int], advance: Advance) -> None:
    options = "-c session_replication_role=replica -c synchronous_commit=off -c timezone=UTC -c jit=off"
    with psycopg.connect(url, options=options) as connection:
        connection.execute(_text(SQL.create_copies))
        connection.execute(_text(SQL.create_rewrite))
        statements = [_copy_statement(connection, table) for table in CONDITIONS]
        for number in rounds:
            parameters = {
                "round": number,
                "orders": span.orders,
                "commands": span.commands,
                "customers": span.customers,
                "first_customer": span.first_customer,
            }
            connection.execute(_text(SQL.fill_copies), parameters)
            for statement in statements:
                connection.execute(cast(Any, statement))
            connection.execute(_text(SQL.empty_copies))
            connection.commit()
            advance(span.orders)


def _copy_statement(connection: Connection, table: str) -> str:
    columns = Reader(connection).fetch(SQL.select_columns, Column, table=table, left_out=FILLED_BY_DATABASE)
    names = [column.name for column in columns]
    values = [_CHANGES.get(f"{table}.{name}") or _CHANGES.get(name) or f"r.{name}" for name in names]
    source = _SOURCES.get(table, _BY_ORDER)
    return (
        f"insert into {table} ({', '.join(names)}) select {', '.join(values)} "  # noqa: S608 - names from the code, not from outside
        f"from bench_of_{table} {source} order by c.new_id"
    )


def _finish(url: str) -> None:
    with psycopg.connect(url, autocommit=True, options="-c session_replication_role=replica") as connection:
        for table in (*(f"bench_of_{table}" for table in CONDITIONS), "bench_template", "bench_template_command"):
            connection.execute(cast(Any, f"drop table {table}"))
        connection.execute(_text(SQL.commit_levels))
        connection.execute(_text(SQL.advance_sequences))
        connection.execute("vacuum (analyze, parallel 2)")
        connection.execute("checkpoint")


def _text(statement: Statement) -> Any:
    return statement.text
