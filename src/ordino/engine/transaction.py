"""One attempt of a batch inside one transaction: replay what is known, handle the rest, follow, journal."""

from collections.abc import Callable, Collection, Iterator, Sequence
from datetime import datetime

import msgspec
import psycopg

from ordino.engine import journal, registry
from ordino.engine.actor import Actor
from ordino.engine.outcomes import Completed, Outcome, Replayed
from ordino.engine.reader import Answer as DatabaseAnswer
from ordino.engine.reader import Connection
from ordino.engine.unit import FEW, Unit
from ordino.engine.wire import wire_of
from ordino.kernel.messages import Command, Decision, Done, Event, Known, Refused, StreamEvent
from ordino.kernel.problems import Problem

MAXIMUM_DEPTH = 8


class Batch(msgspec.Struct, frozen=True):
    """Commands of one kind with their idempotency keys. `places` are their indices in the batch first asked for.

    `when_decided` is called whenever all is decided and nothing but the commit is waited for. `outside` is what was asked of the
    outside before.
    """

    commands: tuple[Command, ...]
    keys: tuple[str | None, ...]
    actor: Actor
    preview: bool
    when_decided: Callable[[], object] | None = None
    places: tuple[int, ...] = ()
    outside: object | None = None

    def place(self, index: int) -> int:
        return self.places[index] if self.places else index

    def without(self, refused: Collection[int]) -> "Batch":
        """The batch without the commands at the given indices."""
        if not refused:
            return self
        kept = tuple(i for i in range(len(self.commands)) if i not in refused)
        return self._pick(kept, places=kept)

    def singles(self) -> Iterator["Batch"]:
        """Each command as a batch of one."""
        return (self._pick((i,), places=()) for i in range(len(self.commands)))

    def _pick(self, kept: tuple[int, ...], *, places: tuple[int, ...]) -> "Batch":
        commands, keys = tuple(self.commands[i] for i in kept), tuple(self.keys[i] for i in kept)
        return Batch(commands, keys, self.actor, self.preview, self.when_decided, places, self.outside)


class Answer(msgspec.Struct, frozen=True):
    """What an attempt came to: outcomes, or the refusals (by place in the first batch) that call for another attempt."""

    outcomes: tuple[Outcome, ...]
    vetoes: dict[int, Problem]
    transaction: journal.Transaction | None = None


class JournalBegin:
    """The answer of the statement that opened the transaction, taken once, when it is first needed."""

    def __init__(self, asked: DatabaseAnswer[journal.Begun]) -> None:
        self._asked = asked
        self._begun: journal.Begun | None = None

    def row(self) -> journal.Begun:
        if self._begun is None:
            self._begun = self._asked.row()
        return self._begun


class _Work:
    """What accumulates while a batch is handled: events by the command that caused them, and vetoes."""

    def __init__(self, unit: Unit, batch: Batch, begun: JournalBegin) -> None:
        self.unit = unit
        self.batch = batch
        self.begun = begun
        self.entries: list[journal.Entry] = []
        self._unwritten: list[journal.Entry] = []
        self._few = len(batch.commands) <= FEW
        self.vetoes: dict[int, Problem] = {}
        self._numbering = journal.Numbering()

    def record(self, causes: Sequence[int], decisions: Sequence[Decision], *, depth: int) -> list[journal.Entry]:
        """Journal what was decided, the commands of the batch itself with it; answers the events."""
        ids = self.begun.row().command_ids
        if depth == 0:
            done = [
                (i, self.batch.commands[i], self.batch.keys[i], decision.result)
                for i, decision in zip(causes, decisions, strict=True)
                if isinstance(decision, Done)
            ]
            journal.write_commands(self.unit, done, ids)
        entries = [
            journal.Entry(cause, event)
            for cause, decision in zip(causes, decisions, strict=True)
            if isinstance(decision, Done)
            for event in decision.events
        ]
        self._unwritten += entries
        self.entries += entries
        if not self._few:
            self.write_events()
        return entries

    def write_events(self) -> None:
        """Write the events recorded so far: those of many commands while Python goes on deciding, of few once, at the end."""
        journal.write_events(self.unit, self._unwritten, self._numbering, self.begun.row().command_ids)
        self._unwritten = []


class CommitUnanswered(Exception):
    """The connection was lost after the commit was sent: the answer holds if the transaction was committed."""

    def __init__(self, answer: Answer, transaction: journal.Transaction) -> None:
        super().__init__(f"transaction {transaction.id}")
        self.answer = answer
        self.transaction = transaction


