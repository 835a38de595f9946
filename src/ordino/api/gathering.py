"""Commands that arrive while a batch is in flight form the next one. Decision 0046.

An idle system adds no delay: the first command is a batch of its own at once. One batch is decided at a time: the next is taken
when the one before waits for nothing but its commit, or after a moment where that takes longer (it waits for a lock).
"""

import asyncio
from collections import deque
from collections.abc import Callable, Sequence
from concurrent.futures import ThreadPoolExecutor
from functools import partial

import psycopg
import structlog

from ordino.api.answers import Refuse
from ordino.api.limits import Limits
from ordino.api.patience import Patience
from ordino.api.problems import Busy, Defect, OutcomeUnknown
from ordino.engine import Actor, Engine, Outcome
from ordino.engine.bus import CommitUnknown
from ordino.kernel.messages import Command
from ordino.kernel.problems import Problem

log = structlog.get_logger("ordino.api")
Group = tuple[type[Command], Actor]
RETRY_SECONDS = 1


class Asked:
    """Commands of one request, and the future that gets their outcomes."""

    __slots__ = ("actor", "answer", "commands", "keys", "taken")

    def __init__(self, commands: Sequence[Command], keys: Sequence[str | None], actor: Actor) -> None:
        self.commands = commands
        self.keys = keys
        self.actor = actor
        self.taken = False
        self.answer: asyncio.Future[list[Outcome]] = asyncio.get_running_loop().create_future()


class Gatherer:
    """Asks the engine in batches. Use as an asynchronous context; what still waits when it ends is answered `Busy`."""

    def __init__(self, engine: Engine, limits: Limits) -> None:
        self._engine = engine
        self._limits = limits
        self._patience = Patience(limits.answer_seconds)
        self._groups: dict[Group, deque[Asked]] = {}
        self._waiting = 0
        self._arrived = asyncio.Event()
        self._in_flight: set[asyncio.Task[None]] = set()
        self._writers = ThreadPoolExecutor(limits.writers, thread_name_prefix="writer")
        self._runner: asyncio.Task[None] | None = None

    async def __aenter__(self) -> "Gatherer":
        self._runner = asyncio.create_task(self._run())
        return self

    async def __aexit__(self, *failure: object) -> None:
        if self._runner is not None:
            self._runner.cancel()
        if self._in_flight:
            await asyncio.wait(self._in_flight)
        for group in self._groups.values():
            for asked in group:
                _fail(asked, Busy(wait_seconds=RETRY_SECONDS))
        self._writers.shutdown()

    async def ask(self, commands: Sequence[Command], keys: Sequence[str | None], actor: Actor) -> list[Outcome]:
        """The outcomes of commands of one kind, in order.

        Raises Refuse with `Busy` where too much waits (nothing was done), and with `OutcomeUnknown` where no answer came in
        time.
        """
        if self._waiting + len(commands) > self._limits.waiting:
            raise Refuse(Busy(wait_seconds=RETRY_SECONDS))
        asked = Asked(commands, keys, actor)
        self._groups.setdefault((type(commands[0]), actor), deque()).append(asked)
        self._waiting += len(commands)
        self._arrived.set()
        try:
            with self._patience.limit():
                return await asked.answer
        except TimeoutError:
            raise Refuse(OutcomeUnknown() if asked.taken else Busy(wait_seconds=RETRY_SECONDS)) from None
        finally:
            if not asked.taken:
                self._waiting -= len(commands)

    async def _run(self) -> None:
        while True:
            await self._arrived.wait()
            batch = self._next_batch()
            if not batch:
                self._arrived.clear()
                continue
            decided = asyncio.get_running_loop().create_future()
            task = asyncio.create_task(self._carry_out(batch, decided))
            self._in_flight.add(task)
            task.add_done_callback(self._in_flight.discard)
            await self._until_the_next_may_begin(decided)

    async def _until_the_next_may_begin(self, decided: "asyncio.Future[None]") -> None:
        """Wait until the batch is decided, but not longer than a moment; then until a writer is free."""
        await asyncio.wait({decided}, timeout=self._limits.patience_ms / 1000)
        if len(self._in_flight) >= self._limits.writers:
            await asyncio.wait(self._in_flight, return_when=asyncio.FIRST_COMPLETED)

    def _next_batch(self) -> list[Asked]:
        """Of the group that waits longest: up to a batch of commands, no key twice; what has given up is left out."""
        while self._groups:
            group = next(iter(self._groups))
            asked = self._groups.pop(group)
            batch, rest = self._fill(asked)
            if rest:
                self._groups[group] = rest  # at the end: the other groups come first
            if batch:
                return batch
        return []

    def _fill(self, waiting: deque[Asked]) -> tuple[list[Asked], deque[Asked]]:
        batch: list[Asked] = []
        rest: deque[Asked] = deque()
        keys: set[str] = set()
        count = 0
        for asked in waiting:
            if asked.answer.done():
                continue
            if (batch and count + len(asked.commands) > self._limits.batch) or not keys.isdisjoint(asked.keys):
                rest.append(asked)
            else:
                asked.taken = True
                self._waiting -= len(asked.commands)
                count += len(asked.commands)
                keys.update(key for key in asked.keys if key is not None)
                batch.append(asked)
        return batch, rest

    async def _carry_out(self, batch: list[Asked], decided: "asyncio.Future[None]") -> None:
        loop = asyncio.get_running_loop()
        tell = partial(loop.call_soon_threadsafe, _settle, decided)
        answers = await loop.run_in_executor(self._writers, self._execute, batch, tell)
        _settle(decided)
        for asked, found in zip(batch, answers, strict=True):
            if isinstance(found, Problem):
                _fail(asked, found)
            elif not asked.answer.done():
                asked.answer.set_result(found)

    def _execute(self, batch: Sequence[Asked], decided: Callable[[], object]) -> list[list[Outcome] | Problem]:
        """The outcomes for each; where a defect is met, each is tried alone, so that one harms no neighbor."""
        commands = [command for asked in batch for command in asked.commands]
        keys = [key for asked in batch for key in asked.keys]
        try:
            outcomes = iter(self._engine.execute(commands, actor=batch[0].actor, keys=keys, when_decided=decided))
        except CommitUnknown:
            return [OutcomeUnknown()] * len(batch)
        except psycopg.OperationalError as failure:
            log.warning("database away", failure=str(failure).strip())
            return [Busy(wait_seconds=RETRY_SECONDS)] * len(batch)
        except Exception:
            if len(batch) > 1:
                return [found for asked in batch for found in self._execute([asked], decided)]
            log.exception("command failed", command=commands[0].kind())
            return [Defect()]
        return [[next(outcomes) for _ in asked.commands] for asked in batch]


def _settle(decided: "asyncio.Future[None]") -> None:
    if not decided.done():
        decided.set_result(None)


def _fail(asked: Asked, problem: Problem) -> None:
    if not asked.answer.done():
        asked.answer.set_exception(Refuse(problem))
