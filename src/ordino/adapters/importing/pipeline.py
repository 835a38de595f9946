"""Reading ahead: a file is parsed in a thread while the database works on what was parsed before."""

import queue
import threading
from collections.abc import Generator, Iterable
from typing import TypeVar

T = TypeVar("T")
_WAIT_SECONDS = 1


class _End:
    """The end of the items, and the failure that ended them, if any."""

    def __init__(self, failure: BaseException | None = None) -> None:
        self.failure = failure


def read_ahead(items: Iterable[T], depth: int) -> Generator[T, None, None]:
    """The same items, made in a thread that is at most `depth` ahead. A failure there is raised here, after the items
    before it. When the caller stops early, the thread stops, too."""
    waiting: queue.Queue[T | _End] = queue.Queue(maxsize=depth)
    stopped = threading.Event()

    def work() -> None:
        end = _End()
        try:
            for item in items:
                if stopped.is_set():
                    return
                waiting.put(item)
        except BaseException as failure:
            end = _End(failure)
        if not stopped.is_set():
            waiting.put(end)

    thread = threading.Thread(target=work, name="reading ahead", daemon=True)
    thread.start()
    try:
        while not isinstance(item := waiting.get(), _End):
            yield item
        if item.failure is not None:
            raise item.failure
    finally:
        stopped.set()
        while thread.is_alive():
            _empty(waiting)
            thread.join(timeout=_WAIT_SECONDS)


def _empty(waiting: "queue.Queue[T | _End]") -> None:
    """Make room for the item the thread may be waiting to lay down."""
    while not waiting.empty():
        waiting.get()
