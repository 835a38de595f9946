"""Followers read the journal in order and cannot skip.

Positions are drawn before commit, so a row with a lower position may appear later. A follower therefore reads in windows of
transactions: a window ends at the oldest transaction still running (`pg_snapshot_xmin`), so all of it is decided, and inside
the window the rows come in the order of their position. Two changes of one stream are serialized by its lock: the later
one's position is higher, and both fall into the same window or the right order of windows.
"""

from collections.abc import Callable, Sequence
from datetime import datetime

import msgspec

from ordino.engine.bus import Engine
from ordino.engine.reader import Reader
from ordino.engine.statements import Statements
from ordino.kernel.messages import Record

SQL = Statements("ordino.engine")
PAGE_SIZE = 500


class JournalEvent(Record, frozen=True):
    """An event as it stands in the journal; `data` is its JSON."""

    position: int
    command_id: int
    stream: str
    sequence: int
    kind: str
    data: msgspec.Raw
    recorded_at: datetime


class _Row(Record, frozen=True):
    position: int
    command_id: int
    stream: str
    sequence: int
    kind: str
    data: str
    recorded_at: datetime


class _Cursor(Record, frozen=True):
    window_start: str
    window_end: str
    position: int


def follow(
    engine: Engine, name: str, take: Callable[[Sequence[JournalEvent]], None], *, page_size: int = PAGE_SIZE
) -> int:
    """Give the next page of events to `take` and move the cursor; answers how many there were.

    At least once: the cursor moves after `take` returned, so a crash between gives the page again. One process at a time
    holds a follower's cursor; others wait no longer than the lock and find nothing to do (0).
    """
    with engine.connection() as connection, connection.transaction():
        reader = Reader(connection)
        reader.fetch_values(SQL.add_follower, name=name)
        cursor = reader.fetch_one(SQL.lock_follower, _Cursor, name=name)
        if cursor is None:
            return 0
        rows = _read(reader, cursor, page_size)
        if not rows:
            cursor = _next_window(reader, cursor)
            rows = _read(reader, cursor, page_size)
        if rows:
            take([_as_event(row) for row in rows])
            cursor = _Cursor(cursor.window_start, cursor.window_end, rows[-1].position)
        reader.fetch_values(
            SQL.move_follower,
            name=name,
            window_start=cursor.window_start,
            window_end=cursor.window_end,
            position=cursor.position,
        )
        return len(rows)


def _read(reader: Reader, cursor: _Cursor, page_size: int) -> list[_Row]:
    return reader.fetch(
        SQL.select_window,
        _Row,
        window_start=cursor.window_start,
        window_end=cursor.window_end,
        position=cursor.position,
        page_size=page_size,
    )


def _next_window(reader: Reader, cursor: _Cursor) -> _Cursor:
    found = reader.fetch_one(SQL.select_next_window, _Cursor, window_end=cursor.window_end)
    return found or cursor


def _as_event(row: _Row) -> JournalEvent:
    return JournalEvent(
        row.position,
        row.command_id,
        row.stream,
        row.sequence,
        row.kind,
        msgspec.Raw(row.data.encode()),
        row.recorded_at,
    )
