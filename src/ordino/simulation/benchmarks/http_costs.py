"""Whose processor time a load over HTTP takes: the client's, the server's by its threads, the database's with all its processes."""

import os
import time

import psycopg

from ordino.simulation.benchmarks.figures import Figure, per_each_us
from ordino.simulation.benchmarks.http_server import Served
from ordino.simulation.benchmarks.machine import Thread, children, parent, threads

_NETWORK = "tokio"  # granian's threads, which hold no Python while they read and write sockets
_SIDES = ("client", "event loop", "network", "placing", "database")
_THREAD = tuple[int, int]  # by process and thread


class Meter:
    """Reads what everybody has used. Those who begin later are counted from their beginning; who ends meanwhile is lost."""

    def __init__(self, served: Served, url: str) -> None:
        self._workers = children(served.process_id)
        with psycopg.connect(url) as connection:
            self._database = parent(connection.info.backend_pid)

    def read(self) -> "Used":
        """What everybody has used by now."""
        sides: dict[str, dict[_THREAD, int]] = {side: {} for side in _SIDES}
        sides["client"][os.getpid(), 0] = time.process_time_ns()
        for worker in self._workers:
            for thread in threads(worker):
                sides[_side(thread)][worker, thread.id] = thread.used_ns
        for process_id in (self._database, *children(self._database)):
            for thread in threads(process_id):
                sides["database"][process_id, thread.id] = thread.used_ns
        return Used(sides)


class Used:
    """Processor time of each side, by its threads."""

    def __init__(self, sides: dict[str, dict[_THREAD, int]]) -> None:
        self._sides = sides

    def since(self, before: "Used", what: str, count: int) -> tuple[Figure, ...]:
        """Figures of what each side has used since, in microseconds of each of `count` orders."""
        return tuple(
            Figure("http", f"{what}: {side}, an order", per_each_us(self._more(before, side), count), "µs")
            for side in _SIDES
        )

    def _more(self, before: "Used", side: str) -> int:
        earlier = before._sides[side]
        return sum(used_ns - earlier.get(thread, 0) for thread, used_ns in self._sides[side].items())


def _side(thread: Thread) -> str:
    if thread.id == thread.process_id:
        return "event loop"
    return "network" if thread.name.startswith(_NETWORK) else "placing"
