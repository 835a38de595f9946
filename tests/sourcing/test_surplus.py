"""What is allocated beyond what a line holds goes back, the smallest allocation first, once."""

from ordino.inventory.rows import AllocationRow
from ordino.sourcing.decide.surplus import surplus

L1, L2, A = 1, 2, 7


def test_the_smallest_allocation_goes_first_so_that_a_parcel_may_fall_away() -> None:
    rows = [AllocationRow(10, 1, L1, A, 6), AllocationRow(10, 1, L2, A, 2)]
    assert surplus(rows, {(10, 1): 6}) == [AllocationRow(10, 1, L2, A, 2)]
    assert surplus(rows, {(10, 1): 5}) == [AllocationRow(10, 1, L1, A, 1), AllocationRow(10, 1, L2, A, 2)]


def test_nothing_goes_back_where_everything_is_held() -> None:
    assert surplus([AllocationRow(10, 1, L1, A, 6)], {(10, 1): 6}) == []
    assert surplus([AllocationRow(10, 1, L1, A, 6)], {(10, 1): 9}) == []


def test_a_line_that_holds_nothing_gives_everything_back() -> None:
    rows = [AllocationRow(10, 1, L1, A, 6), AllocationRow(10, 2, L1, A, 1)]
    assert surplus(rows, {(10, 1): 0, (10, 2): 1}) == [AllocationRow(10, 1, L1, A, 6)]


def test_lines_of_which_nothing_is_said_keep_theirs() -> None:
    assert surplus([AllocationRow(10, 3, L1, A, 6), AllocationRow(10, 3, L2, A, 1)], {}) == []
