"""A worker process: takes jobs from the queue and does its duties until it is asked to stop."""

import asyncio
import os
import time
from collections.abc import Sequence
from threading import Event, Thread
from typing import Any

import django
import psycopg
import structlog
from django.conf import settings

from ordino.adapters.webhooks.courier import Courier
from ordino.engine import Engine, open_pool
from ordino.engine.clock import Clock, system_clock
from ordino.engine.effects import MOST_CALLS_AT_ONCE
from ordino.engine.embedded import database_url
from ordino.flows.wiring import load_handlers
from ordino.jobs.notes import forget_old_files
from ordino.webhooks.guard import guard_of_installation
from ordino.workers.duties import DUTIES, Duty
from ordino.workers.jobs import JobRunner

STOP_SECONDS = 3.0
_PAUSE_AFTER_FAILURE_SECONDS = 5.0
_CONCURRENT_JOBS = 2

log = structlog.get_logger("ordino.worker")


def main(clock: Clock = system_clock) -> None:
    """Run until SIGTERM or SIGINT; work in hand is finished or rolled back. A lost database ends the process."""
    _log_plainly()
    os.environ.setdefault("DJANGO_SETTINGS_MODULE", "ordino.site.settings")
    django.setup()
    load_handlers()
    pool = open_pool(database_url(), maximum_connections=8 + MOST_CALLS_AT_ONCE)
    stopping = Event()
    engine = Engine(pool, clock=clock)
    threads = [
        Thread(target=do_duties, args=(engine, duties, stopping), name=name)
        for name, duties in (("duties", DUTIES), ("jobs", job_duties(engine, stopping)))
    ]
    threads.append(Thread(target=_deliver_webhooks, args=(engine, stopping), name="webhooks"))
    for thread in threads:
        thread.start()
    log.info("worker started", duties=[duty.name for duty in DUTIES])
    try:
        asyncio.run(_take_jobs())
    finally:
        stopping.set()
        for thread in threads:
            thread.join(STOP_SECONDS)
        pool.close()
        log.info("worker stopped")


def job_duties(engine: Engine, stopping: Event) -> tuple[Duty, ...]:
    """Work that may take minutes, so that nothing else waits for it."""
    runner = JobRunner(engine, stopping)
    return (
        Duty("jobs", 1.0, lambda _: runner.run_next()),
        Duty("job files", 3600.0, forget_old_files),
    )


def do_duties(engine: Engine, duties: Sequence[Duty], stopping: Event) -> None:
    """Each duty in its rhythm; one that fails is logged and tried again, and holds up no other."""
    due = {duty.name: 0.0 for duty in duties}
    while not stopping.is_set():
        for duty in duties:
            if time.monotonic() >= due[duty.name]:
                due[duty.name] = time.monotonic() + _do(engine, duty)
        stopping.wait(max(0.05, min(due.values(), default=0) - time.monotonic()))


def _do(engine: Engine, duty: Duty) -> float:
    try:
        return 0.0 if duty.work(engine) else duty.every_seconds
    except psycopg.OperationalError as failure:
        log.warning("database away", duty=duty.name, failure=str(failure).strip())
    except Exception:
        log.exception("duty failed", duty=duty.name)
    return max(duty.every_seconds, _PAUSE_AFTER_FAILURE_SECONDS)


def _deliver_webhooks(engine: Engine, stopping: Event) -> None:
    asyncio.run(Courier(engine, settings.SECRET_KEY.encode(), guard_of_installation()).run(stopping))


def _log_plainly() -> None:
    """One line for each event, in UTC; a traceback without the values of variables, which may be personal."""
    structlog.configure(
        processors=[
            structlog.processors.add_log_level,
            structlog.processors.TimeStamper(fmt="iso", utc=True),
            structlog.processors.format_exc_info,
            structlog.processors.LogfmtRenderer(key_order=["timestamp", "level", "event"]),
        ]
    )


async def _take_jobs() -> None:
    from procrastinate.contrib.django import app  # noqa: PLC0415 - exists only after django.setup()

    connector: Any = app.connector  # Django's, which knows the one that workers use
    with app.replace_connector(connector.get_worker_connector()) as worker:
        async with worker.open_async():
            await worker.run_worker_async(concurrency=_CONCURRENT_JOBS, shutdown_graceful_timeout=STOP_SECONDS)


if __name__ == "__main__":
    main()
