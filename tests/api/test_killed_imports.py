"""A worker that is killed in the middle of an import: the next ones add the rest, and nothing comes twice."""

import os
import signal
import subprocess
import sys
import time
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from functools import partial
from pathlib import Path
from threading import Event

from ordino.workers.jobs import JobRunner
from tests.api.test_jobs import create, fetch, send, show
from tests.api.world import Shop
from tests.support.database import TestDatabase

LINES = 4_000
WRONG = (1_000, 2_000, 4_000)
RIGHT = LINES - len(WRONG)
SOURCE = Path(__file__).resolve().parents[2] / "src"


@contextmanager
def worker(database: TestDatabase) -> Iterator["subprocess.Popen[bytes]"]:
    """A worker as it is installed, which is killed at the end of the block."""
    process = subprocess.Popen(
        [sys.executable, "-m", "ordino.workers.run"],
        env={**os.environ, "PYTHONPATH": str(SOURCE), "ORDINO_DATABASE_URL": database.url},
    )
    try:
        yield process
    finally:
        process.send_signal(signal.SIGKILL)
        process.wait()


def wait_for(process: "subprocess.Popen[bytes]", happened: Callable[[], bool]) -> None:
    deadline = time.monotonic() + 120
    while not happened():
        assert process.poll() is None, "the worker has ended by itself"
        assert time.monotonic() < deadline
        time.sleep(0.005)


def counted(shop: Shop, what: str, table: str) -> int:
    ((count,),) = shop.merchant.rows(f"select coalesce({what}, 0)::bigint from {table}")
    return int(count)


def file() -> bytes:
    """One unit a line, each line an order of its own; three lines say no number."""
    rows = (f"W-{n},CUP,{'many' if n in WRONG else 1},2.00,2026-03-01T10:00:00,Ada {n}\n" for n in range(1, LINES + 1))
    return ("order,sku,quantity,price,placed,name\n" + "".join(rows)).encode()


def test_an_import_whose_workers_are_killed_loses_nothing_and_does_nothing_twice(
    shop: Shop, database: TestDatabase
) -> None:
    shop.merchant.stock("CUP", 5_000)
    job_id = create(shop)
    assert send(shop, job_id, file()).status_code == 200

    there = 0
    for attempt in (1, 2):
        with worker(database) as process:
            wait_for(process, partial(_more_than, shop, there))
        assert there < counted(shop, "count(*)", "orders_order") < RIGHT
        there = counted(shop, "count(*)", "orders_order")
        job = show(shop, job_id)["job"]
        assert (job["state"], job["attempt"]) == ("running", attempt)
        assert JobRunner(shop.engine, Event()).run_next() == 0, "it is the killed worker's until its lease is over"
        shop.merchant.run("update jobs_progress set seen_at = seen_at - interval '1 minute'")
    with worker(database) as process:
        wait_for(process, partial(_ended, shop, job_id, 3))

    told = show(shop, job_id)
    assert (told["job"]["state"], told["job"]["attempt"], told["job"]["done"]) == ("done", 3, LINES)
    report = told["report"]
    assert (report["added"] + report["already_there"], report["errors"]) == (RIGHT, len(WRONG))
    assert report["already_there"] >= there
    assert [row.split(",")[0] for row in fetch(shop, job_id, "errors").decode().splitlines()[1:]] == [
        str(line + 1) for line in WRONG
    ]
    assert counted(shop, "count(*)", "orders_order") == RIGHT
    assert counted(shop, "count(distinct external_reference)", "orders_order") == RIGHT
    assert counted(shop, "sum(total_minor)", "orders_order") == RIGHT * 200
    assert counted(shop, "count(*)", "engine_command where kind = 'PlaceOrder'") == RIGHT
    assert counted(shop, "count(*)", "engine_event where kind = 'OrderPlaced'") == RIGHT
    assert counted(shop, "sum(allocated)", "inventory_level") == RIGHT
    assert counted(shop, "sum(quantity)", "inventory_allocation") == RIGHT
    moves = shop.merchant.rows("select data ->> 'state' from engine_event where kind = 'JobMoved' order by position")
    assert moves == [("waiting",), ("running",), ("running",), ("running",), ("done",)]


def _more_than(shop: Shop, there: int) -> bool:
    return counted(shop, "count(*)", "orders_order") > there


def _ended(shop: Shop, job_id: int, attempt: int) -> bool:
    job = show(shop, job_id)["job"]
    return bool(job["attempt"] == attempt and job["state"] != "running")
