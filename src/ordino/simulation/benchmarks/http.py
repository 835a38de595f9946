"""Placing and reading over HTTP: one server process, the database and the client on the same processors, beside pgbench."""

import random
from decimal import Decimal

import msgspec
import psycopg

from ordino.access.commands import IssueApiKey
from ordino.access.secret import new_secret
from ordino.engine import SYSTEM, Engine
from ordino.simulation.benchmarks.contest import placed_ids
from ordino.simulation.benchmarks.figures import (
    Advance,
    Figure,
    Note,
    Report,
    at_least,
    at_most,
    percentile_ms,
    rate,
    ratio,
)
from ordino.simulation.benchmarks.find import Bounds
from ordino.simulation.benchmarks.http_client import Laps, request, send_all
from ordino.simulation.benchmarks.http_costs import Meter
from ordino.simulation.benchmarks.http_server import serving
from ordino.simulation.benchmarks.pgbench import run_pgbench
from ordino.simulation.benchmarks.scratch import Scratch, engine_on
from ordino.simulation.benchmarks.workload import Workload
from ordino.simulation.benchmarks.world import SQL, World, run
from ordino.simulation.benchmarks.written import WrittenBatch, WrittenRows

CONNECTIONS = 32
BULK = 500
_SAMPLES = 20
_ORDERS = "/api/v1/orders"
_NAME = "http"
_PAGES = 200
_WARM_UP_READS = 5
_LISTS = {  # what a list is of: its address; BEFORE is a random moment
    "a list": f"{_ORDERS}?limit=50&placed_before=BEFORE",
    "a list by state": f"{_ORDERS}?limit=50&state=canceled&placed_before=BEFORE",
    "a list by fulfillment status": f"{_ORDERS}?limit=50&fulfillment_status=allocated&placed_before=BEFORE",
    "a list by channel and state": f"{_ORDERS}?limit=50&channel=shop&state=completed&placed_before=BEFORE",
    "a list by hold": f"{_ORDERS}?limit=50&hold_reason=manual",
    "a list since a moment": f"{_ORDERS}?limit=50&placed_from=BEFORE",
    "a search by SKU": f"{_ORDERS}/search?q=SKU-00042",
    "a search by name": f"{_ORDERS}/search?q=customer%2077",
    "holds": "/api/v1/holds?limit=50",
    "exceptions": "/api/v1/exceptions?limit=50",
    "shipments": "/api/v1/shipments?limit=50",
    "shipments by state": "/api/v1/shipments?limit=50&state=delivered",
    "returns": "/api/v1/returns?limit=50",
    "invoices": "/api/v1/invoices?limit=50",
    "stock": "/api/v1/stock/levels?limit=50",
    "events": "/api/v1/events?limit=50",
}


