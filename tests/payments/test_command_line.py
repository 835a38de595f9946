"""`ordino payment` and `ordino refund` as a person runs them."""

from pathlib import Path

import pytest

from tests.cli.test_orders import Shell
from tests.payments.till import Till
from tests.support.database import TestDatabase


@pytest.fixture
def shell(tmp_path: Path, database: TestDatabase) -> Shell:
    return Shell(tmp_path, database)


def test_money_is_authorized_captured_shown_and_given_back(till: Till, shell: Shell) -> None:
    order_id = till.order("100.00")

    assert "100.00 GBP open" in shell.done("payment", "authorize", order_id, "100.00", "--preview")
    assert till.sums(order_id) == (0, 0, 0)
    shell.done("payment", "authorize", order_id, "100.00", "--method", "transfer")
    told = shell.json("payment", "capture", order_id, "60", "--reference", "invoice/1")
    assert told["result"]["captured_minor"] == 6000
    (payment,) = shell.json("payment", "list", "--order", order_id)
    page = shell.done("payment", "show", payment["id"])
    assert "invoice/1" in page
    assert "60.00" in page

    shell.done("refund", "limit", 1000)
    shell.done("refund", "order", order_id, "20.00", "--reason", "scratched", "--reference", "case/1")
    (refund,) = shell.json("refund", "list", "--state", "proposed")
    shell.done("refund", "approve", refund["id"])
    assert "20.00 GBP refunded" in shell.done("refund", "confirm", refund["id"])
    assert "scratched" in shell.done("refund", "list")
    assert "at most 40.00 GBP can go back" in shell.explained(
        "refund", "order", order_id, "41.00", "--reason", "more", "--reference", "case/2"
    )
    shell.done("payment", "void", order_id)
    assert till.sums(order_id) == (0, 6000, 2000)


def test_what_is_not_an_amount_is_said(till: Till, shell: Shell) -> None:
    order_id = till.order("100.00")

    assert "is not an amount of GBP like 25.00" in shell.explained("payment", "record", order_id, "1.005")
    assert shell.explained("payment", "record", 1, "1.00") == "Not found There is no order 1."
    assert shell.explained("payment", "show", 7) == "Not found There is no payment 7."
    assert "There is no such state" in shell.explained("refund", "list", "--state", "odd")
