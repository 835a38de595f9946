"""Every state × every command: what the table permits changes as it says, what it does not permit changes nothing."""

from collections.abc import Callable
from datetime import timedelta

import pytest

from ordino.engine.registry import commands
from ordino.kernel.problems import StateRefuses
from ordino.orders.commands import (
    AssignHold,
    CancelOrder,
    CancelUnits,
    ChangeOrder,
    CompleteOrder,
    ConfirmOrder,
    DraftOrder,
    ExpireOrder,
    HoldOrder,
    MergeOrders,
    OrderCommand,
    PlaceDraft,
    PlaceOrder,
    PrioritizeOrder,
    ReleaseHold,
    ReleaseHolds,
    ReviseDraft,
    SplitLine,
    SplitOrder,
)
from ordino.orders.lifecycle import ORDER
from tests.support.merchant import Merchant, line, order

CONTENT = order(line("A", 3, "10.00"), email="ada@example.org")


def version(merchant: Merchant, order_id: int) -> int:
    return int(merchant.order_row(order_id, "version")[0])


def open_hold(merchant: Merchant, order_id: int) -> int:
    rows = merchant.rows("select min(id) from orders_hold where order_id = %s and state = 'open'", order_id)
    return int(rows[0][0] or 0)


def companion(merchant: Merchant, order_id: int) -> MergeOrders:
    merchant.run("update network_channel set payment_minutes = null")
    other = merchant.accepted(CONTENT).order_id
    return MergeOrders(
        order_id=order_id,
        expected_version=version(merchant, order_id),
        from_order_id=other,
        from_expected_version=1,
    )


def without_holds(merchant: Merchant, order_id: int) -> ConfirmOrder:
    merchant.run(
        "update orders_hold set state = 'released', closed_by = 'test', closed_at = now() where state = 'open'"
    )
    return ConfirmOrder(order_id=order_id)


def as_delivered_and_paid(merchant: Merchant, order_id: int) -> CompleteOrder:
    without_holds(merchant, order_id)
    merchant.run("update orders_order set captured_minor = total_minor")
    merchant.run(
        "update orders_line set shipped = ordered - canceled, delivered = ordered - canceled, unsourced = 0, allocated = 0,"
        " backordered = 0"
    )
    return CompleteOrder(order_id=order_id)


BUILDERS: dict[type[OrderCommand], Callable[[Merchant, int], OrderCommand]] = {
    HoldOrder: lambda m, o: HoldOrder(order_id=o, reason="fraud"),
    ReleaseHold: lambda m, o: ReleaseHold(order_id=o, hold_id=open_hold(m, o)),
    ReleaseHolds: lambda m, o: ReleaseHolds(order_id=o, reason="payment"),
    CompleteOrder: as_delivered_and_paid,
    AssignHold: lambda m, o: AssignHold(order_id=o, hold_id=open_hold(m, o), owner="Grace"),
    ChangeOrder: lambda m, o: ChangeOrder(
        order_id=o, expected_version=version(m, o), actions=(CancelUnits(line_number=1, quantity=1),)
    ),
    PrioritizeOrder: lambda m, o: PrioritizeOrder(order_id=o, priority=5),
    SplitOrder: lambda m, o: SplitOrder(
        order_id=o, expected_version=version(m, o), lines=(SplitLine(line_number=1, quantity=1),)
    ),
    MergeOrders: companion,
    ConfirmOrder: without_holds,
    CancelOrder: lambda m, o: CancelOrder(order_id=o, reason="changed their mind"),
    ExpireOrder: lambda m, o: ExpireOrder(order_id=o),
    PlaceDraft: lambda m, o: PlaceDraft(order_id=o, expected_version=version(m, o)),
    ReviseDraft: lambda m, o: ReviseDraft(order_id=o, expected_version=version(m, o), order=CONTENT),
}


def order_in(merchant: Merchant, state: str) -> int:
    """An order in the state, with two open holds as long as it is not at its end."""
    merchant.run("update network_channel set payment_minutes = 30")
    if state == "draft":
        return merchant.accepted(DraftOrder(order=CONTENT)).order_id
    order_id = merchant.accepted(CONTENT).order_id
    merchant.accepted(HoldOrder(order_id=order_id, reason="approval"))
    merchant.run("update orders_order set payment_due_at = %s", (merchant.engine.clock() - timedelta(hours=1),))
    if state == "canceled":
        merchant.accepted(CancelOrder(order_id=order_id, reason="test"))
    elif state == "expired":
        merchant.accepted(ExpireOrder(order_id=order_id))
    elif state != "placed":
        merchant.run("update orders_order set state = %s where id = %s", (state, order_id))
    return order_id


@pytest.mark.parametrize("command", BUILDERS, ids=lambda command: command.kind())
def test_each_command_does_in_each_state_what_the_table_says(merchant: Merchant, command: type[OrderCommand]) -> None:
    merchant.stock("A", 1000)
    for state in ORDER.states:
        order_id = order_in(merchant, state)
        asked = BUILDERS[command](merchant, order_id)
        before = version(merchant, order_id)
        target = ORDER.target(state, command.kind())

        if target is None:
            problem = merchant.refused(asked)
            assert isinstance(problem, StateRefuses), (state, problem)
            assert (problem.state, problem.command) == (state, command.kind())
            assert problem.permitted == ORDER.permitted(state)
            assert version(merchant, order_id) == before
        else:
            merchant.accepted(asked)
            assert merchant.order_row(order_id, "state, version") == (target, before + 1), state


def test_every_command_on_an_order_is_in_the_table_and_in_the_matrix(merchant: Merchant) -> None:
    handled = {command for command in commands() if issubclass(command, OrderCommand)}

    assert handled - {PlaceOrder, DraftOrder} == set(BUILDERS)
    assert {command.kind() for command in BUILDERS} <= set(ORDER.commands())


def test_a_command_on_an_order_that_does_not_exist_is_refused(merchant: Merchant) -> None:
    merchant.sku("A")
    there = merchant.accepted(CONTENT).order_id
    for command, build in BUILDERS.items():
        asked = build(merchant, there)
        nowhere = type(asked)(**{**{f: getattr(asked, f) for f in asked.__struct_fields__}, "order_id": 1})
        assert merchant.refused(nowhere).code() == "NotFound", command
