"""Lists of what belongs to orders and customers: what a key of one channel sees of them, and how they are read piece by piece."""

from collections.abc import Iterator
from contextlib import nullcontext
from typing import Any

import pytest
from httpx import Response
from litestar import Litestar
from litestar.testing import TestClient

from ordino.api.app import create_api
from ordino.api.limits import Limits
from tests.security.life import Life

LISTS = ("customers", "fulfillment-orders", "payments", "refunds", "returns", "shipments")


class Programs:
    """`all` sees every channel, `shop` and `market` their own; everything that has happened belongs to `shop`."""

    def __init__(self, life: Life, client: TestClient[Litestar]) -> None:
        self._client = client
        rows = life.rows("select code, id from network_channel")
        self._secrets = {code: life.issue(f"of-{code}", "*", channel_id=key) for code, key in rows}
        self._secrets["all"] = life.secret

    def ask(self, program: str, question: str, **headers: str) -> Response:
        authorized = {"Authorization": f"Bearer {self._secrets[program]}", **headers}
        return self._client.get(f"/api/v1/{question}", headers=authorized)

    def ids(self, program: str, question: str) -> list[int]:
        answer = self.ask(program, question)
        assert answer.status_code == 200, answer.text
        items: list[dict[str, Any]] = answer.json()["items"]
        return [row["id"] for row in items]


@pytest.fixture(scope="module")
def programs(life: Life) -> Iterator[Programs]:
    life.run("update parties_customer set channel_id = (select id from network_channel where code = 'shop')")
    life.customer("Zeno Ltd")
    life.customer("Bell & Sons")
    app = create_api(lambda: nullcontext(life.engine), secret=b"a secret of the tests", limits=Limits())
    with TestClient(app) as client:
        yield Programs(life, client)


@pytest.mark.parametrize("name", LISTS)
def test_a_key_of_one_channel_lists_what_is_its_own(programs: Programs, name: str) -> None:
    own = programs.ids("shop", name)
    assert own
    assert programs.ids("all", f"{name}?channel=shop") == own
    assert programs.ids("market", name) == programs.ids("all", f"{name}?channel=market") == []
    assert programs.ask("market", f"{name}?channel=shop").status_code == 404


@pytest.mark.parametrize("name", LISTS)
def test_a_list_is_read_from_either_end_in_pieces_of_a_time(programs: Programs, name: str) -> None:
    newest_first = programs.ids("all", name)
    assert newest_first == sorted(newest_first, reverse=True)
    assert programs.ids("all", f"{name}?sort=id") == newest_first[::-1]
    pieces, cursor = [], ""
    while cursor is not None:
        page = programs.ask("all", f"{name}?limit=1&fields=id&sort=id&cursor={cursor}").json()
        pieces += page["items"]
        cursor = page["next"]
    assert pieces == [{"id": key} for key in newest_first[::-1]]
    assert programs.ids("all", f"{name}?created_before=2020-01-01T00:00:00Z") == []
    assert programs.ids("all", f"{name}?created_from=2020-01-01T00:00:00Z") == newest_first
    known = {"If-None-Match": programs.ask("all", name).headers["etag"]}
    assert programs.ask("all", name, **known).status_code == 304


@pytest.mark.parametrize(
    ("question", "counter"),
    [
        ("payments?gateway=sandbox", "payments?gateway=manual"),
        ("refunds?state=proposed,approved,requested,succeeded", "refunds?state=failed"),
        ("fulfillment-orders?location=LON", "fulfillment-orders?location=PARIS"),
        ("customers?q=zeno", "customers?q=nobody"),
    ],
)
def test_a_list_is_filtered(programs: Programs, question: str, counter: str) -> None:
    assert programs.ids("all", question)
    assert programs.ids("all", counter) == []


def test_customers_stand_in_the_order_of_their_names(programs: Programs) -> None:
    whole = programs.ask("all", "customers?sort=name&fields=name").json()["items"]
    assert [row["name"] for row in whole] == sorted((row["name"] for row in whole), key=str.lower)
    pieces, cursor = [], ""
    while cursor is not None:
        page = programs.ask("all", f"customers?sort=name&fields=name&limit=2&cursor={cursor}").json()
        pieces += page["items"]
        cursor = page["next"]
    assert pieces == whole
    assert programs.ids("shop", "customers?sort=name") == programs.ids("shop", "customers?sort=id")
