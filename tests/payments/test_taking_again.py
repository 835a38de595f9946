"""A capture that found too little is repeated by itself, once there is a new authorization."""

from collections.abc import Iterator
from pathlib import Path

import pytest

from ordino.delivery.commands import ConfirmDelivery
from ordino.payments.commands import CaptureOpenInvoices
from ordino.simulation.audit import audit
from tests.conftest import TestEngine
from tests.delivery.world import DeliveryWorld
from tests.payments.till import Till

DAYS_OF_AN_AUTHORIZATION = 8


@pytest.fixture
def world(engine: TestEngine, tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Iterator[DeliveryWorld]:
    """A shop that waits half an hour for money; whatever a test does, its books agree in the end."""
    monkeypatch.setenv("ORDINO_DATA_DIRECTORY", str(tmp_path))
    made = DeliveryWorld(engine)
    made.open_shop()
    made.run("update network_channel set payment_minutes = 30")
    yield made
    with engine.reader() as reader:
        assert audit(reader, now=engine.clock()).differences == ()


@pytest.fixture
def till(world: DeliveryWorld) -> Till:
    return Till(world)


def exceptions(world: DeliveryWorld, order_id: int) -> list[tuple[object, ...]]:
    return world.rows("select kind, amount_minor, state from exceptions_exception where order_id = %s", order_id)


def test_what_an_expired_authorization_left_open_is_taken_from_the_next_one(world: DeliveryWorld, till: Till) -> None:
    order_id = world.order(("A", 3))
    till.authorize(order_id, 3000)
    packages = world.pack(order_id)
    till.wait(days=DAYS_OF_AN_AUTHORIZATION)

    shipment_id = world.ship(packages)

    assert till.sums(order_id) == (0, 0, 0)
    assert till.holds(order_id) == ["payment"]
    assert exceptions(world, order_id) == [("payment_missing", 3000, "open")]

    till.authorize(order_id, 3000)
    till.work()

    assert till.sums(order_id) == (0, 3000, 0)
    assert till.holds(order_id) == []
    world.completed(ConfirmDelivery(shipment_id=shipment_id))
    assert world.order_row(order_id, "state, payment_status, invoice_status") == ("completed", "paid", "paid")


def test_what_a_part_captured_authorization_lacked_is_taken_and_no_more(world: DeliveryWorld, till: Till) -> None:
    order_id = world.order(("A", 3), ("B", 2))
    till.authorize(order_id, 5000)
    first, second = world.pack(order_id, {1: 3}, {2: 2})
    world.ship((first,))
    till.work()
    till.wait(days=DAYS_OF_AN_AUTHORIZATION)
    world.ship((second,))
    assert till.sums(order_id) == (0, 3000, 0)

    till.authorize(order_id, 5000)
    till.work()

    assert till.sums(order_id) == (3000, 5000, 0)
    assert world.rows("select open_minor from billing_invoice where order_id = %s", order_id) == [(0,), (0,)]
    again = till.paid(CaptureOpenInvoices(order_id=order_id))
    assert (again.pending_minor, again.captured_minor) == (0, 5000)


def test_what_is_being_taken_is_not_taken_twice(world: DeliveryWorld, till: Till) -> None:
    order_id = world.order(("A", 3))
    till.authorize(order_id, 3000)
    world.ship(world.pack(order_id))

    assert till.paid(CaptureOpenInvoices(order_id=order_id)).pending_minor == 3000
    till.work()

    assert till.sums(order_id) == (0, 3000, 0)


def test_a_smaller_authorization_is_taken_whole_and_the_rest_is_still_missed(world: DeliveryWorld, till: Till) -> None:
    order_id = world.order(("A", 3))
    till.authorize(order_id, 3000)
    packages = world.pack(order_id)
    till.wait(days=DAYS_OF_AN_AUTHORIZATION)
    world.ship(packages)

    till.authorize(order_id, 1000)
    till.work()

    assert till.sums(order_id) == (0, 1000, 0)
    assert till.holds(order_id) == ["payment"]
    assert exceptions(world, order_id) == [("payment_missing", 3000, "open")]
    till.authorize(order_id, 2000)
    till.work()
    assert till.sums(order_id) == (0, 3000, 0)
    assert till.holds(order_id) == []
