"""Two worker processes of a simulated merchant, at the same work at the same moment; now and then one is killed (-9) at it."""

import time
from collections.abc import Callable
from contextlib import ExitStack
from datetime import datetime
from multiprocessing import get_context
from multiprocessing.connection import Connection as Pipe
from typing import TYPE_CHECKING

from ordino.engine import Engine
from ordino.engine.clock import SetClock
from ordino.engine.effects import run_due_effects
from ordino.simulation.runs.outside import Outside
from ordino.simulation.runs.server import engine_on
from ordino.simulation.runs.turn import Turn
from ordino.simulation.runs.world import BEGIN

if TYPE_CHECKING:
    from multiprocessing.context import SpawnProcess

PROCESSES = 2
_CONNECTIONS = 2
_LATEST_DEATH_MS = 120


class WorkerFailed(Exception):
    """A worker process met what the write path never raises, or ended by itself: a defect of the product."""


class Laborers:
    """The processes, as long as the context lasts."""

    def __init__(self, url: str, again: Callable[[], Outside]) -> None:
        self._url = url
        self._again = again
        self._running: list[tuple[SpawnProcess, Pipe]] = []
        self._killed = 0

    def __enter__(self) -> "Laborers":
        self._running = [self._start() for _ in range(PROCESSES)]
        return self

    def __exit__(self, *failure: object) -> None:
        for process, pipe in self._running:
            pipe.close()
            process.join()

    def work(self, turn: Turn, faults: int) -> None:
        """Let all do what is due at the turn's time, at once; with one in so many turns one of them dies at it.

        Raises `WorkerFailed`.
        """
        for _, pipe in self._running:
            pipe.send(turn.now)
        killed = turn.happens(faults)
        if killed:
            time.sleep(turn.dice.randrange(_LATEST_DEATH_MS) / 1000)
            self._running[0][0].kill()
        for place, (process, pipe) in enumerate(self._running):
            died = killed and place == 0  # perhaps after it had answered
            try:
                defect = pipe.recv()
            except (EOFError, ConnectionResetError):
                defect = "" if died else "it died of itself"
            if defect:
                raise WorkerFailed(defect)
            if died:
                process.join()
                self._killed += 1
                self._running[place] = self._start()

    def taken_away(self) -> int:
        """How many died since it was asked last."""
        killed, self._killed = self._killed, 0
        return killed

    def _start(self) -> "tuple[SpawnProcess, Pipe]":
        context = get_context("spawn")
        ours, theirs = context.Pipe()
        process = context.Process(target=_labor, args=(self._url, self._again, theirs), daemon=True)
        process.start()
        theirs.close()
        return process, ours


def _labor(url: str, again: Callable[[], Outside], pipe: Pipe) -> None:
    """What each process does: works when it is told a time, and answers what went wrong, or nothing."""
    clock = SetClock(BEGIN)
    with ExitStack() as stack:
        outside = again()
        engine = stack.enter_context(engine_on(url, clock, connections=_CONNECTIONS))
        outside.join(engine)
        while True:
            try:
                now: datetime = pipe.recv()
            except EOFError:
                return
            clock.set(now)
            pipe.send(_do_what_is_due(engine, outside))


def _do_what_is_due(engine: Engine, outside: Outside) -> str:
    try:
        while run_due_effects(engine, outside.performers(engine), at_once=1):
            pass
        for duty in outside.duties:
            duty(engine)
    except Exception as failure:  # the write path raises nothing but defects
        return f"{type(failure).__name__}: {failure}".splitlines()[0]
    return ""
