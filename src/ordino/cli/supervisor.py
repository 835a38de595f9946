"""Keeps child processes running: starts again what dies, and stops all of them together."""

import ctypes
import signal
import subprocess
import sys
import time
from collections import deque
from collections.abc import Callable, Mapping, Sequence
from threading import Event

import msgspec

from ordino.cli.output import messages

STOP_SECONDS = 4.0
_LOOK_EVERY_SECONDS = 0.5
_MOST_RESTARTS = 5
_RESTARTS_WITHIN_SECONDS = 60.0
_SET_PARENT_DEATH_SIGNAL = 1


class Child(msgspec.Struct, frozen=True):
    """A process to keep running: what it is called, its command line and its environment."""

    name: str
    arguments: tuple[str, ...]
    environment: Mapping[str, str]


class GaveUp(Exception):
    """A child died too often; the message names it."""


class _Running:
    def __init__(self, child: Child) -> None:
        self.child = child
        self.restarts: deque[float] = deque(maxlen=_MOST_RESTARTS)
        self.process = _start(child)

    def keep(self) -> None:
        """Start the process again if it has died; raises GaveUp where it dies again and again."""
        code = self.process.poll()
        if code is None:
            return
        now = time.monotonic()
        if len(self.restarts) == _MOST_RESTARTS and now - self.restarts[0] < _RESTARTS_WITHIN_SECONDS:
            raise GaveUp(
                f"The {self.child.name} died {_MOST_RESTARTS + 1} times within a minute, last with code {code}."
            )
        messages.print(f"The {self.child.name} ended with code {code}; it is started again.")
        self.restarts.append(now)
        self.process = _start(self.child)


def supervise(children: Sequence[Child], stopping: Event, *, keep_foundation: Callable[[], None]) -> None:
    """Keep the children running until `stopping` is set, then end them: SIGTERM, and SIGKILL after STOP_SECONDS.

    `keep_foundation` is called at each look, before the children: it keeps what they stand on. Raises GaveUp.
    """
    running: list[_Running] = []
    try:
        running += [_Running(child) for child in children]
        while not stopping.wait(_LOOK_EVERY_SECONDS):
            keep_foundation()
            for one in running:
                one.keep()
    finally:
        _stop([one.process for one in running])


def _start(child: Child) -> "subprocess.Popen[bytes]":
    # In a session of its own, so that Ctrl-C reaches the supervisor alone, which then stops its children in order.
    return subprocess.Popen(
        child.arguments,
        env=child.environment,
        start_new_session=True,
        preexec_fn=die_with_parent if sys.platform == "linux" else None,  # noqa: PLW1509
    )


def die_with_parent() -> None:
    """Let this process end when the one that started it is killed: nothing may stay behind and hold the port. Linux only."""
    ctypes.CDLL(None).prctl(_SET_PARENT_DEATH_SIGNAL, signal.SIGTERM)


def _stop(processes: "Sequence[subprocess.Popen[bytes]]") -> None:
    for process in processes:
        process.terminate()
    deadline = time.monotonic() + STOP_SECONDS
    for process in processes:
        try:
            process.wait(max(0.0, deadline - time.monotonic()))
        except subprocess.TimeoutExpired:
            process.kill()
            process.wait()
