"""What a run came to."""

from datetime import datetime

import msgspec

from ordino.simulation.auditor.findings import Violation
from ordino.simulation.runs.plan import Plan


class Story(msgspec.Struct, frozen=True):
    """A finished run, or one that ended where something broke (`violations`, at turn `broke_at`).

    `places` are the commands that were asked, by turn and place in it, and `asked` says what they are.
    """

    plan: Plan
    turns: int
    commands: int
    completed: int
    refused: int
    orders: int
    events: int
    crashes: int
    ended_at: datetime
    digest: str
    violations: tuple[Violation, ...] = ()
    broke_at: int | None = None
    last_commands: tuple[str, ...] = ()
    places: tuple[tuple[int, int], ...] = ()
    asked: tuple[str, ...] = ()

    @property
    def rules(self) -> frozenset[str]:
        return frozenset(violation.rule for violation in self.violations)
