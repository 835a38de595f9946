"""Of two conflicting commands on one version one wins; a refusal and a preview change nothing; who may not, cannot."""

from concurrent.futures import ThreadPoolExecutor

import pytest

from ordino.engine import SYSTEM, Actor, Completed, Outcome
from ordino.kernel.messages import Command, Refused, StreamEvent
from ordino.kernel.problems import NotPermitted, VersionConflict
from ordino.orders.commands import (
    AddLine,
    CancelOrder,
    CancelUnits,
    ChangeOrder,
    DraftOrder,
    MergeOrders,
    OrderCommand,
    SplitLine,
    SplitOrder,
)
from ordino.orders.events import OrderPlaced
from tests.orders.test_lifecycle_matrix import BUILDERS, CONTENT, order_in
from tests.support.merchant import Merchant, line, order, result_of


def change(order_id: int, version: int = 1) -> ChangeOrder:
    return ChangeOrder(order_id=order_id, expected_version=version, actions=(CancelUnits(line_number=1, quantity=1),))


def at_once(merchant: Merchant, *asked: Command) -> list[Outcome]:
    with ThreadPoolExecutor(len(asked)) as threads:
        running = [threads.submit(merchant.engine.execute, [command], actor=SYSTEM) for command in asked]
        return [one.result()[0] for one in running]


@pytest.mark.parametrize("attempt", range(3))
def test_of_a_cancellation_and_a_change_at_one_version_one_wins(merchant: Merchant, attempt: int) -> None:
    merchant.stock("A", 10)
    order_id = merchant.place(line("A", 3, "10.00"))

    outcomes = at_once(merchant, CancelOrder(order_id=order_id, reason="late", expected_version=1), change(order_id))

    (won,) = [outcome for outcome in outcomes if isinstance(outcome, Completed)]
    (lost,) = [outcome for outcome in outcomes if isinstance(outcome, Refused)]
    assert lost.problem == VersionConflict(subject=f"Order {order_id}", expected_version=1, found_version=2)
    canceled = result_of(won).state == "canceled"
    assert merchant.order_row(order_id, "total_minor, version") == (0 if canceled else 2000, 2)
    assert merchant.free("A") == (10 if canceled else 8)


def test_ten_changes_at_one_version_are_one_change(merchant: Merchant) -> None:
    merchant.stock("A", 20)
    order_id = merchant.place(line("A", 20, "1.00"))

    outcomes = at_once(merchant, *[change(order_id)] * 10)

    assert sum(isinstance(outcome, Completed) for outcome in outcomes) == 1
    assert merchant.order_row(order_id, "total_minor, version") == (1900, 2)


def test_two_orders_that_are_merged_into_each_other_at_once_become_one(merchant: Merchant) -> None:
    merchant.stock("A", 10)
    customer_id = merchant.customer()
    first, second = [merchant.place(line("A", 2, "1.00"), customer_id=customer_id) for _ in range(2)]

    outcomes = at_once(
        merchant,
        *[
            MergeOrders(order_id=into, expected_version=1, from_order_id=other, from_expected_version=1)
            for into, other in ((first, second), (second, first))
        ],
    )

    assert sorted(isinstance(outcome, Completed) for outcome in outcomes) == [False, True]
    totals = {merchant.order_row(order_id, "state, total_minor") for order_id in (first, second)}
    assert totals == {("confirmed", 400), ("canceled", 0)}
    assert merchant.free("A") == 6


def test_of_two_splits_at_one_version_one_wins(merchant: Merchant) -> None:
    merchant.stock("A", 10)
    order_id = merchant.place(line("A", 3, "1.00"))
    two = SplitOrder(order_id=order_id, expected_version=1, lines=(SplitLine(line_number=1, quantity=2),))

    outcomes = at_once(merchant, two, two)

    assert sorted(isinstance(outcome, Completed) for outcome in outcomes) == [False, True]
    assert merchant.rows("select total_minor from orders_order order by 1") == [(100,), (200,)]
    assert merchant.free("A") == 7


def test_a_cancellation_without_a_version_takes_the_order_as_it_is(merchant: Merchant) -> None:
    merchant.stock("A", 5)
    order_id = merchant.place(line("A", 3, "10.00"))
    merchant.change(order_id, CancelUnits(line_number=1, quantity=1))

    assert merchant.accepted(CancelOrder(order_id=order_id, reason="late")).version == 3
    assert merchant.lines(order_id, "canceled") == [(3,)]


