"""`ordino order` and `ordino stock` as a person runs them."""

import json
from pathlib import Path
from typing import Any

import pytest

from tests.cli.running import ordino
from tests.conftest import TestEngine
from tests.support.database import TestDatabase
from tests.support.merchant import Merchant, line

ADDRESS = {
    "recipient": "Ada Byron",
    "street": "12 St James's Square",
    "city": "London",
    "postal_code": "SW1Y 4JH",
    "country": "GB",
}


class Shell:
    """Runs commands on the test's database; `done` is what they print, `refused` what they say on leaving with 2."""

    def __init__(self, folder: Path, database: TestDatabase) -> None:
        self._folder = folder
        self._database = database

    def done(self, *arguments: object) -> str:
        answer = self._run(*arguments)
        assert answer.returncode == 0, answer.stderr
        return answer.stdout

    def json(self, *arguments: object) -> Any:
        return json.loads(self.done(*arguments, "--json"))

    def refused(self, *arguments: object) -> str:
        answer = self._run(*arguments)
        assert (answer.returncode, answer.stdout) == (2, ""), answer.stderr
        return answer.stderr

    def explained(self, *arguments: object) -> str:
        """What is said on leaving with 2, in one line however it was wrapped."""
        return " ".join(self.refused(*arguments).split())

    def _run(self, *arguments: object) -> Any:
        words = [str(argument) for argument in arguments]
        return ordino(*words, data_directory=self._folder, ORDINO_DATABASE_URL=self._database.url)


@pytest.fixture
def merchant(engine: TestEngine) -> Merchant:
    merchant = Merchant(engine)
    merchant.channel()
    merchant.stock("A", 10)
    return merchant


@pytest.fixture
def shell(tmp_path: Path, database: TestDatabase) -> Shell:
    return Shell(tmp_path, database)


def test_an_order_is_previewed_placed_and_shown(merchant: Merchant, shell: Shell, tmp_path: Path) -> None:
    file = tmp_path / "order.json"
    lines = [{"sku": "A", "quantity": 2, "unit_price": "2.55"}]
    file.write_text(json.dumps({"channel": "shop", "ship_to": ADDRESS, "lines": lines}))

    assert "is confirmed: version 1, total 5.10 GBP." in shell.done("order", "place", file, "--preview")
    assert merchant.rows("select count(*) from orders_order") == [(0,)]
    placed = shell.json("order", "place", file, "--key", "K-1")
    again = shell.done("order", "place", file, "--key", "K-1")

    number = placed["result"]["order_id"]
    assert placed["outcome"] == "completed"
    assert [event["event"] for event in placed["events"]] == ["OrderPlaced", "OrderConfirmed", "OrderSourced"]
    assert "nothing was done again" in again
    page = shell.done("order", "show", number)
    assert f"Order {number} confirmed, allocated, v1" in page
    assert "2 from LON" in page
    assert shell.json("order", "show", number)["ship_to"]["city"] == "London"
    assert str(number) in shell.done("order", "list", "--state", "confirmed")
    assert [row["id"] for row in shell.json("order", "list", number)] == [number]


def test_a_batch_prints_an_outcome_for_each_order(merchant: Merchant, shell: Shell, tmp_path: Path) -> None:
    file = tmp_path / "orders.json"
    good = {"channel": "shop", "lines": [{"sku": "A", "quantity": 1, "unit_price": "1"}]}
    file.write_text(json.dumps([good, {"channel": "nowhere", "lines": []}]))

    answer = shell._run("order", "place", file)

    assert answer.returncode == 2
    assert "is placed: version 1, total 1.00 GBP." in answer.stdout
    assert "Not found\nThere is no channel nowhere." in answer.stderr


