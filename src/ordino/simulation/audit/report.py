"""What an audit answers."""

from typing import Literal

from ordino.kernel.messages import Record

Severity = Literal["difference", "warning"]


class Difference(Record, frozen=True):
    """A figure that is not what the facts come to: the rule, the thing, the figure, what the facts say, what stands there."""

    rule: str
    thing: str
    figure: str
    expected: str
    found: str


class Finding(Record, frozen=True):
    """A difference before the rule's name is put to it."""

    thing: str
    figure: str
    expected: str
    found: str


class CheckedRule(Record, frozen=True):
    """One rule as it was checked: `rows` of its subject, `found` differences, the first of them named."""

    rule: str
    title: str
    subject: str
    severity: Severity
    rows: int
    found: int
    differences: tuple[Difference, ...]


class AuditReport(Record, frozen=True):
    """All rules that were checked, in one snapshot."""

    rules: tuple[CheckedRule, ...]

    @property
    def differences(self) -> tuple[Difference, ...]:
        """The differences named, warnings not among them."""
        return tuple(one for rule in self.rules if rule.severity == "difference" for one in rule.differences)

    @property
    def warnings(self) -> tuple[Difference, ...]:
        return tuple(one for rule in self.rules if rule.severity == "warning" for one in rule.differences)

    @property
    def clean(self) -> bool:
        """Whether no difference was found; warnings are none."""
        return not any(rule.found for rule in self.rules if rule.severity == "difference")
