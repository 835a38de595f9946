"""Who may still speak after somebody else has taken over: a worker that was away too long, a server that is another one now."""

from datetime import timedelta
from decimal import Decimal
from threading import Event, Thread

import pytest

from ordino.engine import Reader
from ordino.engine.effect_rows import Intent
from ordino.engine.effects import LEASE, EffectFailed, run_due_effects
from ordino.engine.journal import Transaction, transaction_fate
from ordino.flows.wiring import load_handlers
from ordino.orders.rows import OrderedLine
from ordino.simulation.faults.verdict import SQL
from tests.conftest import TestEngine
from tests.support.merchant import Merchant

load_handlers()
PATIENCE_SECONDS = 30


class SlowOutside:
    """Carries a call out at once; its first caller hears of it only when it is let go, and then hears a no."""

    def __init__(self) -> None:
        self.calls: list[str] = []
        self.called, self.let_go = Event(), Event()

    def perform(self, intent: Intent) -> None:
        self.calls.append(intent.key)
        self.called.set()
        assert self.let_go.wait(PATIENCE_SECONDS)
        raise EffectFailed("told too late")

    def happened(self, intent: Intent) -> bool:
        return intent.key in self.calls


class Prompt:
    """The same outside, as a worker that was not away finds it."""

    def __init__(self, calls: list[str]) -> None:
        self._calls = calls

    def perform(self, intent: Intent) -> None:
        self._calls.append(intent.key)

    def happened(self, intent: Intent) -> bool:
        return intent.key in self._calls


def test_a_worker_that_was_away_longer_than_its_lease_has_nothing_to_say_any_more(engine: TestEngine) -> None:
    with engine.connection() as connection, connection.transaction():
        connection.execute(
            "insert into engine_effect (key, kind, payload, due_at, requested_at) values ('a/1', 'slow', '{}', %s, %s)",
            [engine.clock(), engine.clock()],
        )
    outside = SlowOutside()
    paused = Thread(target=lambda: run_due_effects(engine, {"slow": outside}))
    paused.start()
    assert outside.called.wait(PATIENCE_SECONDS)

    engine.clock.set(engine.clock() + LEASE + timedelta(seconds=1))
    assert run_due_effects(engine, {"slow": outside}) == 1
    outside.let_go.set()
    paused.join()

    assert outside.calls == ["a/1"]
    with engine.connection() as connection:
        assert connection.execute("select state, attempts, last_error from engine_effect").fetchall() == [
            ("succeeded", 2, "")
        ]
    with engine.reader() as reader:
        assert reader.fetch_values(SQL.count_open_effects) == [0]


def test_what_a_worker_has_not_begun_before_its_lease_was_over_is_left_to_the_next(engine: TestEngine) -> None:
    with engine.connection() as connection, connection.transaction():
        connection.execute(
            "insert into engine_effect (key, kind, payload, due_at, requested_at) "
            "select 'a/' || number, 'slow', '{}', %s, %s from generate_series(1, 2) number",
            [engine.clock(), engine.clock()],
        )
    outside = SlowOutside()
    paused = Thread(target=lambda: run_due_effects(engine, {"slow": outside}, at_once=1))
    paused.start()
    assert outside.called.wait(PATIENCE_SECONDS)

    engine.clock.set(engine.clock() + LEASE)
    outside.let_go.set()
    run_due_effects(engine, {"slow": Prompt(outside.calls)})
    paused.join()

    assert sorted(outside.calls) == ["a/1", "a/2"]


@pytest.fixture
def transaction(engine: TestEngine) -> Transaction:
    """A transaction that was committed."""
    merchant = Merchant(engine)
    merchant.channel("shop")
    merchant.stock("MUG", 5)
    merchant.place(OrderedLine(sku="MUG", quantity=1, unit_price=Decimal(1)))
    with engine.connection() as connection:
        row = connection.execute(
            "select e.transaction_id::text, array[c.id], c.recorded_at from engine_command c "
            "join engine_event e on e.command_id = c.id order by c.id desc limit 1"
        ).fetchone()
    assert row is not None
    return Transaction(*row)


def fate(engine: TestEngine, transaction: Transaction) -> str | None:
    with engine.connection() as connection:
        return transaction_fate(Reader(connection), transaction)


def test_what_stands_in_the_journal_was_committed(engine: TestEngine, transaction: Transaction) -> None:
    assert fate(engine, transaction) == "committed"


def test_another_transaction_under_the_same_number_is_not_mistaken_for_it(
    engine: TestEngine, transaction: Transaction
) -> None:
    later = transaction.recorded_at + timedelta(microseconds=1)
    assert fate(engine, Transaction(transaction.id, transaction.command_ids, later)) == "aborted"


def test_a_server_that_has_not_come_to_the_number_yet_never_had_it(
    engine: TestEngine, transaction: Transaction
) -> None:
    assert fate(engine, Transaction(str(10**12), transaction.command_ids, transaction.recorded_at)) == "aborted"
