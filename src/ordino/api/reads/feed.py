"""The feed of events: what the journal says, in an order in which nothing can be skipped.

A cursor is a follower's: a window of transactions that are all decided, and a position in it. So a reader that goes on from its
cursor gets every event once, those of one order in their order, whatever was committed meanwhile.
"""

from collections.abc import Sequence
from datetime import datetime

import msgspec

from ordino.api.cursors import read_cursor, write_cursor
from ordino.api.ownership import SQL as OWNERSHIP
from ordino.api.reads.reading import Asked, Limit, Query, Read
from ordino.engine import Reader
from ordino.engine.followers import SQL as ENGINE
from ordino.kernel.messages import Record

_ORDER_STREAM = "order/"
_QUESTION = b"events"
SCANNED = 1_000


class EventQuery(Query, frozen=True, kw_only=True):
    """`after` is the `next` of the answer before, or `latest` for what comes from now on; `kind` may be several."""

    after: str = ""
    kind: tuple[str, ...] = ()
    stream: str | None = None
    limit: Limit = 100


class FeedEvent(Record, frozen=True):
    """An event of the journal. `sequence` runs 1..n in its stream, `data` is what the event says."""

    position: int
    stream: str
    sequence: int
    kind: str
    data: msgspec.Raw
    recorded_at: datetime


class Events(Record, frozen=True):
    """Events; go on with `next`. `more` says that there is more already."""

    events: list[FeedEvent]
    next: str
    more: bool


class Window(Record, frozen=True):
    """How far a reader has come: a window of transactions, and a position in it."""

    window_start: str = "0"
    window_end: str = "0"
    position: int = 0


class EventRow(Record, frozen=True):
    position: int
    command_id: int
    stream: str
    sequence: int
    kind: str
    data: str
    recorded_at: datetime


def list_events(asked: Asked) -> Events:
    """The events after a cursor, as far as every transaction before them is decided."""
    query: EventQuery = asked.query
    window = _begin(asked)
    rows, window = _scan(asked.reader, window)
    kept: list[EventRow] = []
    for row in _visible(asked, rows):
        if len(kept) == query.limit:
            break
        kept.append(row)
    full = len(kept) == query.limit
    if full and kept:
        window = msgspec.structs.replace(window, position=kept[-1].position)
    events = [
        FeedEvent(row.position, row.stream, row.sequence, row.kind, msgspec.Raw(row.data.encode()), row.recorded_at)
        for row in kept
    ]
    return Events(events, write_cursor(asked.secret, _QUESTION, window), full or len(rows) == SCANNED)


def _begin(asked: Asked) -> Window:
    after: str = asked.query.after
    if after == "latest":
        return _latest(asked.reader)
    return read_cursor(asked.secret, _QUESTION, after, Window) if after else Window()


def _latest(reader: Reader) -> Window:
    """Before what is not decided yet: windows are empty until something new is."""
    found = reader.fetch_one(ENGINE.select_next_window, Window, window_end=Window().window_end)
    window = found or Window()
    return Window(window.window_end, window.window_end, 0)


def _scan(reader: Reader, window: Window) -> tuple[list[EventRow], Window]:
    """The next rows of the window, or of the one after; the window moved behind them."""
    rows = _read(reader, window)
    if not rows:
        window = reader.fetch_one(ENGINE.select_next_window, Window, window_end=window.window_end) or window
        rows = _read(reader, window)
    if rows:
        window = msgspec.structs.replace(window, position=rows[-1].position)
    return rows, window


def _read(reader: Reader, window: Window) -> list[EventRow]:
    return reader.fetch(
        ENGINE.select_window,
        EventRow,
        window_start=window.window_start,
        window_end=window.window_end,
        position=window.position,
        page_size=SCANNED,
    )


def _visible(asked: Asked, rows: Sequence[EventRow]) -> list[EventRow]:
    """Those that were asked for, and for a key of one channel those of its orders."""
    query: EventQuery = asked.query
    wanted = [row for row in rows if (not query.kind or row.kind in query.kind) and query.stream in (None, row.stream)]
    channel = asked.caller.channel
    if channel is None:
        return wanted
    order_ids = sorted(
        {int(row.stream[len(_ORDER_STREAM) :]) for row in wanted if row.stream.startswith(_ORDER_STREAM)}
    )
    own = set(asked.reader.fetch_values(OWNERSHIP.select_orders_of_channel, ids=order_ids, channel=channel))
    streams = {f"{_ORDER_STREAM}{order_id}" for order_id in own}
    return [row for row in wanted if row.stream in streams]


READS = (Read("/events", "events", EventQuery, Events, list_events, "filtered"),)
