"""The account of a replay: what was invoiced and credited, named and listed, against the sum of the file."""

from collections.abc import Mapping, Sequence
from decimal import Decimal

from ordino.adapters.importing.figures import CategoryTotal
from ordino.adapters.importing.report import ImportReport
from ordino.adapters.replaying.credits import Credited
from ordino.adapters.replaying.history import ZERO
from ordino.kernel.messages import Record
from ordino.kernel.money import major
from ordino.kernel.problems import Problem

SHOWN_REFUSALS = 10


class Booked(Record, frozen=True):
    """What orders have come to in the books, in minor units, and how many have reached their end."""

    orders: int = 0
    completed: int = 0
    total_minor: int = 0
    invoiced_minor: int = 0
    captured_minor: int = 0

    def __add__(self, other: "Booked") -> "Booked":
        return Booked(
            self.orders + other.orders,
            self.completed + other.completed,
            self.total_minor + other.total_minor,
            self.invoiced_minor + other.invoiced_minor,
            self.captured_minor + other.captured_minor,
        )


class StationCount(Record, frozen=True):
    """How many commands of a station were carried out."""

    station: str
    done: int


class ReplayReport(Record, frozen=True, kw_only=True):
    """The books of a replayed history, in major units, beside the file. `difference` must be zero.

    invoices − credit notes + not invoiced + exceptions + listed + refused + rounding = the sum of the file.
    """

    title: str
    currency: str
    imported: ImportReport
    stations: tuple[StationCount, ...]
    refusals: tuple[str, ...]
    refused_commands: int
    orders: int
    completed_orders: int
    file_lines: int
    file_total: Decimal
    invoices: Decimal
    not_invoiced: Decimal
    credit_notes: Decimal
    credit_lines: int
    unmatched_lines: int
    exceptions: Decimal
    listed: tuple[CategoryTotal, ...]
    refused_amount: Decimal
    rounding: Decimal
    captured: Decimal

    @property
    def listed_amount(self) -> Decimal:
        return sum((category.amount for category in self.listed), ZERO)

    @property
    def difference(self) -> Decimal:
        """What the books and the lists leave unexplained of the file."""
        explained = self.invoices - self.credit_notes + self.not_invoiced + self.exceptions
        return self.file_total - explained - self.listed_amount - self.refused_amount - self.rounding


def reconcile(
    *,
    title: str,
    currency: str,
    file_lines: int,
    file_total: Decimal,
    imported: ImportReport,
    booked: Booked,
    credited: Credited,
    done: Mapping[str, int],
    refused: Sequence[Problem],
) -> ReplayReport:
    """The report. The file's sum was added up line by line, the books were read from the database."""
    account = imported.reconciliation
    assert account is not None
    return ReplayReport(
        title=title,
        currency=currency,
        imported=imported,
        stations=tuple(StationCount(station, count) for station, count in done.items()),
        refusals=tuple(problem.detail() for problem in refused[:SHOWN_REFUSALS]),
        refused_commands=len(refused),
        orders=booked.orders,
        completed_orders=booked.completed,
        file_lines=file_lines,
        file_total=file_total,
        invoices=major(booked.invoiced_minor, currency),
        not_invoiced=major(booked.total_minor - booked.invoiced_minor, currency),
        credit_notes=credited.credit_notes,
        credit_lines=credited.lines,
        unmatched_lines=credited.unmatched,
        exceptions=credited.exceptions,
        listed=account.listed,
        refused_amount=account.refused_amount,
        rounding=account.captured.rounding + credited.rounding,
        captured=major(booked.captured_minor, currency),
    )
