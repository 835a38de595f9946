"""Percent rates: exact, half up, mirrored."""

from decimal import ROUND_HALF_UP, Decimal

import pytest
from hypothesis import given
from hypothesis import strategies as st

from ordino.kernel.rates import divide_half_up, percent_of, price_in_basis, scaled, tax_inside, tax_of

amounts = st.integers(-(10**12), 10**12)
rates = st.decimals(0, 500, places=6)


def test_scenario_06_tax_inside_500_at_19_percent() -> None:
    assert tax_inside(50000, scaled(Decimal(19))) == 7983


def test_scenario_06_tax_inside_yen() -> None:
    assert tax_inside(5 * 9998, scaled(Decimal(19))) == 7982


def test_scenario_02_tax_on_top() -> None:
    assert percent_of(18000, scaled(Decimal(10))) == 1800


def test_halves_round_away_from_zero_on_both_sides() -> None:
    assert [divide_half_up(n, 2) for n in (-3, -1, 0, 1, 3)] == [-2, -1, 0, 1, 2]


def test_an_exact_half_cent_of_tax_rounds_up() -> None:
    assert percent_of(50, scaled(Decimal("5"))) == 3
    assert percent_of(-50, scaled(Decimal("5"))) == -3


@pytest.mark.parametrize("text", ["1.1234567", "NaN", "sNaN", "Infinity", "1e13"])
def test_rates_that_cannot_be_exact_are_refused(text: str) -> None:
    with pytest.raises(ValueError, match=text.replace("1e13", "1E.13")):
        scaled(Decimal(text))


@given(amounts, rates)
def test_agrees_with_decimal_arithmetic(amount: int, rate: Decimal) -> None:
    on_top = (Decimal(amount) * rate / 100).quantize(Decimal(1), ROUND_HALF_UP)
    assert tax_of(amount, scaled(rate), included=False) == on_top


@given(amounts, rates)
def test_tax_inside_is_within_half_a_unit_of_the_exact_value(amount: int, rate: Decimal) -> None:
    tax, scaled_rate = tax_inside(amount, scaled(rate)), scaled(rate)
    whole = 100_000_000 + scaled_rate
    assert abs(2 * (tax * whole - amount * scaled_rate)) <= whole


@given(amounts, rates, st.booleans())
def test_negative_amounts_are_the_mirror(amount: int, rate: Decimal, included: bool) -> None:
    assert tax_of(-amount, scaled(rate), included) == -tax_of(amount, scaled(rate), included)


def test_a_price_with_tax_in_an_order_without() -> None:
    net = price_in_basis(Decimal(50), Decimal(10), includes_tax=True, wanted_with_tax=False)
    assert net == Decimal("45.454545")
    assert price_in_basis(net, Decimal(10), includes_tax=False, wanted_with_tax=True) == Decimal(50)
    assert price_in_basis(net, Decimal(10), includes_tax=False, wanted_with_tax=False) == net
