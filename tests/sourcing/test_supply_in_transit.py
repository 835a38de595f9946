"""Goods on their way to another location are dated supply: promised once, promised again when they are lost, filled when there."""

from datetime import UTC, date, datetime

import psycopg
import pytest

from ordino.inventory.commands import (
    CloseTransfer,
    ReceiveTransfer,
    SetSafetyStock,
    TransferItem,
    TransferResult,
    TransferStock,
)
from ordino.sourcing.decide.promises import PromiseSlip
from tests.sourcing.test_from_order_to_promise import assert_books_agree, place
from tests.sourcing.test_renewed_promises import dates, last_change
from tests.sourcing.world import SourcingWorld

THURSDAY = datetime(2026, 3, 12, 8, 0, tzinfo=UTC)


@pytest.fixture
def shop(world: SourcingWorld) -> SourcingWorld:
    """Nothing of A and B at L1; at L2, which sends no orders, 4 of A and 2 of B. Two days to the customer."""
    world.engine.clock.set(datetime(2026, 3, 1, 9, 0, tzinfo=UTC))
    for sku, there in (("A", 4), ("B", 2)):
        world.stock(sku, "L1", 0)
        world.stock(sku, "L2", there)
    world.run("update network_location set fulfills = false where code = 'L2'")
    world.transit(days=2)
    return world


def send(world: SourcingWorld, *items: tuple[str, int], to: str = "L1", expected_at: datetime | None = THURSDAY) -> int:
    away = "L2" if to == "L1" else "L1"
    result = world.do(
        TransferStock(
            from_location=away,
            to_location=to,
            items=tuple(TransferItem(sku, quantity) for sku, quantity in items),
            expected_at=expected_at,
        )
    )
    assert isinstance(result, TransferResult)
    return result.transfer_id


def test_what_is_on_its_way_is_promised_by_the_day_it_arrives_and_once(shop: SourcingWorld) -> None:
    waits = place(shop, ("A", 3), ("B", 1))
    assert dates(shop, waits) == [(3, "unknown", None), (1, "unknown", None)]

    send(shop, ("A", 4), ("B", 2))

    assert dates(shop, waits) == [(3, "transit", date(2026, 3, 14)), (1, "transit", date(2026, 3, 14))]
    later = place(shop, ("A", 2))
    assert dates(shop, later) == [(1, "transit", date(2026, 3, 14)), (1, "unknown", None)]
    assert_books_agree(shop)


def test_what_arrives_goes_to_who_waited_for_it(shop: SourcingWorld) -> None:
    waits = place(shop, ("A", 3))
    transfer_id = send(shop, ("A", 4))
    shop.do(ReceiveTransfer(transfer_id=transfer_id, items=(TransferItem("A", 2),)))
    assert shop.buckets(waits) == [(0, 1, 2, 0)]
    assert dates(shop, waits) == [(2, "stock", date(2026, 3, 3)), (1, "transit", date(2026, 3, 14))]
    shop.do(ReceiveTransfer(transfer_id=transfer_id))
    assert shop.buckets(waits) == [(0, 0, 3, 0)]
    assert_books_agree(shop)


def test_what_is_lost_on_the_way_is_promised_no_longer_and_an_alert_says_so(shop: SourcingWorld) -> None:
    waits = place(shop, ("A", 3))
    transfer_id = send(shop, ("A", 4))
    shop.do(CloseTransfer(transfer_id=transfer_id, reason="stolen"))
    assert dates(shop, waits) == [(3, "unknown", None)]
    assert last_change(shop, waits).slips == (PromiseSlip(1, date(2026, 3, 14), None),)
    assert_books_agree(shop)


def test_a_transfer_without_a_day_or_to_where_nothing_is_sent_from_is_no_supply(shop: SourcingWorld) -> None:
    waits = place(shop, ("A", 3))
    send(shop, ("A", 1), expected_at=None)
    assert dates(shop, waits) == [(3, "unknown", None)]
    shop.put("A", "L1", 2)
    shop.do(SetSafetyStock(sku="A", location="L1", quantity=2))
    send(shop, ("A", 2), to="L2")
    assert dates(shop, waits) == [(3, "unknown", None)]


def test_a_promise_from_transit_names_the_transfer(shop: SourcingWorld) -> None:
    waits = place(shop, ("A", 3))
    send(shop, ("A", 4))
    with pytest.raises(psycopg.errors.CheckViolation, match="sourcing_promise_transfer_named"):
        shop.run("update sourcing_promise set transfer_id = null where order_id = %s", (waits,))
