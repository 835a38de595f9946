"""Imports of orders on a real database: whole, once, whatever happens."""

import csv
import os
import signal
import subprocess
import sys
import time
from concurrent.futures import ThreadPoolExecutor
from decimal import Decimal
from pathlib import Path

import pytest

from ordino.adapters.files.problems import DamagedFile
from ordino.adapters.importing.mapping import load_mapping
from ordino.adapters.importing.report import ImportOptions, ImportReport
from ordino.adapters.importing.runner import run_import
from ordino.engine import SYSTEM
from tests.adapters.world import MAPPING, counted, open_shop, order_lines, write_mapping, write_orders
from tests.conftest import TestEngine
from tests.support.database import TestDatabase

ORDERS = "select count(*) from orders_order"


def imported(engine: TestEngine, file: Path, mapping: str, **options: object) -> ImportReport:
    chosen = ImportOptions(errors=file.parent / "errors.csv", listed=file.parent / "listed.csv", **options)  # type: ignore[arg-type]
    return run_import(engine, file, load_mapping(mapping), chosen, actor=SYSTEM)


def table(path: Path) -> list[dict[str, str]]:
    with path.open(encoding="utf-8", newline="") as file:
        return list(csv.DictReader(file))


def three_wrong(lines: list[str]) -> list[str]:
    """Break the rows at lines 100, 1000 and 1500 of the file."""
    broken = list(lines)
    broken[98] = broken[98].replace("1.50", "NaN")
    broken[998] = broken[998].replace(",2,", ",two,")
    broken[1498] = broken[1498] + ",one,field,more"
    return broken


def test_scenario_34_three_wrong_rows_of_2000_stop_no_right_one_and_importing_again_adds_nothing(
    engine: TestEngine, tmp_path: Path
) -> None:
    open_shop(engine)
    mapping, file = write_mapping(tmp_path), write_orders(tmp_path, three_wrong(order_lines(2_000)))

    first = imported(engine, file, mapping)

    assert (first.added, first.already_there, first.errors) == (1_997, 0, 3)
    assert [(row["line"], row["field"]) for row in table(tmp_path / "errors.csv")] == [
        ("100", "unit_price"),
        ("1000", "quantity"),
        ("1500", ""),
    ]
    again = imported(engine, file, mapping)
    assert (again.added, again.already_there, again.errors) == (0, 1_997, 3)
    assert counted(engine, ORDERS) == 1_997
    assert again.reconciliation == first.reconciliation


IMPORT_IN_A_PROCESS = """
import sys
from pathlib import Path
from ordino.adapters.importing.mapping import load_mapping
from ordino.adapters.importing.report import ImportOptions
from ordino.adapters.importing.runner import run_import
from ordino.engine import SYSTEM, Engine, open_pool
from ordino.flows.wiring import load_handlers

load_handlers()
url, file, mapping = sys.argv[1:]
options = ImportOptions(batch_commands=50)
pool = open_pool(url, maximum_connections=2)
run_import(Engine(pool), Path(file), load_mapping(mapping), options, actor=SYSTEM)
pool.close()
"""


def test_scenario_34_an_import_killed_at_40_percent_and_started_again_ends_the_same(
    engine: TestEngine, database: TestDatabase, tmp_path: Path
) -> None:
    open_shop(engine)
    mapping, file = write_mapping(tmp_path), write_orders(tmp_path, three_wrong(order_lines(2_000)))
    source = Path(__file__).resolve().parents[2] / "src"
    process = subprocess.Popen(
        [sys.executable, "-c", IMPORT_IN_A_PROCESS, database.url, str(file), mapping],
        env={**os.environ, "PYTHONPATH": str(source)},
    )
    deadline = time.monotonic() + 60
    while counted(engine, ORDERS) < 800 and process.poll() is None and time.monotonic() < deadline:
        time.sleep(0.005)
    process.send_signal(signal.SIGKILL)
    process.wait()
    there = counted(engine, ORDERS)
    assert 800 <= there < 1_997

    report = imported(engine, file, mapping)

    assert (report.added, report.already_there, report.errors) == (
        1_997 - report.already_there,
        report.already_there,
        3,
    )
    assert report.already_there >= there
    assert counted(engine, ORDERS) == 1_997
    assert counted(engine, "select count(*) from orders_line") == 1_997
    assert counted(engine, "select count(distinct external_reference) from orders_order") == 1_997
    assert report.reconciliation is not None
    assert report.reconciliation.captured.goods == Decimal("5991.00")
    assert report.reconciliation.difference == 0


