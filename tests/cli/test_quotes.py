"""`ordino quote` as a person runs it."""

from pathlib import Path

import pytest

from tests.cli.test_orders import Shell
from tests.conftest import TestEngine
from tests.quotes.world import Sales
from tests.support.database import TestDatabase

ORDER = '{"channel": "shop", "customer_name": "Ada", "lines": [{"sku": "A", "quantity": 1, "unit_price": "%s"}]}'


@pytest.fixture
def sales(engine: TestEngine) -> Sales:
    sales = Sales(engine)
    sales.channel()
    sales.stock("A", 5)
    return sales


@pytest.fixture
def shell(tmp_path: Path, database: TestDatabase) -> Shell:
    return Shell(tmp_path, database)


def test_a_quote_from_the_draft_to_the_order(sales: Sales, shell: Shell, tmp_path: Path) -> None:
    first, second = tmp_path / "first.json", tmp_path / "second.json"
    first.write_text(ORDER % "95.00")
    second.write_text(ORDER % "97.00")
    until = ("--valid-until", "2099-03-31")

    shell.done("quote", "draft", first, *until, "--preview")
    assert sales.rows("select count(*) from quotes_quote") == [(0,)]
    number = shell.json("quote", "draft", first, *until)["result"]["quote_id"]
    shell.done("quote", "send", number, 1)
    assert "Revision 2" in shell.done("quote", "revise", number, 1, second, *until)
    shell.done("quote", "send", number, 2)
    shell.refused("quote", "accept", number, 1)
    done = shell.json("quote", "accept", number, 2)
    assert done["events"][0]["event"] == "QuoteAccepted"

    assert "ordered as order" in shell.done("quote", "show", number)
    assert "97.00 GBP" in shell.done("quote", "list", "--state", "ordered")
    assert [row["revision"] for row in shell.json("quote", "list")] == [2]
    shell.refused("quote", "decline", number, 2, "--reason", "too much")
    shell.refused("quote", "show", 999999)
    assert sales.rows("select total_minor from orders_order") == [(9700,)]
