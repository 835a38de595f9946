"""Reads by key that arrive while others are answered share the next snapshot. Decision 0161.

An idle system adds no delay: the first is asked at once. What is slow or fails is asked alone and harms no neighbor.
"""

import asyncio
from collections import deque
from collections.abc import Callable, Sequence
from concurrent.futures import ThreadPoolExecutor
from typing import Any, TypeVar

from psycopg_pool import PoolTimeout

from ordino.api.answers import Refuse
from ordino.api.limits import Limits
from ordino.engine import Engine, Reader

T = TypeVar("T")
Question = Callable[[Reader], Any]


class _Asked:
    """A question, the future that gets its answer, and what came of it in the thread that asked."""

    __slots__ = ("answer", "failure", "found", "question")

    def __init__(self, question: Question) -> None:
        self.question = question
        self.answer: asyncio.Future[Any] = asyncio.get_running_loop().create_future()
        self.found: Any = None
        self.failure: Exception | None = None

    def tell(self) -> None:
        """Give the answer to whoever still waits for it."""
        if self.answer.done():
            return
        if self.failure is None:
            self.answer.set_result(self.found)
        else:
            self.answer.set_exception(self.failure)


class Glances:
    """Asks what is quickly answered, several questions in one snapshot; a snapshot is always younger than its questions."""

    def __init__(self, engine: Engine, readers: ThreadPoolExecutor, limits: Limits) -> None:
        self._engine = engine
        self._readers = readers
        self._limits = limits
        self._waiting: deque[_Asked] = deque()
        self._at_work: set[asyncio.Task[None]] = set()

    async def ask(self, question: Callable[[Reader], T]) -> T:
        """The answer. Raises what the question raises, and psycopg's errors."""
        asked = _Asked(question)
        self._waiting.append(asked)
        if len(self._at_work) < self._limits.glancing:
            task = asyncio.create_task(self._work())
            self._at_work.add(task)
            task.add_done_callback(self._at_work.discard)
        found: T = await asked.answer
        return found

    async def _work(self) -> None:
        """Answer what waits, until nothing does."""
        loop = asyncio.get_running_loop()
        while batch := self._next():
            await loop.run_in_executor(self._readers, self._answer_all, batch)
            for asked in batch:
                asked.tell()

    def _next(self) -> list[_Asked]:
        batch: list[_Asked] = []
        while self._waiting and len(batch) < self._limits.glances:
            asked = self._waiting.popleft()
            if not asked.answer.done():
                batch.append(asked)
        return batch

    def _answer_all(self, batch: Sequence[_Asked]) -> None:
        """Answer all in one snapshot; where that fails, each that has no answer yet in one of its own."""
        left = deque(batch)
        try:
            with self._engine.reader(by_key=True) as reader:
                while left:
                    _look(left[0], reader)
                    left.popleft()
        except Exception as failure:
            if len(batch) == 1 or isinstance(failure, PoolTimeout):
                for asked in left:
                    asked.failure = failure
            else:
                for asked in left:
                    self._answer_all([asked])


def _look(asked: _Asked, reader: Reader) -> None:
    """Answer one; a refusal is its own, anything else ends the snapshot."""
    try:
        asked.found = asked.question(reader)
    except Refuse as refuse:
        asked.failure = refuse
