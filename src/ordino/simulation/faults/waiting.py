"""Waiting for what others do, not for ever."""

import time
from collections.abc import Callable

_LOOK_MS = 100
_WAIT_SECONDS = 120


def wait_until(done: Callable[[], bool], what: str) -> None:
    """Look again and again until it is so. Raises TimeoutError after two minutes, which says what did not come."""
    deadline = time.monotonic() + _WAIT_SECONDS
    while not done():
        if time.monotonic() > deadline:
            raise TimeoutError(what)
        time.sleep(_LOOK_MS / 1000)