def test_holds_are_opened_assigned_listed_and_released_by_their_reason(merchant: Merchant, shell: Shell) -> None:
    number = merchant.place(line("A", 1, "1.00"))

    shell.done("order", "hold", number, "--reason", "fraud", "--detail", "Three cards")
    shell.done("order", "assign", number, "fraud", "--owner", "Grace", "--due", "2026-03-02T17:00")
    (queued,) = shell.json("order", "holds", "--owner", "Grace")
    assert (queued["order_id"], queued["due_at"]) == (number, "2026-03-02T17:00:00Z")
    assert "Three cards" in shell.done("order", "holds")
    shell.done("order", "release", number, "fraud", "--note", "called")

    assert merchant.rows("select state, note from orders_hold") == [("released", "called")]
    assert shell.refused("order", "release", number, "fraud") == (
        f"Not found\nThere is no open hold of order {number} fraud.\n"
    )


def test_an_order_is_changed_split_merged_prioritized_and_canceled(merchant: Merchant, shell: Shell) -> None:
    customer_id = merchant.customer()
    number = merchant.place(line("A", 3, "10.00"), line("WHAT", 1, "5.00"), customer_id=customer_id)

    shell.done("order", "change", number, "--choose", "2:A", "--add", "A=1@2.50", "--cancel", "1:1")
    assert merchant.order_row(number, "state, total_minor, version") == ("confirmed", 2750, 2)
    new = shell.json("order", "split", number, "1:1")["result"]["order_id"]
    shell.done("order", "prioritize", new, 7)
    assert "total 27.50 GBP" in shell.done("order", "merge", number, new)
    assert "is canceled" in shell.done("order", "cancel", number, "--reason", "late", "--preview")
    assert "is canceled" in shell.done("order", "cancel", number, "--reason", "late")

    assert merchant.free("A") == 10
    refusal = shell.refused("order", "confirm", number)
    assert refusal.startswith("Not possible in this state\n")
    assert shell.refused("order", "expire", 1) == "Not found\nThere is no order 1.\n"


def test_what_is_not_understood_is_said_before_anything_is_done(
    merchant: Merchant, shell: Shell, tmp_path: Path
) -> None:
    number = merchant.place(line("A", 3, "10.00"))
    wrong = tmp_path / "wrong.json"
    wrong.write_text('{"channel": "shop"}')

    assert "missing required field `lines`" in shell.explained("order", "place", wrong)
    assert "cannot be read" in shell.explained("order", "place", tmp_path / "none.json")
    assert "not a line like" in shell.explained("order", "change", number, "--add", "A")
    assert "a line and a quantity" in shell.explained("order", "split", number, "1")
    assert "the states are" in shell.explained("order", "list", "--state", "odd")


def test_stock_is_received_counted_adjusted_reserved_moved_and_shown(merchant: Merchant, shell: Shell) -> None:
    merchant.location("LEEDS")

    assert shell.done("stock", "receive", "A", 5, "--at", "LON", "--preview") == "On hand 15, available 15.\n"
    assert shell.done("stock", "receive", "A", 5, "--at", "LON") == "On hand 15, available 15.\n"
    assert "The count differs by -1." in shell.done("stock", "count", "A", 14, "--at", "LON")
    assert (
        shell.done("stock", "adjust", "A", "--at", "LON", "--reason", "broken", "--", -2)
        == "On hand 12, available 12.\n"
    )
    assert "holds until" in shell.done("stock", "reserve", "A", 2, "--at", "LON", "--owner", "cart-77")
    assert "4 on their way" in shell.done("stock", "move", "A", 4, "--from", "LON", "--to", "LEEDS")

    shown = shell.json("stock", "show", "A")
    assert shown["levels"][0]["on_hand"] == 8
    assert "LON" in shell.done("stock", "show", "A")
    assert shell.refused("stock", "move", "A", 99, "--from", "LON", "--to", "LEEDS").startswith("Not enough stock\n")


def test_help_shows_examples(shell: Shell) -> None:
    for part, command in (("order", "change"), ("order", "place"), ("stock", "adjust")):
        assert f"ordino {part} {command}" in shell.done(part, command, "--help")
