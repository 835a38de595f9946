"""What arrives together is asked together; what is slow, refused or broken harms no neighbor."""

import asyncio
import threading
from collections.abc import Callable, Sequence
from concurrent.futures import ThreadPoolExecutor
from typing import Any, ClassVar

import pytest

from ordino.api.answers import Refuse
from ordino.api.gathering import Gatherer
from ordino.api.limits import Limits
from ordino.api.problems import Busy, Defect, OutcomeUnknown
from ordino.engine import SYSTEM, Actor, Completed, Engine, Outcome
from ordino.kernel.messages import Command, Refused
from ordino.kernel.problems import NotFound
from ordino.orders.commands import HoldOrder, PlaceOrder, PrioritizeOrder
from tests.api.world import ORDERS, Shop, order
from tests.conftest import TestEngine
from tests.support.merchant import Merchant, line
from tests.support.merchant import order as placement


class Watched(Engine):
    """The engine, counting the batches it is asked for; it can be held up before one."""

    def __init__(self, engine: Engine) -> None:
        super().__init__(engine._pool, clock=engine.clock)
        self.batches: list[list[Command]] = []
        self.gate = threading.Event()
        self.gate.set()
        self.entered = threading.Event()
        self.may_commit = threading.Event()
        self.may_commit.set()

    def execute(
        self,
        commands: Sequence[Command],
        *,
        actor: Actor,
        keys: Sequence[str | None] | None = None,
        when_decided: Callable[[], object] | None = None,
    ) -> list[Outcome]:
        def hold_commit() -> None:
            if when_decided is not None:
                when_decided()
            assert self.may_commit.wait(20)

        self.batches.append(list(commands))
        self.entered.set()
        assert self.gate.wait(20)
        return super().execute(commands, actor=actor, keys=keys, when_decided=hold_commit)


class Broken(Command, frozen=True, kw_only=True):
    """No handler knows it: asking it is a defect."""

    context: ClassVar[str] = "orders"


@pytest.fixture
def merchant(engine: TestEngine) -> Merchant:
    merchant = Merchant(engine)
    merchant.channel("shop")
    merchant.stock("MUG", 1000)
    return merchant


def _run(work: Any) -> Any:
    async def bounded() -> Any:
        async with asyncio.timeout(30):
            return await work

    return asyncio.run(bounded())


async def _entered(watched: Watched) -> None:
    assert await asyncio.get_running_loop().run_in_executor(None, watched.entered.wait, 20)
    watched.entered.clear()


def test_an_idle_system_asks_at_once_and_a_busy_one_together(merchant: Merchant) -> None:
    watched = Watched(merchant.engine)
    commands = [placement(line("MUG", 1, "1"), note=str(number)) for number in range(9)]

    async def work() -> list[list[Outcome]]:
        async with Gatherer(watched, Limits(writers=1)) as gatherer:
            watched.gate.clear()
            first = asyncio.create_task(gatherer.ask(commands[:1], [None], SYSTEM))
            await _entered(watched)
            others = [asyncio.create_task(gatherer.ask([one], [None], SYSTEM)) for one in commands[1:]]
            await asyncio.sleep(0)
            watched.gate.set()
            return list(await asyncio.gather(first, *others))

    answers = _run(work())

    assert watched.batches == [commands[:1], commands[1:]]
    assert [len(answer) for answer in answers] == [1] * 9
    notes = merchant.rows("select id, note from orders_order")
    placed = dict(notes)
    assert [placed[answer[0].result.order_id] for answer in answers] == [str(number) for number in range(9)]


