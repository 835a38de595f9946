"""`ordino export` as a person runs it."""

import csv
from pathlib import Path

import pytest

from tests.cli.test_orders import Shell
from tests.conftest import TestEngine
from tests.support.database import TestDatabase
from tests.support.merchant import Merchant, line


@pytest.fixture
def merchant(engine: TestEngine) -> Merchant:
    merchant = Merchant(engine)
    merchant.channel()
    merchant.stock("A", 5)
    merchant.place(line("A", 2, "10.00"), customer_name="@SUM(1)")
    return merchant


@pytest.fixture
def shell(tmp_path: Path, database: TestDatabase) -> Shell:
    return Shell(tmp_path, database)


@pytest.mark.usefixtures("merchant")
def test_orders_are_written_and_no_cell_is_a_formula(shell: Shell, tmp_path: Path) -> None:
    assert shell.json("export", "orders", tmp_path / "orders.csv")["rows"] == 1
    (row,) = csv.DictReader((tmp_path / "orders.csv").open(encoding="utf-8"))
    assert (row["total_minor"], row["customer_name"]) == ("2000", "'@SUM(1)")


@pytest.mark.usefixtures("merchant")
def test_a_time_without_a_zone_is_utc(shell: Shell, tmp_path: Path) -> None:
    lines = ("export", "order_lines", tmp_path / "lines.jsonl", "--since")
    assert "1 rows in" in shell.done(*lines, "2026-03-02T09:00:00")
    assert "0 rows in" in shell.done(*lines, "2026-03-02T09:00:01")


def test_an_unknown_ending_is_refused(shell: Shell, tmp_path: Path) -> None:
    assert "its name ends in .csv, .xlsx, .jsonl" in shell.explained("export", "stock", tmp_path / "stock.doc")
