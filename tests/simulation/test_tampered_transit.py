"""Falsified promises from goods on their way between locations are named."""

from datetime import UTC, datetime
from typing import Any

import psycopg
import pytest

from ordino.engine import Reader
from ordino.inventory.commands import ReceiveStock, TransferItem, TransferStock
from ordino.simulation.audit import Difference, audit
from tests.simulation.world import Merchant, line

COMES = datetime(2026, 3, 12, 8, 0, tzinfo=UTC)


@pytest.fixture
def waiting(shop: Merchant) -> Merchant:
    """An order waits for 3 of A; 4 are on their way from Manchester to London."""
    shop.do(ReceiveStock(sku="A", location="MAN", quantity=4))
    items = (TransferItem("A", 4),)
    shop.do(TransferStock(from_location="MAN", to_location="LON", items=items, expected_at=COMES))
    shop.place("waits", line("A", 3))
    return shop


def differences(
    merchant: Merchant, connection: "psycopg.Connection[tuple[Any, ...]]", statement: str
) -> list[Difference]:
    with connection.transaction(force_rollback=True):
        connection.execute(statement)  # type: ignore[call-overload]
        report = audit(Reader(connection), now=merchant.engine.clock())
    return [row for row in report.differences if row.rule == "P2"]


def test_the_audit_finds_nothing_before(waiting: Merchant, tamper: "psycopg.Connection[tuple[Any, ...]]") -> None:
    assert waiting.row("select source, quantity from sourcing_promise") == ("transit", 3)
    assert audit(Reader(tamper), now=waiting.engine.clock()).differences == ()


def test_the_audit_names_what_is_wrong_with_a_promise_from_transit(
    waiting: Merchant, tamper: "psycopg.Connection[tuple[Any, ...]]"
) -> None:
    order, (transfer,) = waiting.orders["waits"], waiting.row("select id from inventory_transfer")
    part = f"order {order} line 1 part 1"
    assert differences(waiting, tamper, "update sourcing_promise set quantity = 5") == [
        Difference("P2", f"transit {transfer} of A", "promised", "at most 4", "5")
    ]
    assert differences(waiting, tamper, "update sourcing_promise set ship_by = '2026-03-11'") == [
        Difference("P2", part, "ship_by", "not before 2026-03-12", "2026-03-11")
    ]
    assert differences(waiting, tamper, "update inventory_transfer set state = 'closed'") == [
        Difference("P2", part, f"transit {transfer}", "in_transit", "closed")
    ]
    assert differences(waiting, tamper, "update sourcing_promise set transfer_id = transfer_id + 1") == [
        Difference("P2", part, f"transit {transfer + 1}", "in_transit", "none")
    ]
