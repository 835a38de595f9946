"""Every state × every command: what the table permits leads where it says, what it does not permit changes nothing."""

from collections.abc import Callable
from datetime import timedelta

import pytest

from ordino.engine.registry import commands
from ordino.kernel.problems import NotFound, StateRefuses
from ordino.returns.commands import (
    ApproveReturn,
    CancelReturn,
    CloseReturn,
    CommandOnReturn,
    DeclineReturn,
    ExchangeReturn,
    ExpireReturn,
    InspectReturn,
    MarkReturnInTransit,
    ReceiveReturn,
    RefundReturn,
    ReplaceReturn,
    SettleExchange,
)
from ordino.returns.lifecycle import RETURN
from ordino.returns.rows import InspectedUnits, LineUnits, ReceivedUnits
from tests.returns.world import Returns
from tests.support.merchant import line

REACHED_BY: dict[str, tuple[str, ...]] = {
    "requested": (),
    "declined": ("DeclineReturn",),
    "canceled": ("CancelReturn",),
    "expired": ("ApproveReturn", "ExpireReturn"),
    "approved": ("ApproveReturn",),
    "in_transit": ("ApproveReturn", "MarkReturnInTransit"),
    "partially_received": ("ApproveReturn", "ReceiveReturn"),
    "received": ("ApproveReturn", "ReceiveReturn", "ReceiveReturn"),
    "inspected": ("ApproveReturn", "ReceiveReturn", "ReceiveReturn", "InspectReturn"),
    "closed": ("ApproveReturn", "ReceiveReturn", "ReceiveReturn", "InspectReturn", "CloseReturn"),
}


def receive_half(shop: Returns, return_id: int) -> ReceiveReturn:
    return ReceiveReturn(return_id=return_id, location="LON", lines=(ReceivedUnits(line_number=1, quantity=2),))


def inspect_all(shop: Returns, return_id: int) -> InspectReturn:
    ((received, inspected),) = shop.units(
        return_id, "received, restocked + refurbished + scrapped + to_vendor + sent_back"
    )
    units = InspectedUnits(line_number=1, quantity=max(1, received - inspected), disposition="restock")
    return InspectReturn(return_id=return_id, location="LON", lines=(units,))


def after_its_time(shop: Returns, return_id: int) -> ExpireReturn:
    ((until,),) = shop.rows("select expected_until from returns_return where id = %s", return_id)
    shop.engine.clock.set(max(shop.engine.clock(), until + timedelta(seconds=1)))
    return ExpireReturn(return_id=return_id)


def accept_one(shop: Returns, return_id: int) -> None:
    """Something that can be given money for, in whatever state it is."""
    shop.run(
        "update returns_line set received = greatest(received, 1), expected = least(expected, quantity - 1),"
        " restocked = greatest(restocked, 1), accepted = greatest(accepted, 1) where return_id = %s",
        (return_id,),
    )


def refund_one(shop: Returns, return_id: int) -> RefundReturn:
    accept_one(shop, return_id)
    return RefundReturn(return_id=return_id, lines=(LineUnits(1, 1),))


def exchange(shop: Returns, return_id: int) -> ExchangeReturn:
    accept_one(shop, return_id)
    return ExchangeReturn(return_id=return_id, lines=(line("A", 1, "10.00"),))


def settle(shop: Returns, return_id: int) -> SettleExchange:
    ((order_id,),) = shop.rows("select order_id from returns_return where id = %s", return_id)
    ((refund_id,),) = shop.rows(
        "insert into returns_refund (return_id, order_id, goods_minor, charges_minor, fee_minor, refund_minor, refund_to,"
        " decided_by, decided_at) values (%s, %s, 5, 0, 0, 5, 'exchange', 'test', now()) returning id",
        return_id,
        order_id,
    )
    shop.place(line("A", 1, "1.00"), external_reference=f"exchange/{return_id}")
    shop.run(
        "insert into returns_exchange (return_id, refund_id, credit_minor) values (%s, %s, 5)", (return_id, refund_id)
    )
    return SettleExchange(return_id=return_id)


BUILDERS: dict[type[CommandOnReturn], Callable[[Returns, int], CommandOnReturn]] = {
    ApproveReturn: lambda s, r: ApproveReturn(return_id=r),
    DeclineReturn: lambda s, r: DeclineReturn(return_id=r, reason="worn"),
    CancelReturn: lambda s, r: CancelReturn(return_id=r, reason="keeps it"),
    ExpireReturn: after_its_time,
    MarkReturnInTransit: lambda s, r: MarkReturnInTransit(return_id=r, tracking_number="1Z"),
    ReceiveReturn: receive_half,
    InspectReturn: inspect_all,
    RefundReturn: refund_one,
    ExchangeReturn: exchange,
    SettleExchange: settle,
    ReplaceReturn: lambda s, r: ReplaceReturn(return_id=r, lines=(LineUnits(1, 1),)),
    CloseReturn: lambda s, r: CloseReturn(return_id=r, without_refund=True),
}
BY_NAME = {command.kind(): build for command, build in BUILDERS.items()}


def return_in(shop: Returns, state: str) -> int:
    """A return of 4 units in the state."""
    order_id = shop.place(line("A", 4, "10.00"))
    shop.deliver(order_id)
    return_id = shop.request(order_id, (1, 4))
    for name in REACHED_BY[state]:
        shop.completed(BY_NAME[name](shop, return_id))
    assert shop.state(return_id) == state
    return return_id


@pytest.mark.parametrize("state", RETURN.states)
def test_each_command_does_in_each_state_what_the_table_says(shop: Returns, state: str) -> None:
    shop.stock("A", 1000)
    for command, build in BUILDERS.items():
        return_id = return_in(shop, state)
        asked = build(shop, return_id)
        target = RETURN.target(state, command.kind())

        if target is None:
            problem = shop.refused(asked)
            assert isinstance(problem, StateRefuses), (command, problem)
            assert (problem.state, problem.command) == (state, command.kind())
            assert problem.permitted == RETURN.permitted(state)
        else:
            shop.completed(asked)
            settled = command is ExchangeReturn and state == "inspected"  # nothing is open then: it is closed at once
            assert shop.state(return_id) == ("closed" if settled else target), command


def test_every_command_on_a_return_is_in_the_table_and_in_the_matrix(shop: Returns) -> None:
    handled = {command for command in commands() if issubclass(command, CommandOnReturn)}

    assert handled == set(BUILDERS)
    assert {command.kind() for command in BUILDERS} == set(RETURN.commands())


@pytest.mark.parametrize("number", [1, -1, 2**70])
def test_a_command_on_a_return_that_does_not_exist_is_refused(shop: Returns, number: int) -> None:
    shop.stock("A", 10)
    there = return_in(shop, "received")
    for build in BUILDERS.values():
        asked = build(shop, there)
        nowhere = type(asked)(**{**{f: getattr(asked, f) for f in asked.__struct_fields__}, "return_id": number})
        assert shop.refused(nowhere) == NotFound(what="return", reference=str(number))
