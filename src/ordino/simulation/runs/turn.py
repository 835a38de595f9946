"""One turn of one actor: its dice, its time, and how it chooses among what it knows."""

import random
import zlib
from collections.abc import Callable, Sequence
from datetime import datetime
from typing import TypeVar

from ordino.kernel.messages import Command
from ordino.simulation.runs.book import Book, Queue, Work

T = TypeVar("T")
_LOOKED_AT = 400


class Turn:
    """The dice are drawn from the seed and the turn's number alone: what other turns did or did not do changes nothing."""

    def __init__(self, seed: int, number: int, now: datetime, book: Book) -> None:
        self.number = number
        self.now = now
        self.book = book
        self.dice = random.Random(f"{seed}/{number}")  # noqa: S311 - luck, not secrets
        self.everything = False
        self.taken: list[tuple[Queue, Work]] = []
        self._salt = f"{seed}/{number}/"

    def happens(self, percent: int) -> bool:
        return self.dice.randrange(100) < percent

    def choose(self, things: Sequence[T]) -> T:
        return things[self.dice.randrange(len(things))]

    def pick(self, queue: Queue, most: int = 24, *, keep: bool = False) -> list[Work]:
        """Some of the work that waits, taken off its queue unless it is kept there; `everything`, when the merchant closes.

        Chosen by names drawn from the seed: where other work is missing in a shrunk run, the same is chosen of the rest.
        """
        waiting = list(queue.values())[:_LOOKED_AT]
        waiting.sort(key=lambda work: zlib.crc32(f"{self._salt}{work.name}".encode()))
        chosen = waiting if self.everything else waiting[: 1 + self.dice.randrange(most)]
        if not keep:
            for work in chosen:
                del queue[work.waits_at]
                self.taken.append((queue, work))
        return chosen


Actor = Callable[[Turn], Sequence[Command]]
