"""A list by key is read piece by piece from either end."""

import pytest

from ordino.engine import Statement, Window, read_backwards
from ordino.kernel.ids import LARGEST_KEY


@pytest.mark.parametrize(
    ("window", "bound"),
    [
        (Window(), LARGEST_KEY),
        (Window(oldest_first=True), 0),
        (Window(after_id=7), 7),
        (Window(after_id=7, oldest_first=True), 7),
    ],
)
def test_a_piece_begins_at_its_end_of_the_list_or_behind_a_row(window: Window, bound: int) -> None:
    assert window.before_id == bound


def test_a_statement_that_reads_the_newest_first_is_turned_to_read_the_oldest_first() -> None:
    newest = Statement("page", b"select id from t where id < %(before_id)s order by id desc limit %(limit)s")

    oldest = read_backwards(newest)

    assert oldest.text == b"select id from t where id > %(before_id)s order by id asc limit %(limit)s"


def test_a_statement_without_a_cursor_is_not_turned() -> None:
    with pytest.raises(ValueError, match="no keyset page"):
        read_backwards(Statement("all", b"select id from t order by id desc"))