def test_the_next_batch_begins_while_the_one_before_waits_for_its_commit(merchant: Merchant) -> None:
    """Both take the same stock: the second decides only when the first is committed, on what that has left."""
    watched = Watched(merchant.engine)
    merchant.stock("RARE", 1)
    command = placement(line("RARE", 1, "1"), out_of_stock="refuse")

    async def work() -> list[list[Outcome]]:
        async with Gatherer(watched, Limits(writers=2, patience_ms=60_000)) as gatherer:
            watched.may_commit.clear()
            first = asyncio.create_task(gatherer.ask([command], [None], SYSTEM))
            await _entered(watched)
            second = asyncio.create_task(gatherer.ask([command], [None], SYSTEM))
            await _entered(watched)
            assert not first.done()
            watched.may_commit.set()
            return [await first, await second]

    (placed,), (refused,) = _run(work())
    assert isinstance(placed, Completed)
    assert isinstance(refused, Refused)
    assert watched.batches == [[command], [command]]


def test_other_kinds_and_other_askers_get_batches_of_their_own_in_turn(merchant: Merchant) -> None:
    watched = Watched(merchant.engine)
    order_id = merchant.place(line("MUG", 1, "1"))
    place, raise_priority = placement(line("MUG", 1, "1")), PrioritizeOrder(order_id=order_id, priority=1)
    other = Actor("key:other", frozenset({"*"}))

    async def work() -> None:
        async with Gatherer(watched, Limits(writers=1, batch=2)) as gatherer:
            watched.gate.clear()
            asked = [asyncio.create_task(gatherer.ask([place], [None], SYSTEM))]
            await _entered(watched)
            for command, actor in [(place, SYSTEM)] * 3 + [(raise_priority, SYSTEM), (place, other)]:
                asked.append(asyncio.create_task(gatherer.ask([command], [None], actor)))
            await asyncio.sleep(0)
            watched.gate.set()
            await asyncio.gather(*asked)

    _run(work())
    assert watched.batches == [[place], [place, place], [raise_priority], [place], [place]]


def test_a_refused_one_harms_no_neighbor(merchant: Merchant) -> None:
    commands: list[Command] = [placement(line("MUG", 1, "1")), placement(line("MUG", 1, "1"), channel="nowhere")]

    async def work() -> list[list[Outcome]]:
        async with Gatherer(merchant.engine, Limits()) as gatherer:
            return list(await asyncio.gather(*(gatherer.ask([one], [None], SYSTEM) for one in commands)))

    (placed,), (refused,) = _run(work())
    assert isinstance(placed, Completed)
    assert refused == Refused(NotFound(what="channel", reference="nowhere"))


def test_a_broken_one_gets_a_defect_and_its_neighbors_their_answers(
    merchant: Merchant, monkeypatch: pytest.MonkeyPatch
) -> None:
    """A defect ends the batch; each is then asked alone. Here the defect is an unknown type of command among the others."""
    watched = Watched(merchant.engine)
    good = placement(line("MUG", 1, "1"))

    async def work() -> list[Any]:
        async with Gatherer(watched, Limits(writers=1)) as gatherer:
            watched.gate.clear()
            asked = [asyncio.create_task(gatherer.ask([good], [None], SYSTEM))]
            await _entered(watched)
            for batch in ([good], [good, Broken()], [good]):  # two kinds in one request: the engine raises TypeError
                asked.append(asyncio.create_task(gatherer.ask(batch, [None] * len(batch), SYSTEM)))
            await asyncio.sleep(0)
            watched.gate.set()
            return await asyncio.gather(*asked, return_exceptions=True)

    first, second, broken, third = _run(work())
    assert isinstance(broken, Refuse)
    assert broken.problem == Defect()
    assert all(isinstance(answer[0], Completed) for answer in (first, second, third))
    assert merchant.rows("select count(*) from orders_order") == [(3,)]


def test_a_slow_one_holds_up_no_other_batch(merchant: Merchant) -> None:
    """Somebody holds an order's lock; a command on that order waits, and placing goes on meanwhile."""
    order_id = merchant.place(line("MUG", 1, "1"))

    async def work() -> None:
        async with Gatherer(merchant.engine, Limits(patience_ms=1)) as gatherer:
            with merchant.engine.connection() as connection, connection.transaction():
                connection.execute("select from orders_order where id = %s for update", [order_id])
                slow = asyncio.create_task(
                    gatherer.ask([HoldOrder(order_id=order_id, reason="manual")], [None], SYSTEM)
                )
                for _ in range(3):
                    (placed,) = await gatherer.ask([placement(line("MUG", 1, "1"))], [None], SYSTEM)
                    assert isinstance(placed, Completed)
                assert not slow.done()
            (held,) = await slow
            assert isinstance(held, Completed)

    _run(work())


