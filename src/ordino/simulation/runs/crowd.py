"""The concurrent form: real threads on real connections, and the auditor at quiet points between them."""

from collections.abc import Sequence
from concurrent.futures import ThreadPoolExecutor
from datetime import timedelta
from threading import Lock

from ordino.engine import SYSTEM
from ordino.kernel.messages import Command
from ordino.simulation.auditor.auditor import Seen
from ordino.simulation.auditor.findings import Violation
from ordino.simulation.runs.asking import Commands, Keys
from ordino.simulation.runs.crashes import SimulatedCrash
from ordino.simulation.runs.laborers import Laborers, WorkerFailed
from ordino.simulation.runs.learning import learn
from ordino.simulation.runs.loop import Broken, Run, actor_of, key_of, put_back
from ordino.simulation.runs.story import Story
from ordino.simulation.runs.turn import Turn
from ordino.simulation.runs.world import BEGIN

TURNS_BETWEEN_QUIET_POINTS = 6
FAULTS = (
    "statement",
    "before commit",
    "after commit",
    "cut before commit",
    "cut after commit",
    "two at once",
)
_STATEMENTS = 30


class Crowd:
    """Several workers take the turns of one run at the same time. What they do is drawn from the seed; who is first is not."""

    def __init__(self, run: Run, workers: int, laborers: Laborers) -> None:
        self._run = run
        self._workers = workers
        self._laborers = laborers
        self._book_lock = Lock()
        self._answers: list[Seen] = []
        self._defects: list[Violation] = []
        self._answers_are_missing = False
        self._twins = ThreadPoolExecutor(workers, thread_name_prefix="twin")

    def go(self) -> Story:
        """Take all turns, close alone, and audit; ends early where something breaks."""
        run = self._run
        run.clock.set(BEGIN)
        try:
            run.see(Seen(events=run.feed.read(run.engine)))
            size = self._workers * TURNS_BETWEEN_QUIET_POINTS
            with run.measured(), ThreadPoolExecutor(self._workers, thread_name_prefix="worker") as pool, self._twins:
                for first in range(1, run.plan.turns + 1, size):
                    numbers = range(first, min(first + size, run.plan.turns + 1))
                    shares = [numbers[worker :: self._workers] for worker in range(self._workers)]
                    list(pool.map(self._work_through, shares))
                    self._be_quiet(numbers[-1])
            run.close()
            run.finish()
        except Broken as broken:
            return run.story(broken.violations)
        return run.story(())

    def _work_through(self, numbers: Sequence[int]) -> None:
        kept = self._run.plan.kept
        for number in numbers:
            if kept is None or number in kept:
                self._take_turn(number)

    def _take_turn(self, number: int) -> None:
        """One turn; the book of the people is opened by one at a time, the database is not."""
        run = self._run
        with self._book_lock:
            turn = Turn(run.plan.seed, number, run.clock(), run.book)
            actor = actor_of(turn)
            commands: tuple[Command, ...] = () if isinstance(actor, str) else tuple(actor(turn))
        if not commands:
            return
        keys = tuple(key_of(number, place, command) for place, command in enumerate(commands))
        try:
            answered = self._ask(turn, commands, keys)
        except Exception as failure:
            what = f"{type(failure).__name__}: {failure}".splitlines()[0]
            self._defects.append(Violation("defect", commands[0].kind(), "an answer", what))
            return
        with self._book_lock:
            self._answers += answered
            put_back(turn, commands, answered[0].outcomes)

    def _ask(self, turn: Turn, commands: Commands, keys: Keys) -> list[Seen]:
        """The answers: one, or two where two workers are on the same work at once, under the same keys or each under its own."""
        fault = turn.choose(FAULTS) if turn.happens(self._run.plan.faults) else ""
        match fault:
            case "two at once":
                others = keys if turn.happens(50) else tuple(None if key is None else f"{key}b" for key in keys)
                twin = self._twins.submit(self._execute, commands, others)
                return [self._execute(commands, keys), twin.result()]
            case "statement":
                self._run.crashes.die_after_statements(turn.dice.randrange(_STATEMENTS))
            case _:
                self._run.crashes.die(fault)
        try:
            return [self._execute(commands, keys)]
        except SimulatedCrash:
            with self._book_lock:
                self._answers_are_missing = True
            return [self._execute(commands, keys)]
        finally:
            self._run.crashes.disarm()

    def _execute(self, commands: Commands, keys: Keys) -> Seen:
        return Seen(commands, keys, tuple(self._run.engine.execute(commands, actor=SYSTEM, keys=keys)))

    def _be_quiet(self, number: int) -> None:
        """Everybody waits: what was answered is compared with what the journal tells. Time goes on, and worker processes work."""
        run = self._run
        run.counts["turns"] += number - run.number
        run.number = number
        answers, self._answers = self._answers, []
        seen = Seen(
            tuple(command for one in answers for command in one.commands),
            tuple(key for one in answers for key in one.keys),
            tuple(outcome for one in answers for outcome in one.outcomes),
            run.feed.read(run.engine),
            complete=not self._answers_are_missing,
        )
        self._answers_are_missing = False
        run.count(seen.commands, seen.outcomes)
        learn(run.book, seen.commands, seen.outcomes, seen.events)
        if self._defects:
            raise Broken(tuple(self._defects))
        run.see(seen)
        step = timedelta(days=run.plan.days) * self._workers * TURNS_BETWEEN_QUIET_POINTS / run.plan.turns
        run.clock.set(run.clock() + step)
        turn = Turn(run.plan.seed, number, run.clock(), run.book)
        try:
            self._laborers.work(turn, run.plan.faults)
        except WorkerFailed as failure:
            raise Broken((Violation("defect", "worker", "an answer", str(failure)),)) from failure
        run.counts["crashes"] += self._laborers.taken_away()
        run.look_after_work(turn)
