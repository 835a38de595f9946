"""`ordino fulfill`, `pick` and `pack` as a person runs them."""

from pathlib import Path

import pytest

from tests.cli.test_orders import Shell
from tests.conftest import TestEngine
from tests.fulfillment.house import House
from tests.support.database import TestDatabase


@pytest.fixture
def house(engine: TestEngine) -> House:
    house = House(engine)
    house.channel()
    house.tax("GB", "20")
    house.stock("A", 10)
    return house


@pytest.fixture
def shell(tmp_path: Path, database: TestDatabase) -> Shell:
    return Shell(tmp_path, database)


def test_from_plan_to_package(house: House, shell: Shell) -> None:
    order_id = house.order(("A", 3))

    assert "Preview" not in shell.done("fulfill", "plan", order_id, "--preview")
    assert house.fulfillment_orders(order_id) == []
    assert shell.json("fulfill", "wave") == {"released_orders": 1}
    ((key,),) = house.rows("select id from fulfillment_order")
    batch = shell.json("pick", "open", "LON")["result"]["pick_batch_id"]
    (stop,) = shell.json("pick", "list", batch)
    assert (stop["sku"], stop["quantity"], stop["fulfillment_order_id"]) == ("A", 3, key)
    assert f"Fulfillment order {key} of order {order_id} is picking: 2 units. 1 were not there" in shell.done(
        "pick", "units", key, "--found", "1:1", "--short", "1:1"
    )
    assert "closed: 1 fulfillment orders, 0 units left" in shell.done("pick", "record", batch)
    assert shell.json("pack", key, "--weight", 900)["result"]["weight_grams"] == 900
    shown = shell.json("fulfill", "show", key)
    assert (shown["fulfillment_order"]["state"], shown["lines"][0]["short"], len(shown["packages"])) == ("packed", 1, 1)
    assert "canceled" in shell.done("fulfill", "recall", key)


def test_what_cannot_be_done_is_said(house: House, shell: Shell) -> None:
    order_id = house.order(("A", 3))
    house.plan(order_id)
    assert "no allocated unit that no fulfillment order has taken up" in shell.explained("fulfill", "plan", order_id)
    assert "There is no fulfillment order 9999999" in shell.explained("fulfill", "show", 9999999)
    assert "the states are planned" in shell.explained("fulfill", "list", "--state", "lost")
