"""`ordino ship`, `ordino track` and `ordino deliver` as a person runs them."""

from pathlib import Path

import pytest

from tests.cli.test_orders import Shell
from tests.conftest import TestEngine
from tests.delivery.world import DeliveryWorld
from tests.support.database import TestDatabase


@pytest.fixture
def world(engine: TestEngine) -> DeliveryWorld:
    world = DeliveryWorld(engine)
    world.open_shop()
    return world


@pytest.fixture
def shell(database: TestDatabase, tmp_path: Path) -> Shell:
    return Shell(tmp_path, database)


def test_a_shipment_from_its_label_to_its_delivery(world: DeliveryWorld, shell: Shell, tmp_path: Path) -> None:
    order_id, (package,) = world.packed_order(("A", 2))

    seen = shell.done("ship", "create", package, "--carrier", "PARCEL", "--preview")
    assert "PARCEL STANDARD" in seen
    made = shell.json("ship", "create", package)["result"]
    number = shell.json("ship", "track", made["shipment_id"])["result"]["tracking_number"]
    shell.done("ship", "label", made["shipment_id"], "--pdf", "-o", tmp_path / "label.pdf")
    shell.done("ship", "label", made["shipment_id"], "--zpl", "-o", tmp_path / "label.zpl")
    shell.done("ship", "slip", made["shipment_id"], "-o", tmp_path / "slip.pdf")
    assert shell.done("ship", "hand-over", made["shipment_id"]) == (
        f"Shipment {made['shipment_id']} of order {order_id} is handed over by POST ECONOMY, tracking number {number}.\n"
    )
    assert (tmp_path / "label.pdf").read_bytes().startswith(b"%PDF")
    assert (tmp_path / "slip.pdf").read_bytes().startswith(b"%PDF")
    assert number in (tmp_path / "label.zpl").read_text("utf-8")

    shell.done("track", "record", number, "out_for_delivery", "--at", "2026-03-02T08:00:00Z", "--place", "London")
    shown = shell.done("ship", "show", number)
    assert "out for delivery" in shown
    assert "→ POST ECONOMY, 3.00 GBP" in shown
    assert "London" in shell.done("track", "show", number)
    shell.done("deliver", "confirm", made["shipment_id"], "--signed-by", "A. Byron")
    assert world.after_shipping(order_id) == [(0, 2, 2, 0)]
    assert shell.json("ship", "list", "--state", "delivered")[0]["signed_by"] == "A. Byron"


def test_a_manifest_of_what_left(world: DeliveryWorld, shell: Shell, tmp_path: Path) -> None:
    _, (package,) = world.packed_order(("A", 1))
    shell.done("ship", "packages", package)

    closed = shell.json("ship", "close-manifest", "LON", "POST")["result"]

    assert closed["shipments"] == 1
    shell.done("ship", "manifest", closed["manifest_id"], "-o", tmp_path / "manifest.pdf")
    assert (tmp_path / "manifest.pdf").read_bytes().startswith(b"%PDF")
    assert "Nothing to list" in shell.refused("ship", "close-manifest", "LON", "POST")


def test_what_is_not_there_is_said(shell: Shell, database: TestDatabase, tmp_path: Path) -> None:
    assert "There is no shipment 7." in shell.explained("ship", "show", "7")
    assert "There is no shipment 7." in shell.explained("track", "show", "7")
    assert "There is no labeled shipment 7." in shell.explained("ship", "label", "7", "-o", tmp_path / "x")
    assert "is not a time with its zone" in shell.explained("track", "record", "X", "lost", "--at", "yesterday")
    assert "known are created" in shell.explained("ship", "list", "--state", "gone")