def run_batch(connection: Connection, batch: Batch, *, now: datetime) -> Answer:
    """Run the batch in a transaction of its own; the commit, or the rollback of a preview or a veto, leaves with the last writes.

    Raises CommitUnanswered.
    """
    if not batch.commands:
        return Answer((), {})
    wire = wire_of(connection)
    with wire.pipeline():
        answer = _run(connection, batch, now)
        if batch.preview or answer.vetoes or answer.transaction is None:
            wire.roll_back()
            return answer
        if batch.when_decided is not None:
            batch.when_decided()
        try:
            wire.commit()
        except psycopg.OperationalError as failure:
            if not connection.closed:
                raise
            raise CommitUnanswered(answer, answer.transaction) from failure
    return answer


def _run(connection: Connection, batch: Batch, now: datetime) -> Answer:
    unit = Unit(connection, now=now, actor=batch.actor)
    begun = _begin(unit, batch)
    registry.ask_ahead(unit, batch.commands)
    if batch.outside is not None:
        unit.foresee(batch.outside)
    known = journal.known_answers(unit, batch.commands, batch.keys)
    fresh = [i for i in range(len(batch.commands)) if i not in known]
    work = _Work(unit, batch, begun)
    decisions = _handle(work, [batch.commands[i] for i in fresh], fresh, depth=0) if fresh else []
    if work.vetoes:
        return Answer((), {batch.place(i): problem for i, problem in work.vetoes.items()})
    work.write_events()
    unit.finish()
    journal.write_effects(unit)
    by_cause = journal.events_by_cause(work.entries)
    outcomes: dict[int, Outcome] = dict(known)
    for i, decision in zip(fresh, decisions, strict=True):
        outcomes[i] = _outcome(decision, tuple(by_cause.get(i, ())))
    marked = begun.row()
    transaction = journal.Transaction(marked.transaction_id, marked.command_ids, unit.now)
    return Answer(tuple(outcomes[i] for i in range(len(batch.commands))), {}, transaction)


def _begin(unit: Unit, batch: Batch) -> JournalBegin:
    """Open the transaction, with keys drawn ahead for what its handler says to draw."""
    count, sequences = len(batch.commands), registry.drawn_ahead(batch.commands)
    begun = JournalBegin(journal.begin(unit, type(batch.commands[0]).kind(), count, sequences))
    if sequences:
        unit.draw_ahead(sequences, lambda: begun.row().drawn)
    return begun


def _outcome(decision: Decision, events: tuple[StreamEvent, ...]) -> Outcome:
    match decision:
        case Done(result=result):
            return Completed(result, events)
        case Known(result=result):
            return Replayed(result)
        case Refused():
            return decision


def _handle(work: _Work, commands: Sequence[Command], causes: Sequence[int], *, depth: int) -> list[Decision]:
    """Handle commands of one kind and, batch by batch, what follows their events in this transaction.

    An event that stands in the streams of two orders has happened once, and is followed once.
    """
    if depth > MAXIMUM_DEPTH:
        raise RecursionError(f"what follows {commands[0].kind()} does not end")
    decisions = registry.handler_of(type(commands[0]))(work.unit, commands)
    if len(decisions) != len(commands):
        raise AssertionError(f"{commands[0].kind()}: {len(commands)} commands, {len(decisions)} decisions")
    following: dict[tuple[type[Command], bool], list[tuple[int, Command]]] = {}
    told: set[tuple[int, int]] = set()
    for entry in work.record(causes, decisions, depth=depth):
        event = entry.stream_event.event
        once = (entry.cause, id(event))
        if once not in told:
            told.add(once)
            _collect(following, entry.cause, event)
    for (_, required), caused in following.items():
        _follow(work, caused, required=required, depth=depth + 1)
    return decisions


def _collect(following: dict[tuple[type[Command], bool], list[tuple[int, Command]]], cause: int, event: Event) -> None:
    for reaction in registry.reactions_to(type(event)):
        built = reaction.build(event)
        for command in (built,) if isinstance(built, Command) else built or ():
            following.setdefault((type(command), reaction.required), []).append((cause, command))


def _follow(work: _Work, caused: list[tuple[int, Command]], *, required: bool, depth: int) -> None:
    causes = [cause for cause, _ in caused]
    decisions = _handle(work, [command for _, command in caused], causes, depth=depth)
    if required:
        for cause, decision in zip(causes, decisions, strict=True):
            if isinstance(decision, Refused):
                work.vetoes.setdefault(cause, decision.problem)
