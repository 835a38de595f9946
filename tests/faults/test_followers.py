"""The journal reaches who follows it: all of it, in order, whatever is killed."""

import os
import random
import subprocess
import sys
import time
from collections.abc import Iterator
from pathlib import Path

import pytest

from ordino.engine import SYSTEM, Engine, open_pool
from ordino.flows.wiring import load_handlers
from tests.faults.shop import Shop, open_shop, order

ORDERS = 1000
DICE = random.Random(33)


@pytest.fixture(scope="module")
def shop(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Shop]:
    load_handlers()
    with open_shop(Path(tmp_path_factory.mktemp("shop"))) as opened:
        yield opened


def start_consumer(shop: Shop, path: Path) -> "subprocess.Popen[bytes]":
    return subprocess.Popen(
        [sys.executable, "-m", "tests.faults.consumer", shop.url, str(path)],
        stdout=subprocess.PIPE,
        env={**os.environ, "PYTHONPATH": f"src{os.pathsep}."},
    )


class LastStates:
    """A consumer's own view: per stream, events by number; repeats change nothing, what comes early waits."""

    def __init__(self) -> None:
        self.kinds: dict[str, dict[int, str]] = {}

    def take(self, line: str) -> None:
        stream, sequence, kind = line.split()
        self.kinds.setdefault(stream, {})[int(sequence)] = kind


def test_scenario_33_a_follower_killed_again_and_again_misses_nothing(shop: Shop, tmp_path: Path) -> None:
    pool = open_pool(shop.url, maximum_connections=2)
    engine = Engine(pool)
    path = tmp_path / "consumed"
    for batch in range(10):
        consumer = start_consumer(shop, path)
        engine.execute([order(f"follow-{batch}-{i}") for i in range(ORDERS // 10)], actor=SYSTEM)
        time.sleep(DICE.uniform(0.3, 0.9))
        consumer.kill()
        consumer.communicate()
    consumer = start_consumer(shop, path)
    assert consumer.stdout is not None
    consumer.stdout.read(1)  # it has found nothing new
    consumer.kill()
    consumer.communicate()
    pool.close()

    lines = [line for line in path.read_text().splitlines() if line.startswith("order/")]
    told: dict[str, list[int]] = {}
    for line in lines:
        stream, sequence, _ = line.split()
        told.setdefault(stream, []).append(int(sequence))
    first_times = {stream: list(dict.fromkeys(numbers)) for stream, numbers in told.items()}
    assert len(first_times) == ORDERS
    assert all(numbers == [1, 2, 3] for numbers in first_times.values())

    in_order, disordered = LastStates(), LastStates()
    for line in lines:
        in_order.take(line)
    for line in [*reversed(lines), *DICE.sample(lines, 500)]:
        disordered.take(line)
    assert in_order.kinds == disordered.kinds
