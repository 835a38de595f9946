"""Effects: calls to the outside, never inside a transaction.

A handler asks with `unit.request(Intent(...))`; the intent is written with the transaction. A worker takes what is due, calls
the performer with the intent's key, and settles it. A worker that dies between leaves the effect `calling`; when its lease
has run out the janitor asks the outside what became of it, instead of calling again blindly.

Effects of one thing are carried out one after another, in the order they were asked for: the first two words of a key name the
thing (`payment/17`). Different things wait for nobody: several are called at once.
"""

from collections.abc import Callable, Mapping
from concurrent.futures import ThreadPoolExecutor
from datetime import datetime, timedelta
from typing import Protocol

import msgspec

from ordino.engine.bus import Engine
from ordino.engine.effect_rows import Intent
from ordino.engine.reader import Reader
from ordino.engine.statements import Statements
from ordino.kernel.messages import Record

SQL = Statements("ordino.engine")
LEASE = timedelta(minutes=2)
MAXIMUM_ATTEMPTS = 12
BATCH_SIZE = 50
MOST_CALLS_AT_ONCE = 8
_MOST_ROUNDS = 20


class EffectFailed(Exception):
    """The outside answered that the effect will not happen; it is not tried again."""


class Performer(Protocol):
    """Carries out one kind of effect. Both methods may be called again with the same key."""

    def perform(self, intent: Intent) -> None:
        """Call the outside. Raises EffectFailed for a final no; any other exception means: not known, ask later."""

    def happened(self, intent: Intent) -> bool:
        """Ask the outside whether the effect with this key has happened."""


GiveUp = Callable[[Intent, str], None]


class _Due(Record, frozen=True):
    id: int
    key: str
    kind: str
    payload: str
    state: str
    attempts: int


def run_due_effects(
    engine: Engine,
    performers: Mapping[str, Performer],
    *,
    at_once: int = MOST_CALLS_AT_ONCE,
    lease: timedelta = LEASE,
    give_up: GiveUp = lambda intent, error: None,
) -> int:
    """Take the effects that are due, one lease each, and settle them; answers how many were taken.

    `give_up` is told of an effect of which nobody knows after its last attempt what became of it. A round takes one effect of
    each thing, so that all of a round may be called at once.
    """
    taken = 0
    with ThreadPoolExecutor(at_once, thread_name_prefix="effect") as calls:
        for _ in range(_MOST_ROUNDS):
            lease_until = engine.clock() + lease
            due = _take(engine, list(performers), lease_until)
            if not due:
                break
            taken += len(due)
            settled = [
                calls.submit(_settle, engine, effect, performers[effect.kind], lease_until, give_up) for effect in due
            ]
            for call in settled:
                call.result()
    return taken


def _take(engine: Engine, kinds: list[str], lease_until: datetime) -> list[_Due]:
    with engine.connection() as connection, connection.transaction():
        return Reader(connection).fetch(
            SQL.take_due_effects, _Due, now=engine.clock(), lease_until=lease_until, kinds=kinds, limit=BATCH_SIZE
        )


def _settle(engine: Engine, effect: _Due, performer: Performer, lease_until: datetime, give_up: GiveUp) -> None:
    """Call the outside, unless it took so long until the turn came that the lease is over: then another worker may have."""
    if engine.clock() >= lease_until:
        return
    intent = Intent(effect.key, effect.kind, msgspec.Raw(effect.payload.encode()))
    state, error = "succeeded", ""
    try:
        if effect.state == "requested" or not performer.happened(intent):
            performer.perform(intent)
    except EffectFailed as failure:
        state, error = "failed", str(failure)
    except Exception as failure:
        state = "unknown" if effect.attempts < MAXIMUM_ATTEMPTS else "failed"
        error = f"{type(failure).__name__}: {failure}"
        if state == "failed":
            give_up(intent, error)
    due_at = _next_try(engine.clock(), effect.attempts)
    with engine.connection() as connection, connection.transaction():
        Reader(connection).fetch_values(
            SQL.settle_effect,
            id=effect.id,
            attempts=effect.attempts,
            state=state,
            error=error[:2000],
            due_at=due_at,
        )


def _next_try(now: datetime, attempts: int) -> datetime:
    return now + timedelta(seconds=min(5 * 2**attempts, 3600))