def measure_http(scratch: Scratch, world: World, orders: int, full: str, advance: Advance) -> Report:
    """Single orders from 32 connections and from one, in bulk, reads; lists of the database `full`; pgbench with the same rows."""
    url, workload = scratch.create("bench_http"), Workload(world, prefix="H")
    secret, samples = _prepare(url, workload)
    scratch.checkpoint()
    few = max(orders // 10, 1)
    costs: list[Figure] = []
    with serving(url) as served:
        meter, port = Meter(served, url), served.port
        send_all(port, _singles(workload, secret, few), connections=CONNECTIONS)
        before = meter.read()
        many = send_all(port, _singles(workload, secret, orders), connections=CONNECTIONS)
        costs += meter.read().since(before, f"{CONNECTIONS} connections", orders)
        advance(orders)
        before = meter.read()
        one = send_all(port, _singles(workload, secret, few), connections=1)
        costs += meter.read().since(before, "1 connection", few)
        before = meter.read()
        bulk = send_all(port, _bulks(workload, secret, orders), connections=1)
        costs += meter.read().since(before, "in bulk", orders)
        read = send_all(port, _reads(url, secret, few), connections=CONNECTIONS)
    alone = run_pgbench(scratch.create("bench_pgbench"), samples, orders, clients=CONNECTIONS)
    figures = (
        Figure(_NAME, "single orders, 32 connections", rate(orders, many.wall_ns), "/s", at_least("1500")),
        Figure(_NAME, "pgbench, the same rows, 32 clients", alone, "/s"),
        Figure(_NAME, "ours of pgbench", ratio(rate(orders, many.wall_ns), alone), "", at_least("0.4")),
        Figure(_NAME, "p50", percentile_ms(many.laps_ns, 50), "ms"),
        Figure(_NAME, "p99", percentile_ms(many.laps_ns, 99), "ms", at_most("150")),
        Figure(_NAME, "single orders, 1 connection", _each(one), "/s", at_least("200")),
        Figure(_NAME, "orders in bulk", rate(orders, bulk.wall_ns), "/s", at_least("3000")),
        Figure(_NAME, "orders read, 32 connections", _each(read), "/s", at_least("1000")),
        *costs,
        *_lists(scratch.url_of(full)),
    )
    return Report(
        figures, (Note(_NAME, "Server, database and client share the processors; the client is Python, too."),)
    )


def _each(laps: Laps) -> Decimal:
    return rate(len(laps.laps_ns), laps.wall_ns)


def _lists(url: str) -> tuple[Figure, ...]:
    """Pages of 50 orders by what screens and shops ask for, from one connection: the first, and from random moments on."""
    with engine_on(url) as engine:
        secret = _issue_key(engine)
        with engine.reader() as reader:
            (bounds,) = reader.fetch(SQL.select_key_bounds, Bounds)
    draw, lasted = random.Random(11), bounds.last_placed_at - bounds.first_placed_at  # noqa: S311 - the same days in each run, nothing secret
    before = [bounds.last_placed_at - lasted * draw.randrange(100) // 100 for _ in range(_PAGES)]
    figures = []
    with serving(url) as served:
        for what, path in _LISTS.items():
            asked = [
                request("GET", path.replace("BEFORE", f"{moment:%Y-%m-%dT%H:%M:%SZ}"), secret) for moment in before
            ]
            send_all(served.port, asked[:_WARM_UP_READS], connections=1)
            p95 = percentile_ms(send_all(served.port, asked, connections=1).laps_ns, 95)
            figures.append(Figure(_NAME, f"{what} of {bounds.orders:,}, p95", p95, "ms", at_most("50")))
    return tuple(figures)


def _issue_key(engine: Engine) -> str:
    """A key for the client."""
    secret = new_secret()
    key = IssueApiKey(
        name=f"bench {secret.prefix}",
        prefix=secret.prefix,
        secret_hash=secret.hash,
        scopes=("*",),
        requests_per_minute=10_000_000,
    )
    run(engine, [key])
    return secret.text


def _prepare(url: str, workload: Workload) -> tuple[str, list[WrittenBatch]]:
    """A key for the client, and rows of some orders for pgbench."""
    with engine_on(url) as engine, psycopg.connect(url, autocommit=True) as connection:
        secret = _issue_key(engine)
        written = WrittenRows(connection)
        placed = [placed_ids(engine.execute(batch, actor=SYSTEM)) for batch in workload.batches(_SAMPLES, size=1)]
        return secret, [written.of(ids) for ids in placed]


def _singles(workload: Workload, secret: str, orders: int) -> list[bytes]:
    return [request("POST", _ORDERS, secret, msgspec.json.encode(workload.order())) for _ in range(orders)]


def _bulks(workload: Workload, secret: str, orders: int) -> list[bytes]:
    return [
        request("POST", f"{_ORDERS}/bulk", secret, b'{"items":' + msgspec.json.encode(batch) + b"}")
        for batch in workload.batches(orders, size=BULK)
    ]


def _reads(url: str, secret: str, orders: int) -> list[bytes]:
    with psycopg.connect(url) as connection:
        rows = connection.execute("select id from orders_order order by id desc limit %s", [orders]).fetchall()
    return [request("GET", f"{_ORDERS}/{order_id}", secret) for (order_id,) in rows]
