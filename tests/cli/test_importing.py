"""`ordino import` as a person runs it."""

import json
import signal
import subprocess
import sys
import time
from collections.abc import Iterator
from pathlib import Path

import psycopg
import pytest

from ordino.engine import embedded
from tests.adapters.world import MAPPING, order_lines, write_mapping, write_orders
from tests.cli.running import environment, ordino


@pytest.fixture(scope="module")
def data_directory(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Path]:
    directory = tmp_path_factory.mktemp("import")
    assert ordino("migrate", data_directory=directory).returncode == 0
    yield directory
    embedded.stop(directory)


def files_in(folder: Path) -> tuple[str, ...]:
    """Where errors and listed lines go: not into the working directory of the tests."""
    return "--errors", str(folder / "errors.csv"), "--listed", str(folder / "listed.csv")


def orders_there(data_directory: Path, channel: str) -> int:
    with psycopg.connect(embedded.database_url(data_directory)) as connection:
        row = connection.execute(
            "select count(*) from orders_order join network_channel channel on channel.id = channel_id where code = %s",
            [channel],
        ).fetchone()
    return int(row[0]) if row else 0


def test_a_dry_run_reconciles_and_needs_no_database(tmp_path: Path) -> None:
    file = write_orders(tmp_path, order_lines(3))
    command = ("import", "orders", str(file), "-m", write_mapping(tmp_path), "--dry-run", *files_in(tmp_path))
    done = ordino(*command, data_directory=tmp_path / "none")
    assert done.returncode == 0, done.stderr
    assert "goods captured" in done.stdout
    assert "sum of the file" in done.stdout
    assert not (tmp_path / "none").exists()


def test_an_import_answers_a_program_and_names_what_was_refused(data_directory: Path, tmp_path: Path) -> None:
    lines = order_lines(3)
    file = write_orders(tmp_path, [lines[0], lines[1].replace("1.50", "=1+1"), lines[2]])
    mapping = write_mapping(tmp_path, MAPPING.replace('"shop"', '"json"'))
    command = ("import", "orders", str(file), "--mapping", mapping, *files_in(tmp_path), "--json")

    first = ordino(*command, data_directory=data_directory)
    again = ordino(*command, data_directory=data_directory)

    assert (first.returncode, again.returncode) == (2, 2), first.stderr
    answer, repeated = json.loads(first.stdout), json.loads(again.stdout)
    assert (answer["added"], answer["already_there"], answer["errors"]) == (2, 0, 1)
    assert (repeated["added"], repeated["already_there"]) == (0, 2)
    assert answer["first_errors"][0]["line"] == 3
    assert answer["reconciliation"]["captured"]["goods"] == "6.00"
    written = (tmp_path / "errors.csv").read_text("utf-8").splitlines()
    assert written[1].startswith("3,2,price,Formula found,the formula =1+1,")


def test_an_interrupted_import_says_so_and_is_finished_by_repeating_it(data_directory: Path, tmp_path: Path) -> None:
    file = write_orders(tmp_path, order_lines(6_000))
    mapping = write_mapping(tmp_path, MAPPING.replace('"shop"', '"interrupted"'))
    command = ("import", "orders", str(file), "--mapping", mapping, *files_in(tmp_path))
    process = subprocess.Popen(
        [sys.executable, "-m", "ordino", *command],
        env=environment(data_directory),
        stderr=subprocess.PIPE,
        text=True,
        cwd=tmp_path,
    )
    deadline = time.monotonic() + 60
    while orders_there(data_directory, "interrupted") < 500 and process.poll() is None and time.monotonic() < deadline:
        time.sleep(0.005)
    process.send_signal(signal.SIGINT)
    _, said = process.communicate(timeout=60)

    assert process.returncode == 130
    assert "the same command again adds the rest" in said
    there = orders_there(data_directory, "interrupted")
    assert 500 <= there < 6_000
    assert ordino(*command, data_directory=data_directory).returncode == 0
    assert orders_there(data_directory, "interrupted") == 6_000


def test_a_mapping_that_is_not_there_is_answered_with_those_that_are(tmp_path: Path) -> None:
    done = ordino("import", "orders", "x.csv", "--mapping", "nothing", "--dry-run", data_directory=tmp_path)
    assert done.returncode == 2
    assert "online_retail_orders" in done.stderr


def test_a_file_that_is_not_there_is_one_clear_error(tmp_path: Path) -> None:
    done = ordino("import", "orders", "nothing.csv", "--mapping", "online_retail", "--dry-run", data_directory=tmp_path)
    assert done.returncode == 2
    assert "nothing.csv: No such file or directory" in done.stderr
    assert not Path("nothing.errors.csv").exists()


def test_a_shipped_mapping_can_be_printed_to_begin_ones_own_with(tmp_path: Path) -> None:
    done = ordino("import", "mappings", "online_retail_orders", data_directory=tmp_path)
    assert done.returncode == 0
    assert "[values.countries]" in done.stdout


def test_stock_can_be_spread_over_locations_on_the_command_line(data_directory: Path, tmp_path: Path) -> None:
    refused = ordino(
        "import", "stock", "x.csv", "-m", "online_retail", "--location", "LON:0", data_directory=data_directory
    )
    assert refused.returncode == 2
    assert "a number from 1 to 999999" in refused.stderr


def test_a_history_comes_in_from_nothing_with_two_commands(data_directory: Path, tmp_path: Path) -> None:
    mapping = write_mapping(tmp_path, MAPPING.replace('"shop"', '"history"'))
    (tmp_path / "stock").mkdir()
    stock_mapping = write_mapping(tmp_path / "stock", MAPPING.replace('kind = "orders"', 'kind = "stock"'))
    file = write_orders(tmp_path, order_lines(60))
    places = ("--location", "LON:2:GB", "--location", "MAN:1:GB")

    stock = ordino(
        "import",
        "stock",
        str(file),
        "-m",
        stock_mapping,
        *places,
        *files_in(tmp_path)[:2],
        data_directory=data_directory,
    )
    orders = ordino("import", "orders", str(file), "-m", mapping, *files_in(tmp_path), data_directory=data_directory)

    assert (stock.returncode, orders.returncode) == (0, 0), stock.stderr + orders.stderr
    assert "100 receipts added" in stock.stdout
    assert "60 orders added, 0 there already, 0 errors" in orders.stdout
