"""`ordino return` and `ordino exchange` as a person runs them."""

from pathlib import Path

import pytest

from tests.cli.test_orders import Shell
from tests.conftest import TestEngine
from tests.returns.world import Returns
from tests.support.database import TestDatabase
from tests.support.merchant import line


@pytest.fixture
def shop(engine: TestEngine) -> Returns:
    shop = Returns(engine)
    shop.channel()
    shop.stock("A", 5)
    shop.carrier()
    return shop


@pytest.fixture
def shell(tmp_path: Path, database: TestDatabase) -> Shell:
    return Shell(tmp_path, database)


def test_a_return_from_the_request_to_the_money(shop: Returns, shell: Shell) -> None:
    shell.done("return", "policy", "--fee", "10")
    order_id = shop.place(line("A", 2, "25.00"))
    shop.deliver(order_id)

    asked = shell.json("return", "request", order_id, "1:2", "--reason", "size")
    number = asked["result"]["return_id"]
    shell.done("return", "approve", number)
    shell.done("return", "transit", number, "--tracking", "1Z")
    assert "partially received" in shell.done("return", "receive", number, "1:1", "--location", "LON")
    shell.done("return", "receive", number, "1:1", "--location", "LON")
    shell.done("return", "inspect", number, "1:1")
    shell.done("return", "inspect", number, "1:1", "--disposition", "refurbish", "--condition", "scratched")

    seen = shell.done("return", "refund", number, "--preview")
    assert "45.00 GBP go to original (goods 50.00, less a fee of 5.00)" in " ".join(seen.split())
    assert shop.state(number) == "inspected"
    booked = shell.json("return", "refund", number, "--no-shipping")
    assert booked["result"]["refund_minor"] == 4500
    assert "closed" in shell.done("return", "show", number)
    assert str(number) in shell.done("return", "list", "--state", "closed")


def test_what_may_be_returned_and_why_not(shop: Returns, shell: Shell) -> None:
    shell.done("return", "policy", "--channel", "shop", "--days", "30", "--not-sku", "A")
    order_id = shop.place(line("A", 2, "25.00"))
    shop.deliver(order_id)

    (row,) = shell.json("return", "eligible", order_id)
    assert (row["returnable"], row["reasons"][-1]) == (2, "A is not taken back")
    assert "A is not taken back" in shell.explained("return", "request", order_id, "1:1")
    shell.done("return", "request", order_id, "1:1", "--override", "good customer", "--reason", "damaged")
    assert shell.json("return", "reasons", "--since", "2020-01-01") == [
        {"reason": "damaged", "sku": "A", "returns": 1, "units": 1}
    ]
    assert shell.json("return", "returners") == []
    assert "no return 1" in shell.explained("return", "show", 10**15).replace("1000000000000000", "1")


def test_an_exchange(shop: Returns, shell: Shell) -> None:
    order_id = shop.place(line("A", 1, "25.00"))
    shop.deliver(order_id)
    number = shop.accepted_return(order_id, (1, 1))

    told = shell.done("exchange", number, "A=1@60.00")

    assert "25.00 GBP go to exchange" in " ".join(told.split())
    assert shop.rows("select total_minor from orders_order where external_reference = %s", f"exchange/{number}") == [
        (6000,)
    ]
