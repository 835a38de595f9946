"""R2 and R3: splitting an amount without losing a cent."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from ordino.kernel.shares import cumulative_share, share, share_of_units

amounts = st.integers(-(10**12), 10**12)
weight_lists = st.lists(st.integers(0, 10**9), min_size=1, max_size=30)


@pytest.mark.parametrize(
    ("total", "weights", "parts"),
    [
        (300, [4000, 2000, 2000], [150, 75, 75]),
        (299, [4300, 1400, 2300], [161, 52, 86]),
        (299, [1000, 1000, 1000], [100, 100, 99]),
        (10, [0, 0], [5, 5]),
    ],
)
def test_scenario_04_shares_by_largest_remainder(total: int, weights: list[int], parts: list[int]) -> None:
    assert share(total, weights) == parts


def test_scenario_03_line_of_ten_over_three_units() -> None:
    assert [share_of_units(1000, 3, already, 1) for already in range(3)] == [334, 333, 333]


def test_ties_go_to_the_lowest_index() -> None:
    assert share(1, [1, 1]) == [1, 0]
    assert share(2, [1, 1, 1]) == [1, 1, 0]


def test_equal_shares_where_all_weights_are_zero() -> None:
    assert share(7, [0, 0, 0]) == [3, 2, 2]


def test_nothing_shared_over_nothing() -> None:
    assert share(0, []) == []
    with pytest.raises(ValueError, match="5 cannot be shared over nothing"):
        share(5, [])


@pytest.mark.parametrize("weights", [[5, -1], [-1], [1, -1], [-3, 1]])
def test_negative_weights_are_refused(weights: list[int]) -> None:
    with pytest.raises(ValueError, match="weights cannot be negative"):
        share(10, weights)


def test_more_than_there_is_cannot_be_taken() -> None:
    with pytest.raises(ValueError, match="cannot take 4 of 3 units"):
        share_of_units(1000, 3, 2, 2)


def test_goods_by_measure_carry_their_proportion() -> None:
    """10.00 for 2.500 kg: 0.500 kg carries 2.00, not a cent for each of the first grams."""
    assert share_of_units(1000, 2500, 0, 500, scale=3) == 200
    assert share_of_units(1000, 2500, 500, 2000, scale=3) == 800


@given(amounts, weight_lists)
def test_the_parts_add_up_exactly(total: int, weights: list[int]) -> None:
    assert sum(share(total, weights)) == total


@given(amounts, weight_lists)
def test_a_negative_total_is_the_mirror(total: int, weights: list[int]) -> None:
    assert share(-total, weights) == [-part for part in share(total, weights)]


@given(amounts, weight_lists)
def test_no_part_is_a_unit_or_more_from_its_exact_share(total: int, weights: list[int]) -> None:
    whole = sum(weights)
    for part, weight in zip(share(total, weights), weights, strict=True):
        exact, scale = (total * weight, whole) if whole else (total, len(weights))
        assert abs(part * scale - exact) < scale


@given(amounts, weight_lists)
def test_what_weighs_nothing_gets_nothing(total: int, weights: list[int]) -> None:
    if any(weights):
        assert all(part == 0 for part, weight in zip(share(total, weights), weights, strict=True) if not weight)


@given(amounts, st.integers(1, 200))
def test_unit_shares_are_the_shares_of_equal_weights(total: int, units: int) -> None:
    each = [share_of_units(total, units, already, 1) for already in range(units)]
    assert each == share(total, [1] * units)


@given(amounts, st.lists(st.integers(1, 50), min_size=1, max_size=10), st.integers(0, 3))
def test_refunds_of_every_partition_give_back_exactly_the_whole(total: int, steps: list[int], scale: int) -> None:
    units, already, refunded = sum(steps), 0, 0
    for step in steps:
        refunded += share_of_units(total, units, already, step, scale)
        already += step
        assert refunded == cumulative_share(total, units, already, scale)
    assert refunded == total
