"""The unit of work of one transaction: what a handler reads and writes with."""

from collections.abc import Callable, Sequence
from datetime import datetime
from typing import Any, Protocol, TypeVar, cast

import msgspec
from psycopg import errors

from ordino.engine.actor import Actor
from ordino.engine.effect_rows import Intent
from ordino.engine.reader import Answer, Connection, Parameter, Reader, Row
from ordino.engine.statements import Statement
from ordino.engine.wire import Sent

_NEXT_IDS = Statement("next_ids", b"select nextval(%(sequence)s::regclass) from generate_series(1, %(count)s)")


class Pending(Protocol):
    """What a context has decided to write at the end of the transaction, and how."""

    def write(self, unit: "Unit") -> None: ...


Pad = TypeVar("Pad", bound=Pending)
Foreseen = TypeVar("Foreseen")
FEW = 16  # so many commands at most are asked for ahead where that draws numbers or locks rows before they are decided


class Unit(Reader):
    """One transaction, one clock reading, one actor."""

    def __init__(self, connection: Connection, *, now: datetime, actor: Actor) -> None:
        super().__init__(connection)
        self.now = now
        self.actor = actor
        self.intents: list[Intent] = []
        self._pending: dict[type[Pending], Pending] = {}
        self._asked_once: dict[str, Answer[Any]] = {}
        self._soon: list[tuple[Statement, Sequence[msgspec.Struct], dict[str, Parameter]]] = []
        self._assurances: list[Callable[[], None]] = []
        self._foreseen: dict[type[object], object] = {}
        self._drawn: dict[str, list[int]] = {}
        self._drawn_of: list[str] = []
        self._drawn_keys: Callable[[], list[int]] = list

    def pending(self, kind: type[Pad]) -> Pad:
        """The transaction's one object of this kind, in which rows are collected that are written once, at the end."""
        if kind not in self._pending:
            self._pending[kind] = kind()
        return cast(Pad, self._pending[kind])

    def ask_once(self, statement: Statement, row: type[Row]) -> Answer[Row]:
        """Ask what needs no parameters and does not change in this transaction; who asks again gets the first answer."""
        if statement.name not in self._asked_once:
            self._asked_once[statement.name] = self.ask(statement, row)
        return self._asked_once[statement.name]

    def foresee(self, asked: object) -> None:
        """Keep what was asked ahead for the one who needs it."""
        self._foreseen[type(asked)] = asked

    def take_foreseen(self, kind: type[Foreseen]) -> Foreseen | None:
        """What was asked ahead of this kind, once: whoever comes later may find it changed and asks anew."""
        return cast(Foreseen | None, self._foreseen.pop(kind, None))

    def finish(self) -> None:
        """Write what is pending, and see that everything that was assured holds."""
        self._send_soon()
        for pending in self._pending.values():
            pending.write(self)
        self._pending.clear()
        for assure in self._assurances:
            assure()
        self._assurances.clear()

    def write_soon(self, statement: Statement, rows: Sequence[msgspec.Struct], /, **parameters: Parameter) -> None:
        """As `write`, for rows that nobody reads in this transaction: they are sent behind the next question, so that the
        database writes them while Python decides on the answer.
        """
        if rows:
            self._soon.append((statement, rows, parameters))

    def assure_empty(self, answer: Answer[Row], failure: Callable[[list[Row]], Exception]) -> None:
        """Raise `failure` where the answer has rows: at the end of a pipelined transaction, or else at once."""

        def assure() -> None:
            rows = answer.rows()
            if rows:
                raise failure(rows)

        if self._wire.in_pipeline:
            self._assurances.append(assure)
        else:
            assure()

    def write(self, statement: Statement, rows: Sequence[msgspec.Struct], /, **parameters: Parameter) -> None:
        """Give all rows to the statement as one JSON parameter `%(rows)s`; without rows nothing is run.

        The transaction runs as a pipeline: the write is sent and Python goes on deciding; a failure surfaces at the next
        fetch or at the end.
        """
        if rows:
            super()._send(statement, {"rows": rows, **parameters})

    def write_counted(self, statement: Statement, rows: Sequence[msgspec.Struct], /, **parameters: Parameter) -> int:
        """As `write`, but wait for the answer: how many rows the statement returned."""
        if not rows:
            return 0
        return len(self._send(statement, {"rows": rows, **parameters}).rows())

    def draw_ahead(self, sequences: Sequence[str], keys: Callable[[], list[int]]) -> None:
        """Let `keys` answer the keys that were drawn already, as many of each sequence, one sequence after the other."""
        self._drawn_of, self._drawn_keys = list(sequences), keys

    def next_ids(self, sequence: str, count: int) -> list[int]:
        """`count` fresh keys of a sequence, ascending."""
        if not count:
            return []
        drawn = self._take_drawn(sequence)
        if len(drawn) >= count:
            return drawn[:count]
        return self.fetch_values(_NEXT_IDS, sequence=sequence, count=count)

    def _take_drawn(self, sequence: str) -> list[int]:
        """The keys of the sequence that were drawn ahead, once."""
        if self._drawn_of:
            keys = self._drawn_keys()
            each = len(keys) // len(self._drawn_of)
            self._drawn = {name: keys[i * each : (i + 1) * each] for i, name in enumerate(self._drawn_of)}
            self._drawn_of = []
        return self._drawn.pop(sequence, [])

    def write_assured(
        self,
        statement: Statement,
        rows: Sequence[msgspec.Struct],
        failure: type[Exception],
        /,
        **parameters: Parameter,
    ) -> None:
        """As `write`, for a statement that fails by itself (`engine_refuse`) where its rows cannot be written as decided.

        Raises `failure` outside of a pipeline; in one, the transaction ends with the database's own AssertFailure.
        """
        try:
            self.write(statement, rows, **parameters)
        except errors.AssertFailure as refused:
            raise failure(str(refused)) from refused

    def request(self, intent: Intent) -> None:
        """Ask for an effect outside (a call, a mail); it is written with the transaction and run after it."""
        self.intents.append(intent)

    def _send(self, statement: Statement, parameters: dict[str, Parameter]) -> Sent:
        sent = super()._send(statement, parameters)
        self._send_soon()
        return sent

    def _send_soon(self) -> None:
        waiting, self._soon = self._soon, []
        for statement, rows, parameters in waiting:
            self.write(statement, rows, **parameters)
