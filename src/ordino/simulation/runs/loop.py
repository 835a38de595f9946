"""The deterministic form: one actor after the other, on a simulated clock, the auditor after each."""

import itertools
import time
from bisect import bisect
from collections import Counter, defaultdict
from collections.abc import Iterator, Sequence
from contextlib import contextmanager
from datetime import timedelta

import msgspec

from ordino.engine import Completed, Engine, Outcome
from ordino.engine.clock import SetClock
from ordino.engine.effects import run_due_effects
from ordino.kernel.messages import Command, Refused
from ordino.orders.commands import PlaceOrder
from ordino.simulation.audit import audit
from ordino.simulation.auditor.auditor import Auditor, Seen
from ordino.simulation.auditor.findings import Violation
from ordino.simulation.runs.asking import Asking
from ordino.simulation.runs.book import Book, Queue, Work
from ordino.simulation.runs.cast import CAST, CLOSING, OPENING
from ordino.simulation.runs.crashes import CrashPlan, SimulatedCrash, dying_performers
from ordino.simulation.runs.digest import journal_digest
from ordino.simulation.runs.feed import Feed
from ordino.simulation.runs.learning import learn
from ordino.simulation.runs.outside import Outside
from ordino.simulation.runs.plan import Plan
from ordino.simulation.runs.post import Post
from ordino.simulation.runs.story import Story
from ordino.simulation.runs.turn import Actor, Turn
from ordino.simulation.runs.world import BEGIN, CHANNELS

CLOSING_ROUNDS = 12
_FEWEST_ROUNDS = 3
_CLOSING_HOURS = 5
_DONE_TWICE_PERCENT = 30  # of the turns with faults: two people do the same work, each as if alone
_SECONDS_IN_A_DAY = 86_400
_ACTORS = tuple(actor for actor, _ in CAST)
_WEIGHTS = tuple(itertools.accumulate(weight for _, weight in CAST))


class Broken(Exception):
    """The auditor found something wrong; the run ends."""

    def __init__(self, violations: tuple[Violation, ...]) -> None:
        super().__init__(str(violations[0]))
        self.violations = violations


