"""Everybody waits as long as promised, by one timer for all."""

import asyncio
from collections.abc import Callable, Coroutine
from typing import Any

import pytest

from ordino.api.patience import Patience

SECONDS = 30


class Told:
    """A loop's time, which goes on only when it is told to."""

    def __init__(self, loop: asyncio.AbstractEventLoop) -> None:
        self.now = float(int(loop.time()) + 1)
        loop.time = lambda: self.now  # type: ignore[method-assign]

    async def pass_by(self, seconds: float) -> None:
        """Let time pass, and everything happen that is due then."""
        self.now += seconds
        for _ in range(5):
            await asyncio.sleep(0)


def _run(work: Callable[[Told, Patience], Coroutine[Any, Any, None]]) -> None:
    async def told() -> None:
        await work(Told(asyncio.get_running_loop()), Patience(SECONDS))

    asyncio.run(told())


async def _wait_under(patience: Patience, answer: "asyncio.Future[str]") -> str:
    with patience.limit():
        return await answer


def test_each_waits_as_long_from_its_own_beginning() -> None:
    async def work(time: Told, patience: Patience) -> None:
        first = asyncio.create_task(_wait_under(patience, asyncio.Future()))
        await time.pass_by(0)
        await time.pass_by(20)
        second = asyncio.create_task(_wait_under(patience, asyncio.Future()))
        await time.pass_by(0)
        await time.pass_by(10)
        assert isinstance(first.exception(), TimeoutError)
        assert not second.done()
        await time.pass_by(19)
        assert not second.done()
        await time.pass_by(1)
        assert isinstance(second.exception(), TimeoutError)

    _run(work)


def test_who_is_answered_in_time_is_left_alone_when_the_time_is_over() -> None:
    async def work(time: Told, patience: Patience) -> None:
        answer: asyncio.Future[str] = asyncio.Future()
        more: asyncio.Future[str] = asyncio.Future()

        async def ask() -> str:
            return await _wait_under(patience, answer) + await more

        asked = asyncio.create_task(ask())
        await time.pass_by(0)
        await time.pass_by(29)
        answer.set_result("in ")
        await time.pass_by(SECONDS)
        assert not asked.done()
        more.set_result("time")
        assert await asked == "in time"

    _run(work)


def test_who_is_canceled_by_somebody_else_is_canceled() -> None:
    async def work(time: Told, patience: Patience) -> None:
        waiting = asyncio.create_task(_wait_under(patience, asyncio.Future()))
        await time.pass_by(1)
        waiting.cancel()
        with pytest.raises(asyncio.CancelledError):
            await waiting
        await time.pass_by(SECONDS)
        assert waiting.cancelled()

    _run(work)


def test_a_failure_of_what_is_waited_for_is_that_failure() -> None:
    async def work(time: Told, patience: Patience) -> None:
        answer: asyncio.Future[str] = asyncio.Future()
        asked = asyncio.create_task(_wait_under(patience, answer))
        await time.pass_by(1)
        answer.set_exception(LookupError("none"))
        with pytest.raises(LookupError):
            await asked

    _run(work)