def test_an_order_with_a_wrong_row_is_not_captured_by_half(engine: TestEngine, tmp_path: Path) -> None:
    open_shop(engine)
    one, two, three = order_lines(3)
    file = write_orders(tmp_path, [one, two, two.replace("1.50", "1e999"), three])

    report = imported(engine, file, write_mapping(tmp_path))

    assert (report.added, report.errors) == (2, 1)
    assert [row["category"] for row in table(tmp_path / "listed.csv")] == ["not imported: its order was refused"]
    assert report.reconciliation is not None
    assert (report.reconciliation.refused_lines, report.reconciliation.refused_amount) == (1, Decimal("3.00"))
    assert (report.reconciliation.difference, report.reconciliation.unreadable_lines) == (0, 1)


def test_a_corrected_file_adds_what_was_missing(engine: TestEngine, tmp_path: Path) -> None:
    open_shop(engine)
    lines, mapping = order_lines(3), write_mapping(tmp_path)
    imported(engine, write_orders(tmp_path, [lines[0], lines[1].replace("1.50", "x"), lines[2]]), mapping)
    report = imported(engine, write_orders(tmp_path, lines), mapping)
    assert (report.added, report.already_there, report.errors) == (1, 2, 0)


def test_missing_products_and_customers_are_registered_once(engine: TestEngine, tmp_path: Path) -> None:
    open_shop(engine)
    imported(engine, write_orders(tmp_path, order_lines(200)), write_mapping(tmp_path))
    assert counted(engine, "select count(*) from catalog_sku") == 50
    assert counted(engine, "select count(*) from parties_customer") == 20
    assert counted(engine, "select count(*) from orders_hold") == 0


def test_without_create_missing_an_unknown_customer_refuses_the_order_with_its_line(
    engine: TestEngine, tmp_path: Path
) -> None:
    open_shop(engine)
    mapping = write_mapping(tmp_path, MAPPING.replace("create_missing = true", ""))
    report = imported(engine, write_orders(tmp_path, order_lines(1)), mapping)
    assert (report.added, report.errors) == (0, 1)
    assert report.first_errors[0].line == 2
    assert "C1" in report.first_errors[0].found


def test_a_dry_run_counts_checks_and_changes_nothing(engine: TestEngine, tmp_path: Path) -> None:
    open_shop(engine)
    file = write_orders(tmp_path, three_wrong(order_lines(2_000)))
    report = imported(engine, file, write_mapping(tmp_path), dry_run=True)
    assert (report.added, report.errors, report.dry_run) == (1_997, 3, True)
    assert counted(engine, ORDERS) == 0


def everything(engine: TestEngine) -> list[int]:
    tables = ("engine_command", "engine_event", "orders_order", "catalog_sku", "parties_customer", "network_channel")
    return [counted(engine, f"select count(*) from {table}") for table in tables]


def test_a_dry_run_says_of_each_row_what_the_database_says_and_writes_nothing(
    engine: TestEngine, tmp_path: Path
) -> None:
    open_shop(engine)
    lines, mapping = order_lines(3), write_mapping(tmp_path)
    imported(engine, write_orders(tmp_path, lines[:2]), mapping)
    before = everything(engine)
    file = write_orders(
        tmp_path, [lines[0], lines[1].replace("1.50", "1.75"), "9,SKU-1,2,1.50,2026-01-05 10:00:00,C77", lines[2]]
    )

    report = imported(engine, file, mapping, dry_run=True)

    assert (report.added, report.already_there, report.errors) == (2, 2, 0)
    assert [(row["line"], row["category"]) for row in table(tmp_path / "listed.csv")] == [
        ("2", "there already"),
        ("3", "there already"),
        ("3", "there with another total"),
        ("4", "customer not known: would be registered"),
        ("5", "SKU not known: it would be registered"),
        ("5", "customer not known: would be registered"),
    ]
    assert everything(engine) == before
    assert imported(engine, file, mapping).added == 2


def test_a_dry_run_refuses_what_the_import_would_refuse_with_the_same_words(engine: TestEngine, tmp_path: Path) -> None:
    open_shop(engine)
    imported(engine, write_orders(tmp_path, order_lines(1)), write_mapping(tmp_path))
    mapping = write_mapping(tmp_path, MAPPING.replace("create_missing = true", ""))
    unknown_sku = "2,SKU-99,2,1.50,2026-01-05 10:00:00,C1"
    unknown_customer = "3,SKU-1,2,1.50,2026-01-05 10:00:00,C99"
    file = write_orders(tmp_path, [unknown_sku, unknown_customer])

    looked = imported(engine, file, mapping, dry_run=True)
    (noted, refused) = table(tmp_path / "listed.csv")
    done = imported(engine, file, mapping)

    assert (looked.added, looked.errors) == (done.added, done.errors) == (1, 1)
    assert looked.first_errors == done.first_errors
    assert (looked.first_errors[0].line, looked.first_errors[0].field) == (3, "order")
    assert (noted["line"], noted["category"]) == ("2", "SKU not known: the order would be held")
    assert refused["line"] == "3"


