"""Replaying a history: goods in first, then day by day orders out, money in, and goods back; at the end, the account."""

from collections import deque
from collections.abc import Callable, Sequence
from contextlib import closing
from datetime import UTC, date, datetime, time, timedelta
from pathlib import Path

from msgspec import structs

from ordino.adapters.files.problems import FileUnreadable
from ordino.adapters.importing.lines import Line
from ordino.adapters.importing.mapping import ImportMapping, Receipt
from ordino.adapters.importing.missing import prepare_places
from ordino.adapters.importing.pipeline import read_ahead
from ordino.adapters.importing.placing import OrdersImport
from ordino.adapters.importing.reading import read_lines
from ordino.adapters.importing.report import Book, ImportOptions
from ordino.adapters.importing.runner import run_import
from ordino.adapters.replaying.account import Booked, ReplayReport, reconcile
from ordino.adapters.replaying.credits import Credited, Credits
from ordino.adapters.replaying.facts import SQL
from ordino.adapters.replaying.history import ZERO, CreditLine, days_of
from ordino.adapters.replaying.journey import TO_THE_CUSTOMER, TO_THE_DOCK, Journey
from ordino.engine import Actor, Engine
from ordino.engine.clock import SetClock
from ordino.kernel.messages import Record, Refused
from ordino.returns.commands import SetReturnPolicy
from ordino.sourcing.commands import SetSourcingRules

PLACES = ("LONDON", "MANCHESTER", "GLASGOW", "BRISTOL", "LEEDS", "CARDIFF", "BELFAST", "YORK", "DERBY")
COUNTRY = "GB"
HOUR = timedelta(hours=1)
TRANSIT = timedelta(days=3)
BACK_AFTER = timedelta(days=4)
_DAYS_AHEAD = 3
Progress = Callable[[str, int], None]


class ReplayOptions(Record, frozen=True, kw_only=True):
    """How many locations share the goods, where the replay stops, and where errors and listed lines are written."""

    locations: int = 3
    until: date | None = None
    limit: int | None = None
    errors: Path | None = None
    listed: Path | None = None


def run_replay(
    engine: Engine,
    path: Path,
    orders: ImportMapping,
    stock: ImportMapping,
    options: ReplayOptions,
    *,
    actor: Actor,
    progress: Progress = lambda station, lines: None,
) -> ReplayReport:
    """Carry the file through the whole life of its orders. `progress` is told the part of the work and the lines done.

    What was interrupted is finished by running it again. A file that cannot be read to its end is replayed as far as it is
    certain; the report says so.
    """
    replay = _Replay(engine, path, orders, options, actor)
    try:
        replay.open_shop(stock, progress)
        replay.run(progress)
    except FileUnreadable as stop:
        replay.book.stop(stop.problem)
    finally:
        replay.book.close()
    return replay.report()


