"""What a run came to."""

from datetime import datetime
from decimal import Decimal

import msgspec

from ordino.simulation.auditor.findings import Violation
from ordino.simulation.benchmarks.figures import rate
from ordino.simulation.runs.plan import Plan


class Story(msgspec.Struct, frozen=True):
    """A finished run, or one that ended where something broke (`violations`, at turn `broke_at`).

    `places` are the commands that were asked, by turn and place in it, and `asked` says what they are. `loop_ns` is how long the
    loop took on the wall: every turn with the auditor after it, and the closing; neither the start of the server nor the whole
    audit at the end.
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
    loop_ns: int = 0
    last_commands: tuple[str, ...] = ()
    places: tuple[tuple[int, int], ...] = ()
    asked: tuple[str, ...] = ()

    @property
    def commands_a_minute(self) -> Decimal:
        """Commands of the loop in a minute of time on the wall."""
        return rate(60 * self.commands, self.loop_ns)

    @property
    def rules(self) -> frozenset[str]:
        return frozenset(violation.rule for violation in self.violations)
