"""One list of orders in every format gives one answer, and whatever lines a file has, the account closes."""

import json
from decimal import Decimal
from pathlib import Path

import openpyxl
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from ordino.adapters.importing.mapping import load_mapping
from ordino.adapters.importing.report import ImportOptions, ImportReport
from ordino.adapters.importing.runner import run_import
from ordino.engine import SYSTEM
from tests.adapters.world import MAPPING, order_lines, write_mapping, write_orders

HEADER = ("order", "sku", "quantity", "price", "placed_at", "customer")


def dry_run(file: Path, mapping: str) -> ImportReport:
    return run_import(None, file, load_mapping(mapping), ImportOptions(dry_run=True), actor=SYSTEM)


def rows() -> list[list[str]]:
    lines = [line.split(",") for line in order_lines(30)]
    lines[3][3] = "=1+1"
    lines[7][2] = "-2"
    return lines


def as_csv(folder: Path) -> Path:
    return write_orders(folder, [",".join(row) for row in rows()])


def as_xlsx(folder: Path) -> Path:
    book = openpyxl.Workbook()
    for row in (list(HEADER), *rows()):
        book.worksheets[0].append(row)
    book.save(folder / "orders.xlsx")
    return folder / "orders.xlsx"


def as_json(folder: Path) -> Path:
    path = folder / "orders.json"
    path.write_text(json.dumps([dict(zip(HEADER, row, strict=True)) for row in rows()]), "utf-8")
    return path


def as_json_lines(folder: Path) -> Path:
    path = folder / "orders.jsonl"
    path.write_text("\n".join(json.dumps(dict(zip(HEADER, row, strict=True))) for row in rows()), "utf-8")
    return path


@pytest.mark.parametrize("write", [as_csv, as_xlsx, as_json, as_json_lines])
def test_the_same_orders_in_every_format_give_the_same_account(tmp_path: Path, write: object) -> None:
    report = dry_run(write(tmp_path), write_mapping(tmp_path))  # type: ignore[operator]
    assert (report.added, report.errors) == (28, 1)
    assert "the formula =1+1" in report.first_errors[0].found
    found = report.reconciliation
    assert found is not None
    assert (found.captured.goods, found.listed_amount, found.difference) == (Decimal("84.00"), Decimal("-3.00"), 0)
    assert (found.file_lines, found.unreadable_lines) == (30, 1)


NOTES = """
[[notes]]
where = { customer = "" }
category = "no customer"
"""
amounts = st.decimals("-99999.999999", "99999.999999", allow_nan=False, allow_infinity=False, places=6).map(
    lambda amount: f"{amount:f}"
)
cells = st.one_of(amounts, st.sampled_from(["", "0", "NaN", "1e9", "=1", "x", "1.005", "0.001", "2.675"]))
lines = st.tuples(st.integers(1, 6), st.integers(-3, 40), cells, st.sampled_from(["", "C1", "C2"]))


@settings(max_examples=60)
@given(given_lines=st.lists(lines, max_size=40))
def test_whatever_lines_a_file_has_the_account_closes(
    tmp_path_factory: pytest.TempPathFactory, given_lines: list[tuple[int, int, str, str]]
) -> None:
    folder = tmp_path_factory.mktemp("account")
    written = [
        f"{order},SKU-{order},{quantity},{price},2026-01-05,{customer}"
        for order, quantity, price, customer in given_lines
    ]
    report = dry_run(write_orders(folder, written), write_mapping(folder, MAPPING + NOTES))
    found = report.reconciliation
    assert found is not None
    assert found.difference == 0
    listed = sum(category.lines for category in found.listed)
    assert found.file_lines == found.captured.lines + listed + found.refused_lines + found.unreadable_lines
