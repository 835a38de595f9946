"""Running counters: what one order takes, the next no longer finds."""

from datetime import UTC, datetime

import pytest

from ordino.inventory.decide.stock_book import StockBook
from ordino.inventory.rows import LevelRow, Pair, ReservationRow

PAIR = Pair(1, 1)
LATER = datetime(2026, 3, 2, 10, tzinfo=UTC)


def test_the_same_sku_twice_is_counted_once() -> None:
    book = StockBook([LevelRow(1, 1, 5, 0, 0, 0, 0)])
    book.take(PAIR, 3)
    assert book.available(PAIR) == 2
    with pytest.raises(ValueError, match="3 of"):
        book.take(PAIR, 3)


def test_reserved_units_are_there_for_their_owner_only() -> None:
    book = StockBook([LevelRow(1, 1, 10, 4, 0, 0, 0)], [ReservationRow(1, "cart", 1, 1, 4, "active", LATER)])
    assert book.available(PAIR) == 6
    assert book.available(PAIR, owner="cart") == 10
    book.take(PAIR, 5, owner="cart")
    assert (book.available(PAIR), book.available(PAIR, owner="cart")) == (5, 5)


def test_what_is_given_back_may_be_taken_again() -> None:
    book = StockBook([LevelRow(1, 1, 5, 0, 5, 0, 0)])
    book.give_back(PAIR, 2)
    assert book.available(PAIR) == 2


def test_a_level_that_does_not_exist_has_nothing() -> None:
    assert StockBook([]).available(PAIR) == 0
