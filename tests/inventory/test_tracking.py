"""Lots and serial numbers go where their units go."""

from datetime import date

import pytest

from ordino.inventory.accounts import location_account, transit_account
from ordino.inventory.commands import (
    AdjustStock,
    CloseTransfer,
    CountStock,
    MarkUnavailable,
    ReceiveStock,
    ReceiveTransfer,
    ScrapStock,
    TransferItem,
    TransferResult,
    TransferStock,
)
from ordino.inventory.events import StockReceived, StockSent, TransferLost
from ordino.inventory.problems import LotDiffers, SerialElsewhere, SerialsNotNamed
from ordino.inventory.queries import LotView, lots
from ordino.kernel.messages import Command
from tests.inventory.world import World


@pytest.fixture
def numbered(world: World) -> World:
    """At `L1` three `A`: `S1` and `S2`, and one without a number."""
    world.sku("A")
    world.location("L1")
    world.location("L2")
    world.done(ReceiveStock(sku="A", location="L1", quantity=2, serials=("S1", "S2")))
    world.stock("A", "L1", 1)
    return world


def account(world: World, code: str, bucket: str = "available") -> str:
    ((place,),) = world.rows("select id from network_location where code = %s", code)
    return location_account(place, bucket)


def places(world: World) -> dict[str, str]:
    return dict(world.rows("select code, account from inventory_serial"))


def send(*serials: str, quantity: int) -> TransferStock:
    item = TransferItem("A", quantity, serials=serials)
    return TransferStock(from_location="L1", to_location="L2", items=(item,))


@pytest.mark.parametrize(
    "command",
    [
        ScrapStock(sku="A", location="L1", quantity=2, bucket="available"),
        AdjustStock(sku="A", location="L1", change=-2, reason="theft"),
        MarkUnavailable(sku="A", location="L1", quantity=2, bucket="damaged"),
        CountStock(sku="A", location="L1", counted=1),
        send(quantity=2),
    ],
)
def test_numbered_units_do_not_leave_unnamed(numbered: World, command: Command) -> None:
    left = SerialsNotNamed(sku="A", account=account(numbered, "L1"), left=1, numbered=2)
    assert numbered.refused(command) == left


def test_units_without_a_number_may_leave_unnamed(numbered: World) -> None:
    numbered.done(ScrapStock(sku="A", location="L1", quantity=1, bucket="available"))
    assert numbered.one_level().on_hand == 2


def test_serials_travel_with_a_transfer(numbered: World) -> None:
    transfer = numbered.answer(send("S1", "S2", quantity=2), TransferResult).transfer_id
    assert places(numbered) == {"S1": transit_account(transfer), "S2": transit_account(transfer)}
    part = ReceiveTransfer(transfer_id=transfer, items=(TransferItem("A", 1),))
    assert numbered.refused(part) == SerialsNotNamed(sku="A", account=transit_account(transfer), left=1, numbered=2)
    wrong = ReceiveTransfer(transfer_id=transfer, items=(TransferItem("A", 1, serials=("S9",)),))
    assert isinstance(numbered.refused(wrong), SerialElsewhere)
    numbered.done(ReceiveTransfer(transfer_id=transfer, items=(TransferItem("A", 1, serials=("S2",)),)))
    (event,) = numbered.events(ReceiveTransfer(transfer_id=transfer))
    assert isinstance(event, StockReceived)
    assert event.serials == ("S1",)
    assert places(numbered) == {"S1": account(numbered, "L2"), "S2": account(numbered, "L2")}


def test_serials_that_never_arrive_are_scrapped(numbered: World) -> None:
    transfer = numbered.answer(send("S1", quantity=1), TransferResult).transfer_id
    (event,) = numbered.events(CloseTransfer(transfer_id=transfer))
    assert event == TransferLost(sku="A", location="L2", transfer_id=transfer, quantity=1, serials=("S1",))
    assert places(numbered)["S1"] == "scrap"


def test_a_lot_travels_with_a_transfer(world: World) -> None:
    world.sku("A")
    world.location("L1")
    world.location("L2")
    day = date(2026, 6, 1)
    world.done(ReceiveStock(sku="A", location="L1", quantity=5, lot="X1", lot_expires_on=day))
    (sent,) = world.events(TransferStock(from_location="L1", to_location="L2", items=(TransferItem("A", 3, lot="X1"),)))
    assert isinstance(sent, StockSent)
    other = ReceiveTransfer(transfer_id=sent.transfer_id, items=(TransferItem("A", 1, lot="X2"),))
    assert world.refused(other) == LotDiffers(sku="A", lot="X2", reason="the transfer has X1")
    world.done(ReceiveTransfer(transfer_id=sent.transfer_id, items=(TransferItem("A", 2, lot="X1"),)))
    world.done(ReceiveTransfer(transfer_id=sent.transfer_id))
    with world.engine.reader() as reader:
        assert lots(reader, "A") == [
            LotView("X1", day, account(world, "L1"), 2),
            LotView("X1", day, account(world, "L2"), 3),
        ]
    assert world.rows("select count(*) from inventory_lot") == [(1,)]


def test_one_lot_has_one_last_day_of_use(world: World) -> None:
    world.sku("A")
    world.location("L1")
    world.done(ReceiveStock(sku="A", location="L1", quantity=5, lot="X1", lot_expires_on=date(2026, 6, 1)))
    command = ReceiveStock(sku="A", location="L1", quantity=5, lot="X1", lot_expires_on=date(2026, 7, 1))
    assert world.refused(command) == LotDiffers(sku="A", lot="X1", reason="it is known to expire on 2026-06-01")
