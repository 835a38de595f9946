"""Every benchmark runs at a tiny size and measures what it says; how long it takes is not judged here."""

import gzip
from decimal import Decimal
from pathlib import Path

import psycopg
import pytest

from ordino.flows.wiring import load_handlers
from ordino.simulation.audit import audit
from ordino.simulation.benchmarks.figures import Figure, Goal, Report, percentile_ms, ratio
from ordino.simulation.benchmarks.find import measure_find
from ordino.simulation.benchmarks.hot import measure_hot
from ordino.simulation.benchmarks.http import measure_http
from ordino.simulation.benchmarks.importing import measure_import
from ordino.simulation.benchmarks.million import FULL, measure_million, prepare_million
from ordino.simulation.benchmarks.pgbench import literal
from ordino.simulation.benchmarks.place import measure_place, measure_single
from ordino.simulation.benchmarks.scratch import EMPTY, Scratch, engine_on
from ordino.simulation.benchmarks.world import World
from tests.conftest import MONDAY_MORNING
from tests.support.database import TestDatabase

WORLD = World(skus=20, customers=50)
FILLED = 60


@pytest.fixture(scope="module")
def scratch(database: TestDatabase) -> Scratch:
    """Databases of the session's server; what is measured here is not judged, so that it need not be durable."""
    running = Scratch(database.url, _is_migrated)
    running.create(EMPTY, database.template)
    running.prepare(WORLD)
    return running


def _is_migrated(url: str) -> None:
    """Its template is."""


def ignore(steps: int) -> None:
    """No progress bar."""


def values(report: Report) -> dict[str, Decimal]:
    return {figure.name: figure.value for figure in report.figures}


def test_placing_is_measured_beside_bare_sql_that_writes_the_same_rows(scratch: Scratch) -> None:
    report = measure_place(scratch, WORLD, 20, ignore, load_handlers)
    assert values(report)["orders in batches of 500"] > 0
    assert values(report)["bare SQL, the same rows"] > 0
    assert _rows(scratch, "bench_ours") == _rows(scratch, "bench_bare")
    with psycopg.connect(scratch.url_of("bench_together")) as connection:
        placed = connection.execute(
            "select left(external_reference, 2), count(*) from orders_order group by 1 order by 1"
        )
        assert placed.fetchall() == [("P0", 40), ("P1", 40)]


def test_one_at_a_time_is_measured_beside_bare_sql_and_pgbench(scratch: Scratch) -> None:
    report = measure_single(scratch, WORLD, 6, ignore)
    assert values(report)["pgbench, the same rows, 1 client"] > 0
    assert values(report)["p50"] <= values(report)["p99"]
    with psycopg.connect(scratch.url_of("bench_alone")) as connection:
        assert connection.execute("select count(*) from orders_order").fetchall() == [(12,)]
    assert _rows(scratch, "bench_ours") == _rows(scratch, "bench_bare")


def test_placing_and_reading_over_http_is_measured_beside_pgbench(scratch: Scratch) -> None:
    prepare_million(scratch, WORLD, FILLED, ignore, load_handlers)
    report = measure_http(scratch, WORLD, 40, FULL, ignore)
    assert all(figure.value > 0 for figure in report.figures if figure.unit != "µs")
    costs = {figure.name for figure in report.figures if figure.unit == "µs"}
    assert {f"in bulk: {side}, an order" for side in ("client", "event loop", "network", "placing", "database")} < costs
    assert "ours of pgbench" in values(report)
    assert f"a list by state of {FILLED}, p95" in values(report)


def test_a_hot_sku_that_runs_out_is_never_oversold(scratch: Scratch) -> None:
    report = measure_hot(scratch, WORLD, 40, ignore)
    assert values(report)["facts that do not add up, units oversold"] == 0


def test_the_filled_database_holds_its_orders_and_the_audit_finds_nothing(scratch: Scratch) -> None:
    report = measure_million(scratch, WORLD, FILLED, 10, ignore, load_handlers)
    assert values(report)[f"orders into {FILLED} orders"] > 0
    with engine_on(scratch.url_of(FULL)) as engine, engine.reader() as reader:
        assert audit(reader, now=MONDAY_MORNING).clean


def test_a_filled_database_is_used_again(scratch: Scratch) -> None:
    prepare_million(scratch, WORLD, FILLED, ignore, load_handlers)
    assert prepare_million(scratch, WORLD, FILLED, ignore, load_handlers) == 0


def test_orders_are_found_in_every_way(scratch: Scratch) -> None:
    prepare_million(scratch, WORLD, FILLED, ignore, load_handlers)
    report = measure_find(scratch, FULL, 5, ignore)
    assert [figure.name for figure in report.figures] == [
        "by number, p95",
        "by reference, p95",
        "by e-mail, p95",
        "by SKU, p95",
        "by state, p95",
        "by fulfillment status, p95",
    ]
    assert all(figure.reached is not None for figure in report.figures)


def test_an_import_is_measured_end_to_end_in_a_process_of_its_own(scratch: Scratch, tmp_path: Path) -> None:
    history = tmp_path / "history.csv.gz"
    heading = "InvoiceNo,StockCode,Description,Quantity,InvoiceDate,UnitPrice,CustomerID,Country\n"
    with gzip.open(history, "wt") as file:
        file.write(heading + "536365,85123A,HEART,6,2010-12-01 08:26:00,2.55,17850.0,United Kingdom\n")
    report = measure_import(scratch, history, ignore)
    assert {"1 lines, stock and orders", "most memory"} <= values(report).keys()
    with engine_on(scratch.url_of("bench_import")) as engine, engine.connection() as connection:
        assert connection.execute("select ordered, allocated from orders_line").fetchall() == [(6, 6)]


def test_a_goal_is_reached_at_its_bound() -> None:
    assert Goal("at least", Decimal(300)).is_reached_by(Decimal(300))
    assert Goal("at most", Decimal(50)).is_reached_by(Decimal(50))
    assert not Goal("at most", Decimal(50)).is_reached_by(Decimal(51))
    assert Figure("place", "rate", Decimal(1), "/s").reached is None


def test_percentiles_are_laps_that_were_measured() -> None:
    laps = [n * 1_000_000 for n in range(1, 101)]
    assert (percentile_ms(laps, 50), percentile_ms(laps, 95), percentile_ms(laps, 99)) == (50, 95, 99)
    assert ratio(1, 3) == Decimal("0.33")


def test_a_literal_of_pgbench_hides_what_pgbench_would_read_as_its_own() -> None:
    assert literal("10:30; it's \\") == "E'10\\07230\\073 it\\'s \\\\'"


def _rows(scratch: Scratch, database: str) -> list[object]:
    """Every order as it stands in one of the databases, with its lines and the stock it took."""
    with engine_on(scratch.url_of(database)) as engine, engine.connection() as connection:
        orders = connection.execute("select * from orders_order order by id").fetchall()
        lines = connection.execute("select * from orders_line order by order_id, number").fetchall()
        events = connection.execute("select stream, sequence, data::text from engine_event order by 1, 2").fetchall()
        levels = connection.execute("select * from inventory_level order by sku_id, location_id").fetchall()
    return [*orders, *lines, *events, *levels]