class _Replay:
    """One replay: its calendar, what is on its way, and what it has come to."""

    def __init__(
        self, engine: Engine, path: Path, mapping: ImportMapping, options: ReplayOptions, actor: Actor
    ) -> None:
        self._clock = SetClock(datetime.combine(date(1970, 1, 1), time(), UTC))
        self._engine = engine.at(self._clock)
        self._path = path
        self._mapping = structs.replace(mapping, payment_terms="prepaid")
        self._options = options
        self._actor = actor
        self._places = [Receipt(PLACES[i], options.locations - i, COUNTRY) for i in range(options.locations)]
        self._journey = Journey(self._engine, self._clock, actor)
        self._credits = Credits(
            self._engine,
            self._journey,
            channel=mapping.channel,
            currency=mapping.currency,
            location=self._places[0].location,
        )
        self._on_the_way: deque[tuple[datetime, list[int]]] = deque()
        self._coming_back: deque[tuple[datetime, tuple[CreditLine, ...]]] = deque()
        self._booked = Booked()
        self._credited = Credited()
        self._lines = 0
        self._total = ZERO
        self.book = Book(self._mapping, ImportOptions(errors=options.errors, listed=options.listed))

    def open_shop(self, stock: ImportMapping, progress: Progress) -> None:
        """The day before the first order: places, terms, and all the goods that will be sold."""
        first = next((line for line in read_lines(self._path, self._mapping) if isinstance(line, Line)), None)
        if first is None or first.placed_at is None:
            return
        self._clock.set(datetime.combine(first.placed_at.date() - timedelta(days=1), time(8), UTC))
        goods = structs.replace(
            stock, locations=tuple(self._places), stock_reference=f"opening stock of {self._path.name}"
        )
        received = run_import(
            self._engine,
            self._path,
            goods,
            ImportOptions(),
            actor=self._actor,
            progress=lambda n: progress("goods in", n),
        )
        if received.errors or received.stopped_by is not None:
            raise FileUnreadable(received.stopped_by or received.first_errors[0])
        if problem := prepare_places(self._engine, self._mapping, self._actor):
            raise FileUnreadable(problem)
        channel = self._mapping.channel
        self._must(SetSourcingRules(channel=channel, max_parcels=self._options.locations))
        self._must(
            SetReturnPolicy(channel=channel, window_days=None, approve_automatically=True, needs_inspection=False)
        )

    def run(self, progress: Progress) -> None:
        """Day by day: first what arrives and what comes back, then what is ordered."""
        options = ImportOptions(errors=self._options.errors, listed=self._options.listed)
        orders = OrdersImport(self._engine, self._mapping, options, actor=self._actor, book=self.book)
        days = days_of(orders.items(self._path), until=self._options.until, limit=self._options.limit)
        with closing(read_ahead(days, _DAYS_AHEAD)) as ahead:
            for day in ahead:
                self._reach(day.moment)
                self._journey.set_clock(day.moment)
                self._send_off(orders.take(day.items))
                if day.credits:
                    self._coming_back.append((day.moment + BACK_AFTER, day.credits))
                self._lines += day.lines
                self._total += day.total
                progress("orders", self._lines)
        self._reach(datetime.max.replace(tzinfo=UTC))

    def _send_off(self, order_ids: list[int]) -> None:
        self._journey.carry(order_ids, TO_THE_DOCK, HOUR)
        self._on_the_way.append((self._clock() + TRANSIT, order_ids))

    def _reach(self, moment: datetime) -> None:
        """Let everything happen that is due before a moment, in its order."""
        while due := self._next_due(moment):
            self._journey.set_clock(due)
            if self._on_the_way and self._on_the_way[0][0] == due:
                _, order_ids = self._on_the_way.popleft()
                self._journey.carry(order_ids, TO_THE_CUSTOMER, timedelta())
                self._booked += self._read_booked(order_ids)
            else:
                _, credits = self._coming_back.popleft()
                self._credited += self._credits.take(credits)

    def _next_due(self, moment: datetime) -> datetime | None:
        waiting = [queue[0][0] for queue in (self._on_the_way, self._coming_back) if queue]
        return min((due for due in waiting if due <= moment), default=None)

    def _read_booked(self, order_ids: Sequence[int]) -> Booked:
        with self._engine.reader() as reader:
            row = reader.fetch_one(SQL.select_booked_orders, Booked, order_ids=list(order_ids))
        return row or Booked()

    def _must(self, command: SetSourcingRules | SetReturnPolicy) -> None:
        """Set terms, once for the same ones."""
        key = f"replay/{self._mapping.channel}/{command.kind()}/{self._options.locations}"
        (outcome,) = self._engine.execute([command], actor=self._actor, keys=[key])
        if isinstance(outcome, Refused):
            raise RuntimeError(outcome.problem.detail())

    def report(self) -> ReplayReport:
        return reconcile(
            title=self._mapping.title,
            currency=self._mapping.currency,
            file_lines=self._lines,
            file_total=self._total,
            imported=self.book.report(),
            booked=self._booked,
            credited=self._credited,
            done=self._journey.done,
            refused=self._journey.refused,
        )