def test_an_order_of_which_something_is_on_its_way_is_not_canceled(merchant: Merchant) -> None:
    merchant.stock("A", 5)
    order_id = merchant.place(line("A", 3, "10.00"))
    merchant.move(order_id, 1, "allocated", "picked", 1)

    assert merchant.refused(CancelOrder(order_id=order_id, reason="late")).code() == "UnitsNotOpen"


def test_an_order_canceled_twice_in_a_batch_is_canceled_once(merchant: Merchant) -> None:
    merchant.stock("A", 5)
    order_id = merchant.place(line("A", 3, "10.00"))
    cancel = CancelOrder(order_id=order_id, reason="late")

    first, second = merchant.ask(cancel, cancel)

    assert isinstance(first, Completed)
    assert isinstance(second, Refused)
    assert merchant.free("A") == 5
    assert merchant.events(order_id).count("OrderCanceled") == 1


def test_refused_stock_refuses_the_order_and_only_this_one(merchant: Merchant) -> None:
    merchant.stock("A", 3)
    small, large = order(line("A", 2, "1"), out_of_stock="refuse"), order(line("A", 4, "1"), out_of_stock="refuse")

    assert merchant.refused(large).code() == "InsufficientStock"
    first, second, third = merchant.ask(small, large, order(line("A", 1, "1"), out_of_stock="refuse"))

    assert [isinstance(outcome, Refused) for outcome in (first, second, third)] == [False, True, False]
    assert merchant.free("A") == 0


PREVIEWED: dict[str, Command] = {
    "PlaceOrder": order(line("A", 4, "9.99"), line("WHAT", 1, "1.00"), stated_total_minor=1),
    "DraftOrder": DraftOrder(order=CONTENT),
}


@pytest.mark.parametrize("name", [*PREVIEWED, "ChangeOrder", "SplitOrder", "CancelOrder"])
def test_a_preview_is_what_is_booked_then(merchant: Merchant, name: str) -> None:
    merchant.stock("A", 10)
    order_id = merchant.place(line("A", 3, "3.333333"))
    asked: Command = {
        **PREVIEWED,
        "ChangeOrder": ChangeOrder(
            order_id=order_id,
            expected_version=1,
            actions=(AddLine(line=line("A", 2, "1.00")), CancelUnits(line_number=1, quantity=1)),
        ),
        "SplitOrder": SplitOrder(order_id=order_id, expected_version=1, lines=(SplitLine(line_number=1, quantity=2),)),
        "CancelOrder": CancelOrder(order_id=order_id, reason="late"),
    }[name]
    before = merchant.contents()

    seen = merchant.preview(asked)
    assert merchant.contents() == before
    booked = merchant.completed(asked)

    assert isinstance(seen, Completed)
    assert result_of(seen).total_minor == result_of(booked).total_minor
    assert result_of(seen).state == result_of(booked).state
    assert [_money(event) for event in seen.events] == [_money(event) for event in booked.events]


def _money(happened: StreamEvent) -> tuple[object, ...]:
    """What an event says, without numbers that are given anew each time."""
    event = happened.event
    if isinstance(event, OrderPlaced):
        return event.kind(), event.total_minor, event.lines, [hold.detail for hold in event.holds]
    fields = [name for name in event.__struct_fields__ if not name.endswith("_id")]
    return event.kind(), *[getattr(event, name) for name in fields if name != "released"]


@pytest.mark.parametrize("command", [*BUILDERS, DraftOrder, type(CONTENT)], ids=lambda command: command.kind())
def test_each_command_needs_its_permission(merchant: Merchant, command: type[OrderCommand]) -> None:
    merchant.sku("A")
    order_id = order_in(merchant, "placed")
    build = BUILDERS.get(command)
    asked = build(merchant, order_id) if build else DraftOrder(order=CONTENT) if command is DraftOrder else CONTENT
    others = Actor("Mallory", frozenset({"inventory.*", "orders.read"}))
    before = merchant.contents()

    (outcome,) = merchant.engine.execute([asked], actor=others)

    assert outcome == Refused(NotPermitted(permission=command.permission(), actor="Mallory"))
    assert merchant.contents() == before
    assert command.permission().startswith("orders.")
