"""The door to all exports."""

from collections.abc import Callable, Generator, Iterator, Sequence
from contextlib import closing
from datetime import datetime
from pathlib import Path
from typing import Any, Literal

from ordino.adapters.exporting.writing import Form, write_rows
from ordino.engine import Engine, Statement, Statements
from ordino.engine.reader import Connection
from ordino.kernel.messages import Record

SQL = Statements("ordino.adapters.exporting")
Subject = Literal["orders", "order_lines", "stock", "documents", "events"]
_STATEMENTS: dict[Subject, Statement] = {
    "orders": SQL.export_orders,
    "order_lines": SQL.export_order_lines,
    "stock": SQL.export_stock,
    "documents": SQL.export_documents,
    "events": SQL.export_events,
}
Rows = Generator[Sequence[Any], None, None]
_PAGE = 1_000
_SNAPSHOT = "set transaction isolation level repeatable read, read only"


class ExportTerms(Record, frozen=True, kw_only=True):
    """What is written; `since` and `before` bound when it came to be."""

    subject: Subject
    form: Form = "csv"
    only_channel: str | None = None
    since: datetime | None = None
    before: datetime | None = None


def run_export(
    engine: Engine, path: Path, terms: ExportTerms, *, progress: Callable[[int], None] = lambda rows: None
) -> int:
    """Write the file in one snapshot; `progress` is told how many rows are written. Answers how many there are."""
    with engine.connection() as connection, connection.transaction():
        connection.execute(_SNAPSHOT, prepare=False)
        count = 0

        def counted(rows: Iterator[Sequence[Any]]) -> Iterator[Sequence[Any]]:
            nonlocal count
            for row in rows:
                yield row
                count += 1
                if count % _PAGE == 0:
                    progress(count)

        names, rows = _open(connection, terms)
        with closing(rows):
            write_rows(path, terms.form, names, counted(rows))
        progress(count)
    return count


def _open(connection: Connection, terms: ExportTerms) -> tuple[list[str], Rows]:
    """The names of the columns, and the rows as they come through a cursor."""
    cursor = connection.cursor(name="export")
    cursor.itersize = _PAGE
    asked = {"only_channel": terms.only_channel, "since": terms.since, "before": terms.before}
    cursor.execute(_STATEMENTS[terms.subject].text, asked)
    assert cursor.description is not None
    return [column.name for column in cursor.description], _rows(cursor)


def _rows(cursor: Any) -> Rows:
    yield from cursor
