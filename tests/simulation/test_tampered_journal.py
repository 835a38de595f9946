"""A falsified journal is named."""

from typing import Any

import psycopg
import pytest

from tests.simulation.tampering import Tampering, audit_tampered, in_order, named
from tests.simulation.world import Merchant

JOURNAL = (
    Tampering(
        "an event that is gone",
        "delete from engine_event where stream = 'order/{one}' and sequence = 2",
        (
            ("E2", "stream order/{one}", "sequence", "1 to 6", "1 to 7, without 2"),
            ("E6", "order {one}", "state", "placed", "confirmed"),
        ),
    ),
    Tampering(
        "a number that is left out",
        "update engine_event set sequence = 9 where stream = 'order/{one}' and sequence = 7",
        (("E2", "stream order/{one}", "sequence", "1 to 7", "1 to 9, without 7, 8"),),
    ),
    Tampering(
        "a stream that is gone",
        "delete from engine_event where stream = 'order/{cart}'",
        (
            ("E1", "order {cart}", "first event", "OrderPlaced or OrderDrafted", "none"),
            ("E6", "order {cart} line 1", "line", "none", "a line"),
            ("E6", "order {cart}", "state", "none", "confirmed"),
            ("E6", "stock LON/C", "allocated", "21", "23"),
        ),
    ),
    Tampering(
        "a command that is gone",
        "delete from engine_command where id = {placing_cart}",
        (
            ("E3", "event {event_cart} of order/{cart}", "command", "command {placing_cart}", "none"),
            ("E3", "event {event_cart_2} of order/{cart}", "command", "command {placing_cart}", "none"),
            ("E3", "event {event_cart_3} of order/{cart}", "command", "command {placing_cart}", "none"),
        ),
    ),
    Tampering(
        "what an event says of a line",
        "update engine_event set data = jsonb_set(data::jsonb, '{{lines,0,quantity}}', '3')::json where "
        "stream = 'order/{cart}' and kind = 'OrderPlaced'",
        (
            ("R5", "order {cart} line 1", "ordered", "3", "2"),
            ("E6", "order {cart} line 1", "unsourced", "1", "0"),
        ),
    ),
    Tampering(
        "what an event says of stock",
        "update engine_event set data = jsonb_set(data::jsonb, '{{quantity}}', '90')::json where stream "
        "= 'stock/LON/A' and sequence = 1",
        (("E6", "stock LON/A", "on_hand", "90", "80"),),
    ),
    Tampering(
        "events in another order",
        "update engine_event set sequence = 99 where stream = 'order/{released}' and sequence = 1; "
        "update engine_event set sequence = 1 where stream = 'order/{released}' and sequence = 3; update"
        " engine_event set sequence = 3 where stream = 'order/{released}' and sequence = 99",
        (
            ("S1", "order {released}", "HoldReleased", "a state that permits ReleaseHold", "none"),
            ("S1", "order {released}", "HoldReleased {hold_released}", "open", "unknown"),
            ("S1", "order {released}", "OrderSourced", "a state that permits SourceOrder", "none"),
            ("S1", "order {released}", "line 1", "a line of the order", "none"),
            ("S1", "order {released}", "OrderConfirmed", "no open hold", "holds {hold_released}"),
            ("E1", "order {released}", "first event", "OrderPlaced or OrderDrafted", "HoldReleased"),
            ("E6", "order {released} line 1", "unsourced", "1", "0"),
            ("E6", "order {released} line 1", "allocated", "0", "1"),
            ("E6", "order {released} hold {hold_released}", "state", "open", "released"),
        ),
    ),
    Tampering(
        "an event nobody can read",
        "update engine_event set data = '{{}}' where stream = 'order/{cart}' and kind = 'OrderPlaced'",
        (
            (
                "S1",
                "order {cart}",
                "OrderPlaced",
                "an event that can be read",
                "Object missing required field `order_id`",
            ),
            ("S1", "order {cart}", "OrderConfirmed", "a state that permits ConfirmOrder", "none"),
            ("S1", "order {cart}", "line 1", "a line of the order", "none"),
            ("E6", "order {cart} line 1", "line", "none", "a line"),
        ),
    ),
)


@pytest.mark.parametrize("tampering", JOURNAL, ids=lambda tampering: tampering.what)
def test_the_audit_names(busy: Merchant, tamper: "psycopg.Connection[tuple[Any, ...]]", tampering: Tampering):
    report = audit_tampered(tamper, busy, tampering)

    assert in_order(report.differences) == named(busy, tampering)
    assert not report.clean
