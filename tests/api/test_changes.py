"""What changed since a moment: each shipment, return and customer once, in the order of its last change."""

from datetime import UTC, datetime, timedelta
from typing import Any, cast

import psycopg
import pytest
from litestar import Litestar
from litestar.testing import TestClient

from ordino.delivery.commands import ConfirmDelivery
from ordino.delivery.facts import SQL as DELIVERY
from ordino.engine import Statement
from ordino.kernel.messages import Command
from ordino.parties.commands import MergeCustomers, SetCreditTerms
from ordino.parties.queries import SQL as PARTIES
from ordino.returns.commands import ApproveReturn, CancelReturn, RequestReturn
from ordino.returns.facts import SQL as RETURNS
from ordino.returns.rows import UnitsToReturn
from tests.api.world import issue_key
from tests.conftest import TestEngine
from tests.delivery.world import DeliveryWorld


class Polled(DeliveryWorld):
    """A merchant whose changes are asked for; `begin` says from when on, `changed` what has changed since."""

    def __init__(self, engine: TestEngine, client: TestClient[Litestar]) -> None:
        super().__init__(engine)
        self.open_shop()
        self._client, self._since = client, engine.clock()
        self._keys = {
            "all": issue_key(engine, "all", "*"),
            "market": issue_key(engine, "of-market", "*", channel_id=self.channel("market")),
        }

    def begin(self) -> None:
        self.engine.clock.set(self.engine.clock() + timedelta(minutes=1))
        self._since = self.engine.clock()

    def poll(self, question: str, *, key: str = "all") -> dict[str, Any]:
        path, _, filters = question.partition("?")
        since = self._since.isoformat().replace("+00:00", "Z")
        authorized = {"Authorization": f"Bearer {self._keys[key]}"}
        answer = self._client.get(f"/api/v1/{path}/changed?since={since}&{filters}", headers=authorized)
        assert answer.status_code == 200, answer.text
        told: dict[str, Any] = answer.json()
        return told

    def changed(self, question: str, *, key: str = "all") -> list[int]:
        return [row["id"] for row in self.poll(question, key=key)["items"]]

    def pages(self, name: str) -> list[list[int]]:
        """The list in pages of one."""
        pages, cursor = [], ""
        while True:
            page = self.poll(f"{name}?limit=1{cursor}")
            pages.append([row["id"] for row in page["items"]])
            if page["next"] is None:
                return pages
            cursor = f"&cursor={page['next']}"


@pytest.fixture
def polled(engine: TestEngine, client: TestClient[Litestar]) -> Polled:
    return Polled(engine, client)


def test_each_shipment_that_changed_is_told_once(polled: Polled) -> None:
    _, packages = polled.packed_order()
    _, quiet = polled.on_its_way()
    _, first = polled.on_its_way()
    polled.begin()
    theirs = polled.ship(polled.pack(polled.order(("C", 1), channel="market")))
    polled.completed(ConfirmDelivery(shipment_id=first))
    last = polled.ship(packages)

    assert polled.changed("shipments") == [theirs, first, last]
    assert polled.pages("shipments") == [[theirs], [first], [last]]
    assert polled.changed("shipments?state=delivered") == [first]
    assert polled.changed("shipments?channel=market") == polled.changed("shipments", key="market") == [theirs]
    told = polled.poll("shipments?state=delivered")["items"][0]
    assert (told["state"], told["changed_at"]) == ("delivered", "2026-03-02T09:01:00Z")
    polled.begin()
    polled.completed(polled.said(quiet, "in_transit"))
    assert polled.changed("shipments") == [quiet]


def test_two_shipments_of_one_order_are_told_apart(polled: Polled) -> None:
    one, two = polled.pack(polled.order(("A", 1), ("B", 1)), {1: 1}, {2: 1})
    former, latter = polled.ship((one,)), polled.ship((two,))
    polled.begin()
    polled.completed(ConfirmDelivery(shipment_id=latter))
    polled.completed(ConfirmDelivery(shipment_id=former))
    assert polled.changed("shipments") == [latter, former]


