"""What happens to an order is told to its customer: shipped, delivered; nobody is told what they did themselves."""

from pathlib import Path

import pytest

from ordino.delivery.commands import ConfirmDelivery, HandOverShipment
from ordino.notifications.commands import SetNotifications
from tests.conftest import TestEngine
from tests.delivery.world import DeliveryWorld
from tests.notifications.test_notifications import ADA, mails, text_of, work


@pytest.fixture
def world(engine: TestEngine) -> DeliveryWorld:
    world = DeliveryWorld(engine)
    world.open_shop()
    world.completed(SetNotifications(channel="shop", enabled=True, sender="orders@shop.example"))
    return world


def test_a_shipment_and_its_delivery_are_told_with_their_units(world: DeliveryWorld, outbox: Path) -> None:
    _, packages = world.packed_order(("A", 3), email=ADA)
    shipment_id = world.create(packages)
    tracking_number = world.label(shipment_id)
    world.completed(HandOverShipment(shipment_id=shipment_id))
    world.completed(ConfirmDelivery(shipment_id=shipment_id))

    work(world)

    assert world.rows("select occasion, state from notifications_message order by id") == [
        ("confirmation", "sent"),
        ("shipment", "sent"),
        ("delivery", "sent"),
    ]
    letters = {str(mail["Subject"]): text_of(mail) for mail in mails(outbox)}
    shipped = next(text for subject, text in letters.items() if subject.endswith("is on its way"))
    assert tracking_number in shipped
    assert "3 × Article A" in shipped
    delivered = next(text for subject, text in letters.items() if subject.endswith("was delivered"))
    assert "on March 2, 2026" in delivered


def test_who_collects_is_not_told_of_it(world: DeliveryWorld) -> None:
    order_id = world.order(("A", 3), email=ADA)
    shipment_id = world.create(world.pack(order_id, method="pickup"))

    world.completed(ConfirmDelivery(shipment_id=shipment_id, how="collected"))

    assert "delivery" not in [
        occasion for (occasion,) in world.rows("select occasion from notifications_message order by id")
    ]
