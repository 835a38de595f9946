"""Reading ahead: the same items in the same order, bounded, and no thread left behind."""

import threading
import time
from collections.abc import Iterator
from contextlib import closing

import pytest

from ordino.adapters.importing.pipeline import read_ahead


def readers() -> int:
    return sum(thread.name == "reading ahead" for thread in threading.enumerate())


def test_items_come_in_their_order() -> None:
    assert list(read_ahead(range(1_000), 3)) == list(range(1_000))
    assert readers() == 0


def test_a_failure_comes_after_the_items_before_it() -> None:
    def items() -> Iterator[int]:
        yield 1
        yield 2
        raise ValueError("third")

    seen: list[int] = []
    with pytest.raises(ValueError, match="third"):
        seen.extend(read_ahead(items(), 3))
    assert seen == [1, 2]
    assert readers() == 0


def test_the_thread_is_never_more_than_its_depth_ahead() -> None:
    made: list[int] = []

    def items() -> Iterator[int]:
        for number in range(100):
            made.append(number)
            yield number

    with closing(read_ahead(items(), 3)) as ahead:
        next(ahead)
        time.sleep(0.1)
        assert len(made) <= 5
    assert readers() == 0