def _requested(polled: Polled, **terms: Any) -> int:
    order_id = polled.order(("A", 1), **terms)
    polled.completed(ConfirmDelivery(shipment_id=polled.ship(polled.pack(order_id))))
    polled.completed(RequestReturn(order_id=order_id, lines=(UnitsToReturn(line_number=1, quantity=1, reason="size"),)))
    ((return_id,),) = polled.rows("select id from returns_return where order_id = %s", order_id)
    return int(return_id)


def test_each_return_that_changed_is_told_once(polled: Polled) -> None:
    _requested(polled)
    first, other = _requested(polled), _requested(polled)
    polled.begin()
    polled.completed(ApproveReturn(return_id=other))
    theirs = _requested(polled, channel="market")
    polled.completed(ApproveReturn(return_id=first))
    polled.completed(CancelReturn(return_id=other, reason="changed their mind"))

    assert polled.changed("returns") == [theirs, first, other]
    assert polled.pages("returns") == [[theirs], [first], [other]]
    assert polled.changed("returns?state=canceled") == [other]
    assert polled.changed("returns?channel=market") == polled.changed("returns", key="market") == [theirs]


def test_each_customer_that_changed_is_told_once_merged_ones_too(polled: Polled) -> None:
    ((market_id,),) = polled.rows("select id from network_channel where code = 'market'")
    polled.customer("Quiet Ltd")
    kept, merged, theirs = polled.customer(), polled.customer(), polled.customer("Bell & Sons", channel_id=market_id)
    polled.begin()
    for customer_id, days in ((theirs, 14), (kept, 30), (theirs, 30)):
        polled.completed(_terms(customer_id, days))
    polled.completed(MergeCustomers(customer_id=kept, merged_ids=(merged,)))

    assert polled.changed("customers") == [theirs, kept, merged]
    assert polled.pages("customers") == [[theirs], [kept], [merged]]
    assert [row["merged_into_id"] for row in polled.poll("customers")["items"]] == [None, None, kept]
    assert polled.changed("customers?channel=market") == polled.changed("customers", key="market") == [theirs]


def _terms(customer_id: int, days: int) -> Command:
    return SetCreditTerms(customer_id=customer_id, currency="GBP", credit_limit_minor=None, payment_terms_days=days)


JOURNAL = """
insert into engine_event (command_id, stream, sequence, kind, data, recorded_at)
select 1, 'order/' || n % 20000, n / 20000 + 1, (array['OrderHeld', 'ShipmentCreated', 'ReturnRequested'])[n % 3 + 1],
    json_build_object('shipment_id', n, 'return_id', n), timestamptz '2026-01-01Z' + n * interval '1 second'
from generate_series(1, 200000) n
"""


@pytest.mark.parametrize(
    ("statement", "filters"),
    [
        (DELIVERY.select_changed_shipments, {"kinds": ["ShipmentCreated"], "states": ["created"]}),
        (RETURNS.select_changed_returns, {"kinds": ["ReturnRequested"], "states": ["requested"]}),
        (PARTIES.select_changed_customers, {}),
    ],
)
def test_what_changed_lately_is_read_along_the_end_of_a_long_journal(
    engine: TestEngine,
    tamper: psycopg.Connection[tuple[Any, ...]],
    statement: Statement,
    filters: dict[str, Any],
) -> None:
    tamper.execute(JOURNAL)
    tamper.execute("vacuum analyze engine_event")
    since = datetime(2026, 1, 1, tzinfo=UTC) + timedelta(seconds=199_000)
    parameters = {"since": since, "after_position": 0, "channel": None, "limit": 50, **filters}
    asked = cast(Any, b"explain (analyze, format json) " + statement.text)
    row = tamper.execute(asked, parameters).fetchone()
    assert row is not None
    read = [node for node in _nodes(row[0][0]["Plan"]) if node.get("Relation Name") == "engine_event"]
    assert read
    assert all(node["Actual Rows"] <= 20_000 for node in read), row[0]
    assert "Seq Scan" not in {node["Node Type"] for node in read if node["Actual Loops"]}, row[0]


def _nodes(plan: dict[str, Any]) -> list[dict[str, Any]]:
    return [plan, *(node for child in plan.get("Plans", ()) for node in _nodes(child))]
