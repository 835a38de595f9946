"""How long somebody waits, measured by one timer for all who wait as long. Decision 0195."""

import asyncio
from types import TracebackType


class Patience:
    """So many seconds for everybody: who began first ends first, so that one timer does for all."""

    __slots__ = ("_timer", "_waiting", "seconds")

    def __init__(self, seconds: int) -> None:
        self.seconds = seconds
        self._waiting: dict[Waiting, float] = {}
        self._timer: asyncio.TimerHandle | None = None

    def limit(self) -> "Waiting":
        """A block that ends with TimeoutError where it takes longer, as that of `asyncio.timeout` does."""
        return Waiting(self)

    def begin(self, waiting: "Waiting") -> None:
        loop = asyncio.get_running_loop()
        until = self._waiting[waiting] = loop.time() + self.seconds
        if self._timer is None:
            self._timer = loop.call_at(until, self._look)

    def end(self, waiting: "Waiting") -> None:
        self._waiting.pop(waiting, None)

    def _look(self) -> None:
        """End those whose time is over, and come again for the next."""
        loop = asyncio.get_running_loop()
        self._timer = None
        for waiting, until in list(self._waiting.items()):
            if until > loop.time():
                self._timer = loop.call_at(until, self._look)
                return
            del self._waiting[waiting]
            waiting.give_up()


class Waiting:
    """A block of code that is waited for."""

    __slots__ = ("_canceled_before", "_gave_up", "_patience", "_task")

    def __init__(self, patience: Patience) -> None:
        self._patience = patience
        self._gave_up = False

    def __enter__(self) -> None:
        task = asyncio.current_task()
        assert task is not None, "only what runs as a task can be waited for"
        self._task = task
        self._canceled_before = task.cancelling()
        self._patience.begin(self)

    def __exit__(
        self, kind: type[BaseException] | None, failure: BaseException | None, trace: TracebackType | None
    ) -> None:
        self._patience.end(self)
        if not self._gave_up:
            return
        only_by_us = self._task.uncancel() <= self._canceled_before
        if only_by_us and kind is asyncio.CancelledError:
            raise TimeoutError from failure

    def give_up(self) -> None:
        self._gave_up = True
        self._task.cancel()
