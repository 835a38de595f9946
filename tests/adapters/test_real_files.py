"""The real histories: every line of them accounted for, to the last digit they have."""

import gzip
from decimal import Decimal
from pathlib import Path

import pytest

from ordino.adapters.importing.figures import CategoryTotal
from ordino.adapters.importing.mapping import ImportKind, load_mapping
from ordino.adapters.importing.report import ImportOptions, ImportReport
from ordino.adapters.importing.runner import run_import
from ordino.engine import SYSTEM
from ordino.flows.wiring import load_handlers
from ordino.simulation.audit.run import audit
from tests.adapters.world import counted
from tests.conftest import TestEngine
from tests.support.shared import shared_path

RETAIL = "data/online_retail/2010-12_to_2011-06.csv.gz"
NORTHWIND = "data/northwind/src/create.sql"


def imported(engine: TestEngine | None, file: Path, family: str, kind: ImportKind) -> ImportReport:
    return run_import(engine, file, load_mapping(family, kind=kind), ImportOptions(), actor=SYSTEM)


def assert_clean(engine: TestEngine) -> None:
    with engine.reader() as reader:
        report = audit(reader, now=engine.clock())
    assert report.differences == ()


@pytest.fixture
def first_invoices(tmp_path: Path) -> Path:
    """The first 20,000 lines of the retail history, with 1,111 invoices."""
    path = tmp_path / "slice.csv"
    with gzip.open(shared_path(RETAIL), "rb") as whole, path.open("wb") as part:
        part.writelines(line for _, line in zip(range(20_001), whole, strict=False))
    return path


def test_every_line_of_the_retail_history_is_accounted_for() -> None:
    report = imported(None, shared_path(RETAIL), "online_retail", "orders")
    found = report.reconciliation
    assert found is not None
    assert (report.added, report.errors, found.file_lines) == (9_592, 0, 245_903)
    assert (found.file_total, found.difference) == (Decimal("4397950.761"), 0)
    captured = found.captured
    assert (captured.lines, captured.goods) == (238_743, Decimal("4646171.17"))
    assert (captured.shipping, captured.fees, captured.discounts) == (Decimal("122980.85"), Decimal("1002.24"), 0)
    assert captured.rounding == Decimal("0.001")
    assert {category.category: (category.lines, category.amount) for category in found.listed} == {
        "bank charge": (15, Decimal("-5089.21")),
        "cancellation or return": (4_195, Decimal("-184211.31")),
        "charge without goods": (70, Decimal("42010.32")),
        "discount given afterwards": (35, Decimal("-3632.67")),
        "manual credit": (119, Decimal("-92423.29")),
        "marketplace fee or commission": (19, Decimal("-117545.59")),
        "no price": (719, 0),
        "postage credited": (64, Decimal("-9807.30")),
        "sample": (50, Decimal("-2015.27")),
        "voucher": (23, Decimal("510.82")),
        "write-off": (758, 0),
    }
    assert found.noted == (CategoryTotal("no customer", 67_254, Decimal("807118.02")),)


def test_the_retail_history_becomes_allocated_orders_and_stock_that_is_used_up(
    engine: TestEngine, first_invoices: Path
) -> None:
    load_handlers()
    received = (
        imported(engine, first_invoices, "online_retail", "products"),
        imported(engine, first_invoices, "online_retail", "stock"),
    )
    assert [report.errors for report in received] == [0, 0]
    report = imported(engine, first_invoices, "online_retail", "orders")
    found = report.reconciliation
    assert found is not None
    assert (report.errors, found.difference, found.file_lines) == (0, 0, 20_000)
    assert counted(engine, "select count(*) from orders_order") == report.added
    assert counted(engine, "select count(*) from orders_line") == found.captured.lines
    assert counted(engine, "select sum(total_minor) from orders_order") == found.captured.total * 100
    assert counted(engine, "select sum(ordered - allocated) from orders_line") == 0
    assert counted(engine, "select sum(on_hand - allocated) from inventory_level") == 0
    assert counted(engine, "select count(*) from orders_hold") == 0
    assert_clean(engine)


def test_northwind_is_imported_whole(engine: TestEngine) -> None:
    load_handlers()
    file = shared_path(NORTHWIND)
    products = imported(engine, file, "northwind", "products")
    customers = imported(engine, file, "northwind", "customers")
    stock = imported(engine, file, "northwind", "stock")
    orders = imported(engine, file, "northwind", "orders")
    assert (products.added, customers.added, stock.added, orders.added) == (77, 93, 77, 830)
    assert [report.errors for report in (products, customers, stock, orders)] == [0, 0, 0, 0]
    found = orders.reconciliation
    assert found is not None
    assert (found.captured.lines, found.captured.goods) == (2_155, Decimal("1354458.59"))
    assert (found.captured.discounts, found.captured.shipping) == (Decimal("88665.83"), Decimal("64942.69"))
    assert (found.file_total, found.captured.rounding, found.difference) == (
        Decimal("1330735.7295"),
        Decimal("0.2795"),
        0,
    )
    assert counted(engine, "select sum(total_minor) from orders_order") == 133_073_545
    assert counted(engine, "select count(*) from orders_hold") == 0
    assert_clean(engine)
    again = imported(engine, file, "northwind", "orders")
    assert (again.added, again.already_there) == (0, 830)
