"""What others send: verified by its signature, taken in once, in any order."""

from collections.abc import Iterator
from concurrent.futures import ThreadPoolExecutor

import pytest
from litestar import Litestar
from litestar.testing import TestClient

from ordino.adapters.carriers.easypost import EasyPost
from ordino.delivery.carrier import forget_carrier, register_carrier
from tests.adapters.carriers.easypost_server import WEBHOOK_SECRET, webhook
from tests.conftest import TestEngine
from tests.delivery.world import DeliveryWorld

PATH = "/api/v1/incoming/easypost"
ON_ITS_WAY = ("in_transit", "2026-03-02T10:00:00Z")
ARRIVED = ("delivered", "2026-03-03T10:00:00Z")


@pytest.fixture
def world(engine: TestEngine, client: TestClient[Litestar]) -> Iterator[DeliveryWorld]:
    register_carrier("easypost", EasyPost("key", WEBHOOK_SECRET, address="http://127.0.0.1:9"))
    world = DeliveryWorld(engine)
    world.open_shop()
    yield world
    forget_carrier("easypost")


def shipped(world: DeliveryWorld) -> tuple[int, str]:
    _, shipment_id = world.on_its_way()
    ((number,),) = world.rows("select tracking_number from delivery_shipment where id = %s", shipment_id)
    return shipment_id, str(number)


def send(client: TestClient[Litestar], body: bytes, headers: dict[str, str]) -> tuple[int, bool | str]:
    answer = client.post(PATH, content=body, headers={"content-type": "application/json", **headers})
    told = answer.json()
    return answer.status_code, told["new"] if answer.status_code == 200 else told["type"].rpartition("/")[2]


def test_a_message_is_verified_kept_and_recorded_once(client: TestClient[Litestar], world: DeliveryWorld) -> None:
    shipment_id, number = shipped(world)
    body, headers = webhook(number, ON_ITS_WAY, ARRIVED)

    assert [send(client, body, headers) for _ in range(3)] == [(200, True), (200, False), (200, False)]

    assert world.state(shipment_id) == "delivered"
    assert world.rows("select status from delivery_tracking order by occurred_at") == [("in_transit",), ("delivered",)]
    kept = world.rows("select body ->> 'body' from engine_command where kind = 'ReceiveCarrierMessage'")
    assert kept == [(body.decode(),)]


def test_sent_ten_times_at_once_it_counts_once(client: TestClient[Litestar], world: DeliveryWorld) -> None:
    _, number = shipped(world)
    body, headers = webhook(number, ON_ITS_WAY)
    with ThreadPoolExecutor(10) as threads:
        answers = list(threads.map(lambda _: send(client, body, headers), range(10)))
    assert [status for status, _ in answers if status != 503] == [status for status, _ in answers if status == 200]
    assert sum(new is True for _, new in answers) == 1
    assert world.rows("select count(*) from delivery_tracking") == [(1,)]


def test_a_late_message_moves_nothing_back(client: TestClient[Litestar], world: DeliveryWorld) -> None:
    shipment_id, number = shipped(world)
    assert send(client, *webhook(number, ON_ITS_WAY, ARRIVED)) == (200, True)
    assert send(client, *webhook(number, ON_ITS_WAY)) == (200, True)
    assert world.state(shipment_id) == "delivered"
    assert world.rows("select count(*) from delivery_tracking") == [(2,)]


def test_what_is_not_signed_is_not_read(client: TestClient[Litestar], world: DeliveryWorld) -> None:
    shipment_id, number = shipped(world)
    body, headers = webhook(number, ARRIVED)
    assert send(client, body + b" ", headers) == (401, "NotSigned")
    assert send(client, body, {}) == (401, "NotSigned")
    assert world.state(shipment_id) == "handed_over"
    assert world.rows("select count(*) from engine_command where kind = 'ReceiveCarrierMessage'") == [(0,)]


def test_parcels_of_others_are_passed_over(client: TestClient[Litestar], world: DeliveryWorld) -> None:
    assert send(client, *webhook("SOMEBODY-ELSES", ARRIVED)) == (200, True)
    assert world.rows("select count(*) from delivery_tracking") == [(0,)]


def test_nobody_else_is_listened_to(client: TestClient[Litestar], world: DeliveryWorld) -> None:
    answer = client.post("/api/v1/incoming/stranger", content=b"{}", headers={"content-type": "application/json"})
    assert answer.status_code == 404
