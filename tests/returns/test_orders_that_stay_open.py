"""An order is open as long as one of its returns is: the audit names it when nothing else is left to do."""

from typing import Any

import psycopg

from ordino.engine import Reader
from ordino.simulation.audit import audit
from ordino.simulation.audit.desk_rules import DESK_RULES
from tests.returns.world import Returns
from tests.support.merchant import line

CLOSED = "update returns_return set state = 'closed', closed_at = requested_at where id = %s"
NOT_ENDED = "update orders_order set state = 'confirmed' where id = %s"


def test_an_order_whose_return_waits_for_inspection_is_not_said_to_have_ended(
    shop: Returns, tamper: "psycopg.Connection[tuple[Any, ...]]"
) -> None:
    shop.stock("A", 5)
    order_id = shop.place(line("A", 2, "5.00"))
    shop.deliver(order_id)
    return_id = shop.approve(order_id, (1, 1))
    shop.receive(return_id, (1, 1))

    with tamper.transaction(force_rollback=True):
        tamper.execute(NOT_ENDED, (order_id,))
        assert shop.state(return_id) == "received"
        assert _warned(Reader(tamper), shop) == []

        tamper.execute(CLOSED, (return_id,))
        assert _warned(Reader(tamper), shop) == [(f"order {order_id}", "state", "completed", "confirmed")]


def _warned(reader: Reader, shop: Returns) -> list[tuple[str, str, str, str]]:
    rules = [rule for rule in DESK_RULES if rule.title == "Orders with nothing left to do have ended"]
    report = audit(reader, now=shop.engine.clock(), rules=rules)
    return [(one.thing, one.figure, one.expected, one.found) for one in report.warnings]
