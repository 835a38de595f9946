"""Variants that break the journal, keys and previews."""

import itertools
from collections.abc import Callable, Iterator, Sequence
from contextlib import contextmanager
from datetime import datetime

from ordino.engine import SYSTEM, Actor, Engine, Outcome, Unit, followers, journal, transaction
from ordino.engine.reader import Connection
from ordino.engine.transaction import Answer, Batch
from ordino.kernel.messages import Command
from ordino.simulation.negative_controls.sabotage import method, replaced, without_index

Entries = Sequence[journal.Entry]
_MARK = "select set_config('ordino.command', 'published late', true)"


@contextmanager
def event_after_commit(url: str) -> Iterator[None]:
    """Events are published in a transaction of their own, once the change is committed."""
    waiting: list[tuple[Unit, Entries, Sequence[int]]] = []
    write, run = journal.write_events, transaction.run_batch

    def keep(unit: Unit, entries: Entries, numbering: journal.Numbering, command_ids: Sequence[int]) -> None:
        if waiting and waiting[0][0] is not unit:
            waiting.clear()
        waiting.append((unit, entries, command_ids))

    def run_and_publish(connection: Connection, batch: Batch, *, now: datetime) -> Answer:
        answer = run(connection, batch, now=now)
        late, waiting[:] = list(waiting), []
        if batch.preview or answer.vetoes:
            return answer
        connection.execute(_MARK)
        for before, entries, command_ids in late:
            unit = Unit(connection, now=before.now, actor=SYSTEM)
            write(unit, entries, journal.Numbering(), command_ids)
            unit.finish()
        connection.commit()
        return answer

    with replaced(write, keep), replaced(run, run_and_publish):
        yield


@contextmanager
def _every(times: int, change: Callable[[Entries], Entries]) -> Iterator[None]:
    """Each so many times that events are written, they are changed before."""
    original, calls = journal.write_events, itertools.count(1)

    def write(unit: Unit, entries: Entries, numbering: journal.Numbering, command_ids: Sequence[int]) -> None:
        changed = change(entries) if entries and next(calls) % times == 0 else entries
        original(unit, changed, numbering, command_ids)

    with replaced(original, write):
        yield


@contextmanager
def event_lost(url: str) -> Iterator[None]:
    """The last event of every seventh batch is not written."""
    with _every(7, lambda entries: entries[:-1]):
        yield


@contextmanager
def event_twice(url: str) -> Iterator[None]:
    """The first event of every seventh batch is written twice."""
    with _every(7, lambda entries: [*entries, entries[0]]):
        yield


@contextmanager
def skipped_position(url: str) -> Iterator[None]:
    """A follower misses an event in the middle of every fifth page."""
    original, calls = vars(followers)["_read"], itertools.count(1)

    def read(*arguments: object) -> list[object]:
        rows: list[object] = original(*arguments)
        if len(rows) > 2 and next(calls) % 5 == 0:
            del rows[len(rows) // 2]
        return rows

    with replaced(original, read):
        yield


@contextmanager
def key_forgotten(url: str) -> Iterator[None]:
    """What was done under a key is not looked up, and no index minds."""
    without_index(url, "engine_command", "actor, key")
    with replaced(journal.known_answers, lambda unit, commands, keys: {}):
        yield


@contextmanager
def preview_books(url: str) -> Iterator[None]:
    """A preview does what it should only show."""

    def preview(engine: Engine, commands: Sequence[Command], *, actor: Actor) -> list[Outcome]:
        return engine.execute(commands, actor=actor)

    with method(Engine, "preview", preview):
        yield