class Run:
    """One run of a plan on a fresh database."""

    def __init__(
        self,
        plan: Plan,
        engine: Engine,
        clock: SetClock,
        outside: Outside,
        crashes: CrashPlan,
        counts: Counter[str],
    ) -> None:
        self.plan = plan
        self.engine = engine
        self.clock = clock
        self.outside = outside
        self.book = Book()
        self.book.provider = outside.memory
        self.feed = Feed()
        self.crashes = crashes
        self.auditor = Auditor(CHANNELS)
        self.asking = Asking(engine, self.feed, crashes, self.auditor.findings)
        self.post = Post(self.feed)
        self.counts = counts
        self.kinds: Counter[str] = Counter()
        self.number = 0
        self._loop_ns = 0
        self._asked: tuple[str, ...] = ()
        self._chosen: list[tuple[int, int, Command]] = []
        self._last: tuple[str, ...] = ()

    def go(self) -> Story:
        """Live all turns and close; ends early where something breaks."""
        self.clock.set(BEGIN)
        try:
            with self.measured():
                self.see(Seen(events=self.feed.read(self.engine)))
                for number in range(1, self.plan.turns + 1):
                    self._take_turn(number)
                if self.plan.closes:
                    self.close()
            if self.plan.closes:
                self.finish()
        except Broken as broken:
            return self.story(broken.violations)
        except Exception as failure:  # the write path raises nothing but defects
            what = f"{type(failure).__name__}: {failure}".splitlines()[0]
            return self.story((Violation("defect", " ".join(sorted(set(self._asked))), "an answer", what),))
        return self.story(())

    @contextmanager
    def measured(self) -> Iterator[None]:
        """Measure how long the loop takes, also where it ends early."""
        begun = time.perf_counter_ns()
        try:
            yield
        finally:
            self._loop_ns = time.perf_counter_ns() - begun

    def _take_turn(self, number: int) -> None:
        self.number = number
        turn = Turn(self.plan.seed, number, self.clock(), self.book)
        actor = actor_of(turn)
        self._move_clock(turn)
        if self.plan.kept is None or number in self.plan.kept:
            self._act(turn, actor)

    def _move_clock(self, turn: Turn) -> None:
        """Time goes on; with faults it jumps, ahead by hours or a little back."""
        step = 2 * self.plan.days * _SECONDS_IN_A_DAY // self.plan.turns
        seconds = turn.dice.randrange(step + 1)
        if turn.happens(self.plan.faults) and turn.happens(10):
            seconds = turn.choose((-600, -60, 3600, 8 * 3600))
        self.clock.set(self.clock() + timedelta(seconds=seconds))
        turn.now = self.clock()

    def close(self) -> None:
        """After the last day, what waits is done, in rounds, until nothing is loose or the rounds are over."""
        numbers = itertools.count(self.plan.turns + 1)
        for done in range(1, CLOSING_ROUNDS + 1):
            for actor in CLOSING:
                self.number = next(numbers)
                self.clock.set(self.clock() + timedelta(hours=_CLOSING_HOURS))
                turn = Turn(self.plan.seed, self.number, self.clock(), self.book)
                turn.everything = True
                self._act(turn, actor)
            with self.engine.reader() as reader:
                if done >= _FEWEST_ROUNDS and not self.auditor.has_loose_ends(reader):
                    break

    def _act(self, turn: Turn, actor: Actor | str) -> None:
        self.counts["turns"] += 1
        if isinstance(actor, str):
            self.work(turn)
            return
        commands = list(actor(turn))
        if commands and turn.happens(self.plan.faults) and turn.happens(_DONE_TWICE_PERCENT):
            commands.append(turn.choose(commands))
        only = self.plan.only
        chosen = [
            (place, command) for place, command in enumerate(commands) if only is None or (turn.number, place) in only
        ]
        self._chosen += [(turn.number, place, command) for place, command in chosen]
        if chosen:
            keys = tuple(key_of(turn.number, place, command) for place, command in chosen)
            self._ask(turn, tuple(command for _, command in chosen), keys)

    def _ask(self, turn: Turn, commands: tuple[Command, ...], keys: tuple[str | None, ...]) -> None:
        self._asked = tuple(command.kind() for command in commands)
        for step in self.asking.ask(turn, self.plan.faults, commands, keys):
            self.count(step.commands, step.outcomes)
            learn(self.book, step.commands, step.outcomes, step.events)
            put_back(turn, step.commands, step.outcomes)
            self.see(step)

    def work(self, turn: Turn) -> None:
        """What a worker does: effects that are due, its duties, webhooks."""
        self._asked = self._last = ("worker",)
        self.labor(turn)
        self.look_after_work(turn)

    def look_after_work(self, turn: Turn) -> None:
        """The post goes, and what workers did is read and learned."""
        self.post.deliver(self.engine, turn)
        events = self.feed.read(self.engine)
        learn(self.book, (), (), events)
        self.see(Seen(events=events))

    def labor(self, turn: Turn) -> None:
        """Effects that are due, and duties; the worker may die after a call, or anywhere."""
        if turn.happens(self.plan.faults):
            self.crashes.die("after call")
        elif turn.happens(self.plan.faults):
            self.crashes.die_after_statements(turn.dice.randrange(200))
        try:
            performers = dying_performers(self.outside.performers(self.engine), self.crashes)
            while run_due_effects(self.engine, performers, at_once=1):
                pass
            for duty in self.outside.duties:
                duty(self.engine)
        except SimulatedCrash:
            pass  # what it had begun is taken up by the next one
        finally:
            self.crashes.disarm()

    def count(self, commands: Sequence[Command], outcomes: Sequence[Outcome]) -> None:
        self.counts["commands"] += len(commands)
        self._last = tuple(
            f"{_words(command)} -> {outcome}" for command, outcome in zip(commands, outcomes, strict=True)
        )
        for command, outcome in zip(commands, outcomes, strict=True):
            self.counts["completed"] += isinstance(outcome, Completed)
            self.counts["refused"] += isinstance(outcome, Refused)
            self.counts["orders"] += isinstance(outcome, Completed) and isinstance(command, PlaceOrder)
            result = outcome.problem.code() if isinstance(outcome, Refused) else type(outcome).__name__
            self.kinds[f"{command.kind()} {result}"] += 1

    def see(self, step: Seen) -> None:
        """Let the auditor look. Raises Broken."""
        self.counts["events"] += len(step.events)
        self.auditor.see(step)
        with self.engine.reader() as reader:
            violations = self.auditor.violations(reader, self.clock())
        if violations:
            raise Broken(violations)

    def finish(self) -> None:
        """The end: everything compared once more, a receiver, the life rule, and the whole audit. Raises Broken."""
        self.post.deliver_all(self.engine)
        with self.engine.reader() as reader:
            violations = self.auditor.violations_at_the_end(reader, self.outside.memory, self.post.taken)
            report = audit(reader, now=self.clock())
        violations += tuple(
            Violation(one.rule, f"{one.thing}, {one.figure}", one.expected, one.found) for one in report.differences
        )
        if violations:
            raise Broken(violations)

    def story(self, violations: tuple[Violation, ...]) -> Story:
        return Story(
            plan=self.plan,
            turns=self.counts["turns"],
            commands=self.counts["commands"],
            completed=self.counts["completed"],
            refused=self.counts["refused"],
            orders=self.counts["orders"],
            events=self.counts["events"],
            crashes=self.counts["crashes"],
            ended_at=self.clock(),
            digest=journal_digest(self.engine),
            violations=violations,
            broke_at=self.number if violations else None,
            loop_ns=self._loop_ns,
            last_commands=self._last if violations else (),
            places=tuple((turn, place) for turn, place, _ in self._chosen) if violations else (),
            asked=tuple(f"{turn}.{place} {_words(command)}" for turn, place, command in self._chosen)
            if violations
            else (),
        )


def _words(command: Command) -> str:
    """A command with what it says, without what it leaves as it is."""
    return f"{command.kind()} {msgspec.json.encode(command).decode()}"


def actor_of(turn: Turn) -> Actor | str:
    """Who has this turn."""
    place = turn.dice.randrange(_WEIGHTS[-1])
    return OPENING[turn.number - 1] if turn.number <= len(OPENING) else _ACTORS[bisect(_WEIGHTS, place)]


def key_of(number: int, place: int, command: Command) -> str | None:
    """Orders of channels are known by their reference; everything else has a key."""
    return None if isinstance(command, PlaceOrder) else f"{number}.{place}"


def put_back(turn: Turn, commands: Sequence[Command], outcomes: Sequence[Outcome]) -> None:
    """Work that was refused waits on: perhaps the reason goes away."""
    taken: defaultdict[int, list[tuple[Queue, Work]]] = defaultdict(list)
    for queue, work in turn.taken:
        taken[work.key].append((queue, work))
    for command, outcome in zip(commands, outcomes, strict=True):
        for field in command.__struct_fields__:
            value = getattr(command, field)
            key = value[0] if isinstance(value, tuple) and value else value
            if isinstance(key, int) and key in taken and field.endswith(("_id", "_ids")):
                several = taken[key]
                queue, work = several.pop(0) if len(several) > 1 else several[0]
                if isinstance(outcome, Refused):
                    queue.setdefault(work.waits_at, work)
                break
