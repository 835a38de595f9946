"""Reads by key that arrive together share a snapshot; what is refused, broken or away harms no neighbor."""

import asyncio
import threading
from collections.abc import Callable, Iterator
from concurrent.futures import ThreadPoolExecutor
from contextlib import contextmanager
from typing import Any

import psycopg
import pytest

from ordino.api.answers import Refuse
from ordino.api.glances import Glances
from ordino.api.limits import Limits
from ordino.engine import Engine, Reader, Statement
from ordino.kernel.problems import NotFound
from tests.conftest import TestEngine

SAME = Statement("same", b"select %(number)s::bigint")
SNAPSHOT = Statement("snapshot", b"select pg_current_snapshot()::text || pg_backend_pid()")
BROKEN = Statement("broken", b"select 1 / %(number)s::bigint")
Question = Callable[[Reader], Any]


class Held(Engine):
    """The engine, counting its snapshots; it can be held up before one."""

    def __init__(self, engine: Engine) -> None:
        super().__init__(engine._pool, clock=engine.clock)
        self.snapshots = 0
        self.gate = threading.Event()
        self.gate.set()
        self.entered = threading.Event()

    @contextmanager
    def reader(self, *, by_key: bool = False) -> Iterator[Reader]:
        self.snapshots += 1
        self.entered.set()
        assert self.gate.wait(20)
        with super().reader(by_key=by_key) as reader:
            yield reader


def same(number: int) -> Question:
    return lambda reader: reader.fetch_values(SAME, number=number)[0]


def refused(reader: Reader) -> Any:
    raise Refuse(NotFound(what="order", reference="7"))


def broken(reader: Reader) -> Any:
    return reader.fetch_values(BROKEN, number=0)


def defect(reader: Reader) -> Any:
    raise KeyError("a defect")


def answers(held: Held, questions: list[Question], limits: Limits) -> list[Any]:
    """What comes of questions that arrive while the first one is being answered; failures in their places."""

    async def work() -> list[Any]:
        with ThreadPoolExecutor(4) as readers:
            glances = Glances(held, readers, limits)
            held.gate.clear()
            first = asyncio.create_task(glances.ask(same(0)))
            assert await asyncio.get_running_loop().run_in_executor(None, held.entered.wait, 20)
            others = [asyncio.create_task(glances.ask(question)) for question in questions]
            await asyncio.sleep(0)
            held.gate.set()
            async with asyncio.timeout(30):
                return list(await asyncio.gather(first, *others, return_exceptions=True))

    return asyncio.run(work())


def test_the_first_is_asked_at_once_and_what_comes_meanwhile_together(engine: TestEngine) -> None:
    held = Held(engine)
    found = answers(held, [same(number) for number in range(1, 10)], Limits(glancing=1, glances=8))
    assert found == list(range(10))
    assert held.snapshots == 3  # one alone, eight together, and the one that was too many


def test_those_who_share_see_the_same_moment(engine: TestEngine) -> None:
    alone, *shared = answers(
        Held(engine), [lambda reader: reader.fetch_values(SNAPSHOT)[0]] * 3, Limits(glancing=1, glances=8)
    )
    assert (alone, len(set(shared))) == (0, 1)


@pytest.mark.parametrize(
    ("failing", "kind", "snapshots"), [(refused, Refuse, 2), (broken, Exception, 5), (defect, KeyError, 5)]
)
def test_one_that_fails_harms_no_neighbor(
    engine: TestEngine, failing: Question, kind: type[Exception], snapshots: int
) -> None:
    """A refusal is one's own; after anything else those without an answer are asked alone."""
    held = Held(engine)
    first, second, failed, fourth, fifth = answers(
        held, [same(1), failing, same(3), same(4)], Limits(glancing=1, glances=8)
    )
    assert (first, second, fourth, fifth) == (0, 1, 3, 4)
    assert isinstance(failed, kind)
    assert held.snapshots == snapshots


def test_a_database_that_is_away_is_told_to_each(engine: TestEngine, monkeypatch: pytest.MonkeyPatch) -> None:
    held = Held(engine)

    @contextmanager
    def away(*, by_key: bool = False) -> Iterator[Reader]:
        held.entered.set()
        assert held.gate.wait(20)
        raise psycopg.OperationalError("away")
        yield

    monkeypatch.setattr(held, "reader", away)
    found = answers(held, [same(1), same(2)], Limits(glancing=1, glances=8))
    assert [type(one) for one in found] == [psycopg.OperationalError] * 3
