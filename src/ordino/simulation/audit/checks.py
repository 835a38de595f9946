"""How a rule is checked: range by range of orders, or once for all."""

from collections.abc import Callable, Iterable
from typing import Protocol

from ordino.engine import Statement
from ordino.kernel.messages import Record
from ordino.simulation.audit.report import Finding, Severity
from ordino.simulation.audit.scope import OrderRange
from ordino.simulation.audit.snapshot import Snapshot

Parameters = dict[str, object]


class Check(Protocol):
    """One run of one rule; it may remember between ranges what it compares in the end."""

    def check_range(self, snapshot: Snapshot, orders: OrderRange) -> Iterable[Finding]: ...

    def check_rest(self, snapshot: Snapshot) -> Iterable[Finding]: ...


class Rule(Record, frozen=True):
    """A rule of domain.md §5 in one figure. `subject` names the rows it reads, `compares` says what with what."""

    id: str
    title: str
    subject: str
    compares: str
    start: Callable[[], Check]
    severity: Severity = "difference"


class ByRange:
    """A statement, or function, that compares one range of orders at a time."""

    def __init__(self, compare: Callable[[Snapshot, OrderRange], Iterable[Finding]]) -> None:
        self._compare = compare

    def check_range(self, snapshot: Snapshot, orders: OrderRange) -> Iterable[Finding]:
        return self._compare(snapshot, orders)

    def check_rest(self, snapshot: Snapshot) -> Iterable[Finding]:
        return ()


class AtOnce:
    """A statement, or function, that compares everything in the database."""

    def __init__(self, compare: Callable[[Snapshot], Iterable[Finding]]) -> None:
        self._compare = compare

    def check_range(self, snapshot: Snapshot, orders: OrderRange) -> Iterable[Finding]:
        return ()

    def check_rest(self, snapshot: Snapshot) -> Iterable[Finding]:
        return self._compare(snapshot)


def by_range(statement: Statement, **parameters: object) -> Callable[[], Check]:
    """Check by a statement that answers the differences of a range of orders."""

    def compare(snapshot: Snapshot, orders: OrderRange) -> Iterable[Finding]:
        return snapshot.reader.fetch(statement, Finding, first=orders.first, last=orders.last, **parameters)

    return lambda: ByRange(compare)


def at_once(statement: Statement, **parameters: object) -> Callable[[], Check]:
    """Check by a statement that answers all differences."""

    def compare(snapshot: Snapshot) -> Iterable[Finding]:
        return snapshot.reader.fetch(statement, Finding, **parameters)

    return lambda: AtOnce(compare)
