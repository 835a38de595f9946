"""Backorders fill by priority, promised date, placed at, number; allocations are taken back in the opposite order."""

from datetime import UTC, date, datetime

from ordino.sourcing.decide.backorders import Claim, Filling, choose_claims_to_release, fill_backorders

A, B = 1, 2
TEN = datetime(2026, 3, 1, 10, 0, tzinfo=UTC)


def claim(order_id: int, quantity: int, minute: int = 0, **facts: object) -> Claim:
    values = {"line_number": 1, "sku_id": A, "placed_at": TEN.replace(minute=minute), **facts}
    return Claim(order_id=order_id, quantity=quantity, **values)  # type: ignore[arg-type]


def quantities(fillings: tuple[Filling, ...]) -> list[tuple[int, int]]:
    return [(row.order_id, row.quantity) for row in fillings]


def test_scenario_18_backorders_fill_fairly_and_ship_complete_takes_all_or_nothing() -> None:
    b1, b2, b3 = claim(1, 5), claim(2, 3, 5, ship_complete=True), claim(3, 2, 10, priority=1)
    assert quantities(fill_backorders([b1, b2, b3], {A: 7})) == [(3, 2), (1, 5)]
    assert quantities(fill_backorders([b2], {A: 1})) == []
    assert quantities(fill_backorders([b2], {A: 1 + 2})) == [(2, 3)]


def test_the_earlier_promised_date_goes_before_the_earlier_order() -> None:
    early, late = claim(1, 1, promised_on=date(2026, 3, 9)), claim(2, 1, 5, promised_on=date(2026, 3, 8))
    unpromised = claim(0, 1)
    assert quantities(fill_backorders([unpromised, early, late], {A: 2})) == [(2, 1), (1, 1)]


def test_the_lower_number_decides_where_all_else_is_equal() -> None:
    assert quantities(fill_backorders([claim(7, 2), claim(6, 2)], {A: 3})) == [(6, 2), (7, 1)]


def test_a_ship_complete_order_waits_for_all_its_lines() -> None:
    lines = [claim(1, 1, ship_complete=True), claim(1, 1, ship_complete=True, line_number=2, sku_id=B)]
    assert fill_backorders(lines, {A: 5}) == ()
    assert quantities(fill_backorders(lines, {A: 5, B: 1})) == [(1, 1), (1, 1)]


def test_two_lines_of_one_sku_share_what_is_there() -> None:
    lines = [claim(1, 2, line_number=1), claim(1, 2, line_number=2)]
    assert [(row.line_number, row.quantity) for row in fill_backorders(lines, {A: 3})] == [(1, 2), (2, 1)]


def test_scenario_23_the_latest_order_of_the_lowest_priority_gives_back() -> None:
    held = [claim(1, 3), claim(2, 3, 5), claim(3, 2, 10, priority=1)]
    assert quantities(choose_claims_to_release(held, {A: 2})) == [(2, 2)]
    assert quantities(choose_claims_to_release(held, {A: 4})) == [(2, 3), (1, 1)]


def test_a_channel_leaves_its_buffer_in_stock_and_others_take_it() -> None:
    web, shop = claim(1, 5, stock_buffer=3), claim(2, 5, 5)
    assert quantities(fill_backorders([web, shop], {A: 6})) == [(1, 3), (2, 3)]
    assert quantities(fill_backorders([web], {A: 2}, {A: 2})) == [(1, 1)]
    assert quantities(fill_backorders([web], {A: 2}, {A: 9})) == [(1, 2)]
    assert quantities(fill_backorders([claim(1, 2, ship_complete=True, stock_buffer=1)], {A: 2})) == []
