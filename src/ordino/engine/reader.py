"""Reads in sets: one statement, typed rows."""

from collections.abc import Sequence
from datetime import datetime
from typing import Any, Generic, TypeVar, cast

import msgspec
import psycopg

from ordino.engine.statements import Statement, read_backwards
from ordino.engine.windows import Window
from ordino.engine.wire import Sent, wire_of
from ordino.kernel.messages import Record

Row = TypeVar("Row", bound=msgspec.Struct)
Connection = psycopg.Connection[tuple[Any, ...]]
Parameter = object
_SEQUENCES = (list, tuple)
_PLAIN = frozenset({str, int, datetime})
_TEXTS, _NUMBERS = {str}, {int}


def as_parameter(name: str, value: Parameter) -> Parameter:
    """The form in which a value reaches the database fastest.

    `rows`, and any sequence of records, becomes one JSON text for `json_to_recordset`; a list of numbers or texts becomes
    PostgreSQL's own text of an array.
    """
    if name == "rows":
        return encode_rows(cast(Sequence[Record], value))
    if not isinstance(value, _SEQUENCES) or not value:
        return value
    if isinstance(value[0], Record):
        return encode_rows(value)
    kinds = set(map(type, value))
    if kinds == _TEXTS:
        return f"{{{','.join(map(_quoted, value))}}}"
    if kinds == _NUMBERS:
        return f"{{{','.join(map(str, value))}}}"
    return value


def _quoted(text: str) -> str:
    if "\\" in text or '"' in text:
        text = text.replace("\\", "\\\\").replace('"', '\\"')
    return f'"{text}"'


class Answer(Generic[Row]):
    """The answer to a question that was asked: rows, taken when they are needed. In a pipeline nobody waits until then."""

    def __init__(self, sent: Sent, row: type[Row]) -> None:
        self._sent = sent
        self._row = row

    def rows(self) -> list[Row]:
        return [self._row(*values) for values in self._sent.rows()]

    def row(self) -> Row:
        """The only row."""
        (row,) = self.rows()
        return row


class Reader:
    """Runs named statements on one connection. Column order of a statement is the field order of its row."""

    def __init__(self, connection: Connection) -> None:
        self._wire = wire_of(connection)

    def ask(self, statement: Statement, row: type[Row], /, **parameters: Parameter) -> Answer[Row]:
        """Send a question; in a pipeline its answer is not waited for until its rows are taken."""
        return Answer(self._send(statement, parameters), row)

    def fetch(self, statement: Statement, row: type[Row], /, **parameters: Parameter) -> list[Row]:
        """All rows of the statement, in its order."""
        return [row(*values) for values in self._send(statement, parameters).rows()]

    def fetch_one(self, statement: Statement, row: type[Row], /, **parameters: Parameter) -> Row | None:
        """The first row, or None where there is none."""
        return next(iter(self.fetch(statement, row, **parameters)), None)

    def fetch_window(
        self, statement: Statement, row: type[Row], window: Window, /, **parameters: Parameter
    ) -> list[Row]:
        """A piece of a list by key; the statement reads the newest first, below `before_id`."""
        return self.fetch(
            read_backwards(statement) if window.oldest_first else statement,
            row,
            before_id=window.before_id,
            limit=window.limit,
            since=window.since,
            before=window.before,
            **parameters,
        )

    def fetch_values(self, statement: Statement, /, **parameters: Parameter) -> list[Any]:
        """The first column of all rows."""
        return [values[0] for values in self._send(statement, parameters).rows()]

    def _send(self, statement: Statement, parameters: dict[str, Parameter]) -> Sent:
        for name, value in parameters.items():
            if type(value) not in _PLAIN:
                parameters[name] = as_parameter(name, value)
        return self._wire.send(statement.text, parameters)


def encode_rows(rows: Sequence[msgspec.Struct]) -> str:
    """Rows as one JSON array."""
    return msgspec.json.encode(rows).decode()
