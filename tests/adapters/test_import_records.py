"""Imports of products, customers and stock: each once, however often they are imported."""

from pathlib import Path

from msgspec.structs import replace

from ordino.adapters.importing.mapping import Receipt, load_mapping
from ordino.adapters.importing.report import ImportOptions, ImportReport
from ordino.adapters.importing.runner import run_import
from ordino.engine import SYSTEM
from tests.adapters.world import MAPPING, counted, open_shop, order_lines, write_mapping, write_orders
from tests.conftest import TestEngine


def imported(
    engine: TestEngine, folder: Path, kind: str, lines: list[str], *, dry_run: bool = False, **changes: object
) -> ImportReport:
    name = write_mapping(folder, MAPPING.replace('kind = "orders"', f'kind = "{kind}"'))
    mapping = replace(load_mapping(name), **changes)  # type: ignore[arg-type]
    return run_import(engine, write_orders(folder, lines), mapping, ImportOptions(dry_run=dry_run), actor=SYSTEM)


def test_products_are_registered_once(engine: TestEngine, tmp_path: Path) -> None:
    open_shop(engine)
    first = imported(engine, tmp_path, "products", order_lines(200))
    again = imported(engine, tmp_path, "products", order_lines(200))
    assert (first.added, first.already_there, again.added, again.already_there) == (50, 0, 0, 50)


def test_customers_are_registered_once_in_the_channel(engine: TestEngine, tmp_path: Path) -> None:
    open_shop(engine)
    first = imported(engine, tmp_path, "customers", order_lines(200))
    again = imported(engine, tmp_path, "customers", order_lines(200))
    assert (first.added, first.already_there, again.added, again.already_there) == (20, 0, 0, 20)


def test_stock_is_the_sum_of_the_goods_and_received_once_for_each_reference(engine: TestEngine, tmp_path: Path) -> None:
    open_shop(engine)
    lines = [*order_lines(100), "200,SKU-1,-9,1.50,2026-01-05,C1"]
    imported(engine, tmp_path, "products", lines)
    places = (Receipt("MAIN"),)
    first = imported(engine, tmp_path, "stock", lines, locations=places)
    again = imported(engine, tmp_path, "stock", lines, locations=places)
    assert (first.added, again.added, again.already_there) == (50, 0, 50)
    assert counted(engine, "select sum(on_hand) from inventory_level") == 200
    imported(engine, tmp_path, "stock", lines, locations=places, stock_reference="second delivery")
    assert counted(engine, "select sum(on_hand) from inventory_level") == 400


def test_stock_is_spread_over_locations_by_weight_without_losing_a_unit(engine: TestEngine, tmp_path: Path) -> None:
    open_shop(engine)
    with engine.connection() as connection:
        connection.execute("insert into network_location (code, name, country) values ('LON', 'London', 'GB')")
    lines = ["1,A,7,1.50,2026-01-05,C1"]
    imported(engine, tmp_path, "products", lines)
    imported(engine, tmp_path, "stock", lines, locations=(Receipt("MAIN", 2), Receipt("LON", 1)))
    with engine.connection() as connection:
        found = connection.execute(
            "select location.code, on_hand from inventory_level join network_location location on location_id = location.id "
            "order by location.code"
        ).fetchall()
    assert found == [("LON", 2), ("MAIN", 5)]


def test_stock_of_an_unknown_product_is_refused_with_its_line_and_at_an_unknown_location_as_a_whole(
    engine: TestEngine, tmp_path: Path
) -> None:
    open_shop(engine)
    places = (Receipt("MAIN"),)
    report = imported(engine, tmp_path, "stock", order_lines(1), locations=places, create_missing=False)
    assert [(problem.line, "SKU-1" in problem.found) for problem in report.first_errors] == [(2, True)]
    imported(engine, tmp_path, "products", order_lines(1))
    report = imported(engine, tmp_path, "stock", order_lines(1), locations=(Receipt("NOWHERE"),))
    assert report.stopped_by is not None
    assert report.stopped_by.found == "There is no location NOWHERE"


def test_stock_of_an_unknown_product_makes_it_known_with_create_missing(engine: TestEngine, tmp_path: Path) -> None:
    open_shop(engine)
    report = imported(engine, tmp_path, "stock", order_lines(3), locations=(Receipt("MAIN"),))
    assert (report.added, report.errors, counted(engine, "select count(*) from catalog_sku")) == (3, 0, 3)


def test_a_location_that_says_its_country_is_made_known(engine: TestEngine, tmp_path: Path) -> None:
    open_shop(engine)
    imported(engine, tmp_path, "products", order_lines(1))
    report = imported(engine, tmp_path, "stock", order_lines(1), locations=(Receipt("LON", country="GB"),))
    assert (report.added, report.errors) == (1, 0)


def test_a_dry_run_of_stock_knows_what_was_received_before(engine: TestEngine, tmp_path: Path) -> None:
    open_shop(engine)
    lines = order_lines(3)
    places = {"locations": (Receipt(location="MAIN", weight=1), Receipt(location="NEW", weight=1, country="GB"))}
    first = imported(engine, tmp_path, "stock", lines[:1], dry_run=True, **places)
    assert (first.added, first.already_there, first.errors) == (2, 0, 0)
    assert counted(engine, "select count(*) from inventory_movement") == 0

    imported(engine, tmp_path, "stock", lines[:2], locations=places["locations"][:1])
    again = imported(engine, tmp_path, "stock", lines, dry_run=True, locations=places["locations"][:1])
    assert (again.added, again.already_there, again.errors) == (1, 2, 0)
    strict = imported(
        engine, tmp_path, "stock", lines, dry_run=True, locations=places["locations"][:1], create_missing=False
    )
    assert (strict.added, strict.already_there, strict.errors) == (0, 2, 1)
    assert counted(engine, "select count(*) from inventory_movement") == 2


def test_a_dry_run_of_customers_knows_who_is_there(engine: TestEngine, tmp_path: Path) -> None:
    open_shop(engine)
    imported(engine, tmp_path, "customers", order_lines(2))
    report = imported(engine, tmp_path, "customers", order_lines(3), dry_run=True)
    assert (report.added, report.already_there) == (1, 2)
    assert counted(engine, "select count(*) from parties_customer") == 2
