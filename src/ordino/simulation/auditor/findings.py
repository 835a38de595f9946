"""What the auditor found to be wrong."""

from ordino.kernel.messages import Record


class Violation(Record, frozen=True):
    """A promise that was broken: the invariant of domain.md §5, the thing, what it should be, what it is."""

    rule: str
    thing: str
    expected: str
    found: str

    def __str__(self) -> str:
        return f"{self.rule}: {self.thing}: expected {self.expected}, found {self.found}"


class Findings:
    """Collects violations until they are asked for."""

    def __init__(self) -> None:
        self._found: list[Violation] = []

    def add(self, rule: str, thing: str, expected: object, found: object) -> None:
        self._found.append(Violation(rule, thing, str(expected), str(found)))

    def expect(self, rule: str, thing: str, expected: object, found: object) -> None:
        """Add a violation where the two differ."""
        if expected != found:
            self.add(rule, thing, expected, found)

    def take(self) -> tuple[Violation, ...]:
        """What was found since it was asked last."""
        found, self._found = tuple(self._found), []
        return found