def test_a_dry_run_knows_the_channel_or_says_that_it_is_not_there(engine: TestEngine, tmp_path: Path) -> None:
    open_shop(engine)
    text = MAPPING.replace('"shop"', '"elsewhere"')
    file = write_orders(tmp_path, order_lines(2))
    made = imported(engine, file, write_mapping(tmp_path, text), dry_run=True)
    assert (made.added, made.stopped_by) == (2, None)
    stopped = imported(engine, file, write_mapping(tmp_path, text.replace("create_missing = true", "")), dry_run=True)
    assert stopped.stopped_by is not None
    assert stopped.stopped_by.found == "There is no channel elsewhere"
    assert counted(engine, "select count(*) from network_channel") == 1


def test_returns_are_listed_with_their_amount(engine: TestEngine, tmp_path: Path) -> None:
    open_shop(engine)
    lines = [*order_lines(2), order_lines(3)[2].replace(",2,", ",-2,")]
    report = imported(engine, write_orders(tmp_path, lines), write_mapping(tmp_path))
    assert report.reconciliation is not None
    assert [(c.category, c.lines, c.amount) for c in report.reconciliation.listed] == [("return", 1, Decimal("-3.00"))]
    (row,) = table(tmp_path / "listed.csv")
    assert (row["line"], row["captured"], row["amount"]) == ("4", "no", "-3.00")


def test_a_list_holds_nothing_a_spreadsheet_would_run(engine: TestEngine, tmp_path: Path) -> None:
    open_shop(engine)
    line = order_lines(1)[0].replace("SKU-1", "@SUM(A1)").replace(",2,", ",-2,")
    imported(engine, write_orders(tmp_path, [line]), write_mapping(tmp_path))
    (row,) = table(tmp_path / "listed.csv")
    assert row["sku"] == "'@SUM(A1)"


def test_a_file_that_breaks_off_is_imported_as_far_as_it_is_certain(engine: TestEngine, tmp_path: Path) -> None:
    open_shop(engine)
    file = write_orders(tmp_path, order_lines(3_000))
    file.write_bytes(file.read_bytes() + b"\xff\xfe\xfd")
    report = imported(engine, file, write_mapping(tmp_path))
    assert report.stopped_by is not None
    assert report.stopped_by.line == 3_002
    assert report.added == 1_999
    assert report.reconciliation is not None
    assert report.reconciliation.difference == 0
    assert not isinstance(report.stopped_by, DamagedFile)


def test_an_order_that_is_there_with_another_total_is_noted(engine: TestEngine, tmp_path: Path) -> None:
    open_shop(engine)
    mapping = write_mapping(tmp_path)
    imported(engine, write_orders(tmp_path, order_lines(1)), mapping)
    report = imported(engine, write_orders(tmp_path, [order_lines(1)[0].replace("1.50", "2.50")]), mapping)
    assert report.reconciliation is not None
    assert [(note.category, note.lines) for note in report.reconciliation.noted] == [("there with another total", 1)]


def test_two_imports_of_one_file_at_once_make_each_order_once(engine: TestEngine, tmp_path: Path) -> None:
    open_shop(engine)
    mapping = load_mapping(write_mapping(tmp_path))
    file = write_orders(tmp_path, order_lines(400))

    def run(_: int) -> ImportReport:
        return run_import(engine, file, mapping, ImportOptions(batch_commands=40), actor=SYSTEM)

    with ThreadPoolExecutor(2) as pool:
        one, other = pool.map(run, range(2))
    assert (one.errors, other.errors) == (0, 0)
    assert one.added + other.added == 400
    assert one.already_there + other.already_there == 400
    assert counted(engine, ORDERS) == 400
    assert counted(engine, "select count(*) from parties_customer") == 20


@pytest.mark.parametrize("batch_commands", [1, 7, 500])
def test_the_size_of_batches_makes_no_difference(engine: TestEngine, tmp_path: Path, batch_commands: int) -> None:
    open_shop(engine)
    file = write_orders(tmp_path, order_lines(40))
    report = imported(engine, file, write_mapping(tmp_path), batch_commands=batch_commands)
    assert (report.added, counted(engine, ORDERS)) == (40, 40)
