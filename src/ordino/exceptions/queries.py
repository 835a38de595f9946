"""Reads for edges: the queue of work, one exception, how much waits of each kind."""

from collections.abc import Sequence
from datetime import UTC, datetime, timedelta

from ordino.engine import Reader
from ordino.exceptions.facts import SQL
from ordino.kernel.messages import Record

DEFAULT_LIMIT = 100
EARLIEST = datetime(1, 1, 1, tzinfo=UTC)


class ExceptionFacts(Record, frozen=True):
    """What stands in the queue and on the page of an exception."""

    id: int
    kind: str
    subject: str
    order_id: int | None
    detail: str
    suggested_step: str
    owner: str
    due_at: datetime
    amount_minor: int | None
    currency: str
    state: str
    raised_at: datetime


class QueuedException(ExceptionFacts, frozen=True):
    """Work that waits; `age_seconds` since it was raised, `late` where its due time is over."""

    age_seconds: int
    late: bool


class ExceptionView(ExceptionFacts, frozen=True):
    """One exception with what became of it."""

    raised_by: str
    resolved_at: datetime | None
    resolved_by: str | None
    note: str


class Age(Record, frozen=True):
    """How long something waits: so many days or more, and less than `until` days (0: any number)."""

    days: int
    until: int


class AgeCount(Record, frozen=True):
    """How much work has waited for an age that begins at `days`, and how much of it is late."""

    days: int
    waiting: int
    late: int


class KindCount(Record, frozen=True):
    """How much work waits of a kind, how much of it is late, and since when the oldest waits."""

    kind: str
    waiting: int
    late: int
    oldest_raised_at: datetime


def exception_queue(
    reader: Reader,
    *,
    now: datetime,
    kind: str | None = None,
    owner: str | None = None,
    order_id: int | None = None,
    age: Age | None = None,
    after: tuple[datetime, int] = (EARLIEST, 0),
    limit: int = DEFAULT_LIMIT,
) -> list[QueuedException]:
    """Work that is not resolved, what is due first at the head; `after` is (due_at, id) of the last row seen."""
    until = None if age is None else now - timedelta(days=age.days)
    return reader.fetch(
        SQL.select_queue,
        QueuedException,
        now=now,
        kind=kind,
        owner=owner,
        order_id=order_id,
        raised_until=until,
        raised_after=now - timedelta(days=age.until) if age is not None and age.until else None,
        after_due_at=after[0],
        after_id=after[1],
        limit=limit,
    )


def show_exception(reader: Reader, exception_id: int) -> ExceptionView | None:
    """One exception, open or resolved; None where there is none."""
    return reader.fetch_one(SQL.select_exception, ExceptionView, id=exception_id)


def count_exceptions(reader: Reader, *, now: datetime) -> list[KindCount]:
    """How much work waits of each kind."""
    return reader.fetch(SQL.select_counts, KindCount, now=now)


def count_ages(reader: Reader, ages: Sequence[Age], *, now: datetime) -> list[AgeCount]:
    """How much work that is not resolved is of each age."""
    days, until = [age.days for age in ages], [age.until for age in ages]
    return reader.fetch(SQL.select_ages, AgeCount, days=days, until=until, now=now)
