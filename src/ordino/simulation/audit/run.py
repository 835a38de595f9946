"""One audit: every chosen rule over every range of orders, in one snapshot."""

from collections.abc import Callable, Sequence
from datetime import datetime

from ordino.engine import Reader
from ordino.simulation.audit.checks import Check, Rule
from ordino.simulation.audit.report import AuditReport, CheckedRule, Difference, Finding
from ordino.simulation.audit.rules import RULES
from ordino.simulation.audit.scope import ORDERS_IN_A_RANGE, order_ranges
from ordino.simulation.audit.snapshot import Snapshot, open_snapshot

MAXIMUM_NAMED = 1000
Progress = Callable[[int, int], None]


class UnknownRule(ValueError):
    """A rule was asked for that does not exist."""


def choose_rules(ids: Sequence[str]) -> tuple[Rule, ...]:
    """The rules with the given ids (`I3`, `M1`), all of them without any. Raises UnknownRule."""
    known = {rule.id for rule in RULES}
    if unknown := sorted(set(ids) - known):
        raise UnknownRule(f"{', '.join(unknown)}: known are {', '.join(sorted(known))}")
    return tuple(rule for rule in RULES if not ids or rule.id in ids)


class _Running:
    """A rule while it is checked: counts all differences, keeps the first."""

    def __init__(self, rule: Rule, named: int) -> None:
        self.rule = rule
        self.check: Check = rule.start()
        self._named = named
        self._found = 0
        self._kept: list[Difference] = []

    def take(self, findings: Sequence[Finding]) -> None:
        self._found += len(findings)
        for row in findings[: self._named - len(self._kept)]:
            self._kept.append(Difference(self.rule.id, row.thing, row.figure, row.expected, row.found))

    def result(self, snapshot: Snapshot) -> CheckedRule:
        rule = self.rule
        rows = snapshot.rows[rule.subject]
        return CheckedRule(rule.id, rule.title, rule.subject, rule.severity, rows, self._found, tuple(self._kept))


def audit(
    reader: Reader,
    *,
    now: datetime,
    rules: Sequence[Rule] = RULES,
    orders_in_a_range: int = ORDERS_IN_A_RANGE,
    named: int = MAXIMUM_NAMED,
    progress: Progress = lambda done, total: None,
) -> AuditReport:
    """Check the rules; `named` differences of each are named, all are counted. `progress` is told (orders done, orders).

    The reader must keep one snapshot, as `engine.reader()` does.
    """
    snapshot = open_snapshot(reader, now)
    running = [_Running(rule, named) for rule in rules]
    total = snapshot.rows["orders"]
    for number, orders in enumerate(order_ranges(reader, orders_in_a_range)):
        progress(min(number * orders_in_a_range, total), total)
        for one in running:
            one.take(list(one.check.check_range(snapshot, orders)))
    for one in running:
        one.take(list(one.check.check_rest(snapshot)))
    progress(total, total)
    return AuditReport(tuple(one.result(snapshot) for one in running))