def test_more_than_can_wait_is_told_to_come_back_and_what_waited_too_long_was_not_done(merchant: Merchant) -> None:
    watched = Watched(merchant.engine)
    commands = [placement(line("MUG", 1, "1"), note=note) for note in ("running", "waiting", "one too many", "later")]

    async def work() -> list[Any]:
        async with Gatherer(watched, Limits(writers=1, waiting=1, answer_seconds=1)) as gatherer:
            watched.gate.clear()
            asked = [asyncio.create_task(gatherer.ask(commands[:1], [None], SYSTEM))]
            await _entered(watched)
            asked += [asyncio.create_task(gatherer.ask([one], [None], SYSTEM)) for one in commands[1:3]]
            given_up = await asyncio.gather(*asked, return_exceptions=True)
            watched.gate.set()
            return [*given_up, await gatherer.ask(commands[3:], [None], SYSTEM)]

    running, waiting, too_many, later = _run(work())
    assert running.problem == OutcomeUnknown()
    assert waiting.problem == Busy(wait_seconds=1)
    assert too_many.problem == Busy(wait_seconds=1)
    assert isinstance(later[0], Completed)
    assert merchant.rows("select note from orders_order order by id") == [("running",), ("later",)]


def test_what_waits_when_the_process_ends_was_not_done(merchant: Merchant) -> None:
    watched = Watched(merchant.engine)
    command = placement(line("MUG", 1, "1"))

    async def work() -> list[Any]:
        async with Gatherer(watched, Limits(writers=1)) as gatherer:
            watched.gate.clear()
            asked = [asyncio.create_task(gatherer.ask([command], [None], SYSTEM))]
            await _entered(watched)
            asked.append(asyncio.create_task(gatherer.ask([command], [None], SYSTEM)))
            await asyncio.sleep(0)
            asyncio.get_running_loop().call_later(0.05, watched.gate.set)
        return await asyncio.gather(*asked, return_exceptions=True)

    in_flight, waiting = _run(work())
    assert isinstance(in_flight[0], Completed)
    assert waiting.problem == Busy(wait_seconds=1)
    assert merchant.rows("select count(*) from orders_order") == [(1,)]


def test_one_request_fifty_times_at_once_is_one_order_and_one_answer(shop: Shop) -> None:
    journal = shop.journal()
    headers = {"Idempotency-Key": "fifty", "Authorization": f"Bearer {shop.secret}"}

    def post(_: int) -> Any:
        return shop.client.post(ORDERS, json=order(), headers=headers)

    with ThreadPoolExecutor(50) as threads:
        answers = list(threads.map(post, range(50)))

    assert {answer.status_code for answer in answers} == {200}
    assert len({answer.text for answer in answers}) == 1
    assert [answer.headers.get("idempotent-replayed") for answer in answers].count("true") == 49
    assert shop.journal() == journal + 1


def test_a_key_of_a_command_in_flight_waits_for_it_in_another_batch(merchant: Merchant) -> None:
    watched = Watched(merchant.engine)
    command: PlaceOrder = placement(line("MUG", 1, "1"))

    async def work() -> list[Any]:
        async with Gatherer(watched, Limits(writers=1)) as gatherer:
            watched.gate.clear()
            asked = [asyncio.create_task(gatherer.ask([command], [None], SYSTEM))]
            await _entered(watched)
            asked += [asyncio.create_task(gatherer.ask([command], ["one"], SYSTEM)) for _ in range(3)]
            await asyncio.sleep(0)
            watched.gate.set()
            return await asyncio.gather(*asked)

    answers = _run(work())
    assert [len(batch) for batch in watched.batches] == [1, 1, 1, 1]
    assert len({answer[0].result.order_id for answer in answers[1:]}) == 1
