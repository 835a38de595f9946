"""How commands are asked: plainly, twice, in a preview first, or by a process that dies and comes back."""

from collections.abc import Sequence

from ordino.engine import SYSTEM, Completed, Engine, Outcome
from ordino.kernel.messages import Command, Refused
from ordino.orders.commands import OrderAccepted
from ordino.simulation.auditor.auditor import Seen
from ordino.simulation.auditor.findings import Findings
from ordino.simulation.runs.crashes import CrashPlan, SimulatedCrash
from ordino.simulation.runs.feed import Feed
from ordino.simulation.runs.turn import Turn

FAULTS = ("statement", "statement", "before commit", "after commit", "twice", "preview")
_STATEMENTS = 30
Keys = tuple[str | None, ...]
Commands = tuple[Command, ...]


class Asking:
    """Asks the engine, and tells what was seen of it, step by step."""

    def __init__(self, engine: Engine, feed: Feed, crashes: CrashPlan, findings: Findings) -> None:
        self._engine = engine
        self._feed = feed
        self._crashes = crashes
        self._findings = findings

    def ask(self, turn: Turn, faults: int, commands: Commands, keys: Keys) -> list[Seen]:
        """The steps that one asking was; with one in so many turns something goes wrong with it."""
        fault = turn.choose(FAULTS) if turn.happens(faults) else ""
        statements = turn.dice.randrange(_STATEMENTS)
        match fault:
            case "":
                return [self._once(commands, keys)]
            case "twice":
                return self._twice(commands, keys)
            case "preview":
                return self._previewed(commands, keys)
            case "statement":
                self._crashes.die_after_statements(statements)
            case _:
                self._crashes.die(fault)
        return self._dying(commands, keys)

    def _once(self, commands: Commands, keys: Keys) -> Seen:
        outcomes = tuple(self._engine.execute(commands, actor=SYSTEM, keys=keys))
        self._crashes.disarm()
        return Seen(commands, keys, outcomes, self._feed.read(self._engine))

    def _twice(self, commands: Commands, keys: Keys) -> list[Seen]:
        """The answer is lost on its way, and everything is asked again: what was done is answered, not done (E4)."""
        first = self._once(commands, keys)
        again = self._once(commands, keys)
        self._expect_nothing_done_again(first.outcomes, again)
        return [first, again]

    def _expect_nothing_done_again(self, outcomes: Sequence[Outcome], again: Seen) -> None:
        for command, before, after in zip(again.commands, outcomes, again.outcomes, strict=True):
            if not isinstance(before, Refused) and isinstance(after, Completed):
                self._findings.add("E4", f"{command.kind()}, asked again", "answered", "done again")

    def _previewed(self, commands: Commands, keys: Keys) -> list[Seen]:
        """A preview changes nothing, and says what is booked then (M13)."""
        preview = self._engine.preview(commands, actor=SYSTEM)
        told = self._feed.read(self._engine)
        for row in told:
            self._findings.add("M13", f"{row.event.kind()} of {row.row.stream}", "nothing after a preview", "an event")
        seen = self._once(commands, keys)
        for command, before, after in zip(commands, preview, seen.outcomes, strict=True):
            if isinstance(before, Completed) and isinstance(after, Completed):
                self._findings.expect("M13", f"{command.kind()}, previewed", _booked(before), _booked(after))
        return [Seen(events=told), seen]

    def _dying(self, commands: Commands, keys: Keys) -> list[Seen]:
        """The process dies; who asked does not know what was done, and asks again with the same keys (E1, E3, E4)."""
        try:
            seen = self._once(commands, keys)
        except SimulatedCrash as crash:
            told = self._feed.read(self._engine)
            if told and not crash.commits:
                self._findings.add("E3", f"{told[0].event.kind()}", "nothing before the commit", f"{len(told)} events")
            again = self._once(commands, keys)
            done = len({row.row.command_id for row in told})
            answered = sum(not isinstance(outcome, Completed | Refused) for outcome in again.outcomes)
            if answered < done:
                self._findings.add("E4", f"{commands[0].kind()} after a commit", f"{done} answered", answered)
            return [Seen(events=told), again]
        finally:
            self._crashes.disarm()
        return [seen]


def _booked(outcome: Completed) -> object:
    """What of an answer does not depend on keys that are drawn anew each time."""
    if isinstance(outcome.result, OrderAccepted):
        return (outcome.result.state, outcome.result.total_minor)
    return [happened.event.kind() for happened in outcome.events]
