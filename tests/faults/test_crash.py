"""Killed processes, lost connections, a restarted database: no acknowledged order is lost, half done, or there twice."""

import os
import random
import signal
import subprocess
import sys
import threading
import time
from collections.abc import Iterator
from contextlib import suppress
from pathlib import Path

import psycopg
import pytest

from ordino.engine import SYSTEM, Completed, Engine, Outcome, Replayed, embedded, open_pool
from ordino.engine.bus import CommitUnknown
from ordino.flows.wiring import load_handlers
from ordino.orders.commands import PlaceOrder
from tests.faults.shop import Shop, open_shop, order

DICE = random.Random(20260302)


@pytest.fixture(scope="module")
def shop(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Shop]:
    load_handlers()
    with open_shop(Path(tmp_path_factory.mktemp("shop"))) as opened:
        yield opened


@pytest.fixture
def engine(shop: Shop) -> Iterator[Engine]:
    pool = open_pool(shop.url, maximum_connections=6)
    yield Engine(pool)
    pool.close()


def known(shop: Shop, prefix: str) -> dict[str, int]:
    query = f"select external_reference, id from orders_order where external_reference like '{prefix}-%'"
    return {row[0]: row[1] for row in shop.rows(query)}


def start_placing(shop: Shop, name: str) -> "subprocess.Popen[bytes]":
    return subprocess.Popen(
        [sys.executable, "-m", "tests.faults.shop", shop.url, name],
        stdout=subprocess.PIPE,
        stderr=subprocess.PIPE,
        env={**os.environ, "PYTHONPATH": f"src{os.pathsep}.", "PYTHONHASHSEED": "1"},
    )


@pytest.mark.parametrize("round_number", range(4))
def test_a_process_killed_while_it_places_orders_leaves_none_half_done(shop: Shop, round_number: int) -> None:
    name = f"kill{round_number}"
    process = start_placing(shop, name)
    assert process.stdout is not None
    first = process.stdout.readline()
    time.sleep(DICE.uniform(0.05, 0.6))
    process.send_signal(signal.SIGKILL)
    printed = (first + process.communicate()[0]).decode().splitlines(keepends=True)
    acknowledged = dict(line.split() for line in printed if line.endswith("\n"))
    time.sleep(0.2)
    stored = known(shop, name)
    assert acknowledged
    assert {reference: str(stored.get(reference)) for reference in acknowledged} == acknowledged
    assert shop.differences() == []


def until_answered(engine: Engine, orders: list[PlaceOrder]) -> list[Outcome]:
    """Ask again, as a shop does, where the database stayed away longer than the engine waits."""
    for _ in range(20):
        with suppress(CommitUnknown, psycopg.OperationalError):
            return engine.execute(orders, actor=SYSTEM)
    return engine.execute(orders, actor=SYSTEM)


def test_connections_cut_at_any_moment_lose_nothing_and_repeat_nothing(shop: Shop, engine: Engine) -> None:
    stop = threading.Event()

    def cut() -> None:
        with psycopg.connect(shop.url, autocommit=True) as connection:
            while not stop.wait(DICE.uniform(0.02, 0.12)):
                connection.execute(
                    "select pg_terminate_backend(pid) from pg_stat_activity "
                    "where backend_type = 'client backend' and pid <> pg_backend_pid() order by random() limit 1"
                )

    cutter = threading.Thread(target=cut)
    cutter.start()
    outcomes: list[Outcome] = []
    for batch in range(40):
        outcomes += until_answered(engine, [order(f"cut-{batch}-{i}") for i in range(5)])
    stop.set()
    cutter.join()
    assert {type(outcome) for outcome in outcomes} <= {Completed, Replayed}
    assert len(known(shop, "cut")) == 200
    assert shop.differences() == []


def test_a_database_killed_under_load_comes_back_with_every_acknowledged_order(shop: Shop, engine: Engine) -> None:
    acknowledged: list[str] = []
    stop = threading.Event()

    def place() -> None:
        batch = 0
        while not stop.is_set():
            references = [f"restart-{batch}-{i}" for i in range(3)]
            try:
                outcomes = engine.execute([order(reference) for reference in references], actor=SYSTEM)
            except Exception:  # the database stays away longer than the engine waits: nothing was acknowledged
                time.sleep(0.2)
                continue
            assert {type(outcome) for outcome in outcomes} <= {Completed, Replayed}
            acknowledged.extend(references)
            batch += 1

    placing = threading.Thread(target=place)
    placing.start()
    for _ in range(2):
        before = len(acknowledged)
        while len(acknowledged) < before + 9:
            time.sleep(0.02)
        postmaster = int((shop.folder / "postgres" / "postmaster.pid").read_text().splitlines()[0])
        os.kill(postmaster, signal.SIGKILL)
        embedded.start(shop.folder)
    before = len(acknowledged)
    deadline = time.monotonic() + 30
    while len(acknowledged) < before + 9 and time.monotonic() < deadline:
        time.sleep(0.02)
    stop.set()
    placing.join()
    assert len(acknowledged) >= before + 9
    assert set(acknowledged) <= known(shop, "restart").keys()
    assert shop.differences() == []
