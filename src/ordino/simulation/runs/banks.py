"""Customers' banks: they take money back, and say so late, twice, in disorder, and of payments that nobody knows."""

import sqlite3
from collections.abc import Sequence
from contextlib import closing

from ordino.kernel.messages import Command
from ordino.payments.commands import RecordGatewayOutcome
from ordino.payments.gateway import GatewayEvent, GatewayOutcome
from ordino.simulation.runs.cashiers import SANDBOX
from ordino.simulation.runs.turn import Turn

_CAPTURED = (
    "select gateway_reference, amount_minor from call where kind = 'capture' and reason = '' and settled order by key"
)
_STORIES: tuple[tuple[GatewayOutcome, ...], ...] = (
    ("requested",),
    ("requested", "succeeded"),
    ("requested", "failed"),
    ("failed", "requested"),
    ("succeeded", "requested", "succeeded"),
)


def dispute(turn: Turn) -> Sequence[Command]:
    """A payment is disputed, won or lost: told in one message or in several, some of them twice."""
    captured = _captured(turn)
    messages: list[Command] = []
    for place in range(1 + turn.dice.randrange(2)) if captured else ():
        reference, amount = turn.choose(captured) if turn.happens(90) else ("sandbox/nobody", 100)
        said = [
            GatewayEvent(
                id=f"dispute-{turn.number}.{place}/{number}",
                kind="chargeback",
                outcome=outcome,
                amount_minor=amount,
                occurred_at=turn.now,
                request_key=f"dispute-{turn.number}.{place}",
                gateway_reference=reference,
                reason="fraudulent",
            )
            for number, outcome in enumerate(turn.choose(_STORIES))
        ]
        messages += [RecordGatewayOutcome(gateway=SANDBOX, events=(one,)) for one in said for _ in turn.choose("1112")]
    return messages


def _captured(turn: Turn) -> list[tuple[str, int]]:
    """What the provider has taken, as it remembers it."""
    provider = turn.book.provider
    if provider is None or not provider.exists():
        return []
    with closing(sqlite3.connect(provider)) as connection:
        return connection.execute(_CAPTURED).fetchall()
