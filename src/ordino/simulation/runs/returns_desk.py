"""Goods come back: other than announced, in parts, damaged, or not at all."""

from collections.abc import Sequence

from ordino.kernel.messages import Command
from ordino.orders.rows import OrderedLine
from ordino.returns.commands import (
    ApproveReturn,
    CancelReturn,
    CloseReturn,
    DeclineReturn,
    ExchangeReturn,
    InspectReturn,
    MarkReturnInTransit,
    ReceiveReturn,
    RefundReturn,
    ReplaceReturn,
    RequestReturn,
)
from ordino.returns.rows import Disposition, InspectedUnits, ReceivedUnits, ReturnReason, UnitsToReturn
from ordino.simulation.runs.turn import Turn
from ordino.simulation.runs.world import ARTICLES, LOCATIONS

_REASONS: tuple[ReturnReason, ...] = ("damaged", "wrong_item", "size", "changed_mind", "late")
_FOUND: tuple[Disposition, ...] = ("restock", "restock", "restock", "refurbish", "scrap", "vendor", "send_back")


def request(turn: Turn) -> Sequence[Command]:
    """Of what has arrived, some is asked back: sometimes more than arrived, which is refused."""
    commands = []
    for work in turn.pick(turn.book.arrived, 12, keep=turn.happens(50) and not turn.everything):
        if turn.everything and turn.happens(70):
            continue
        number, quantity = turn.choose(work.lines)
        asked = UnitsToReturn(line_number=number, quantity=turn.dice.randint(1, quantity), reason=turn.choose(_REASONS))
        commands.append(RequestReturn(order_id=work.order_id, lines=(asked,)))
    return commands


def approve(turn: Turn) -> Sequence[Command]:
    return [ApproveReturn(return_id=work.key) for work in turn.pick(turn.book.asked_back)]


def decline(turn: Turn) -> Sequence[Command]:
    return [DeclineReturn(return_id=work.key, reason="worn") for work in turn.pick(turn.book.asked_back, 1)]


def set_out(turn: Turn) -> Sequence[Command]:
    return [MarkReturnInTransit(return_id=work.key) for work in turn.pick(turn.book.coming_back, 6, keep=True)]


def cancel(turn: Turn) -> Sequence[Command]:
    return [CancelReturn(return_id=work.key, reason="keeps it") for work in turn.pick(turn.book.coming_back, 1)]


def receive(turn: Turn) -> Sequence[Command]:
    """Goods arrive, sometimes fewer than announced; what is missing may follow."""
    commands = []
    for work in turn.pick(turn.book.coming_back, keep=turn.happens(25)):
        (number, quantity), *_ = work.lines
        came = ReceivedUnits(line_number=number, quantity=turn.dice.randint(1, quantity))
        commands.append(ReceiveReturn(return_id=work.key, location=turn.choose(LOCATIONS), lines=(came,)))
    return commands


def inspect(turn: Turn) -> Sequence[Command]:
    commands = []
    for work in turn.pick(turn.book.to_inspect):
        found = tuple(
            InspectedUnits(
                line_number=number, quantity=quantity, disposition=turn.choose(_FOUND), accepted=turn.happens(85)
            )
            for number, quantity in work.lines
        )
        commands.append(InspectReturn(return_id=work.key, location=work.text, lines=found))
    return commands


def refund(turn: Turn) -> Sequence[Command]:
    return [
        RefundReturn(return_id=work.key, to=turn.choose((None, None, None, "store_credit")))
        for work in turn.pick(turn.book.to_refund)
    ]


def exchange(turn: Turn) -> Sequence[Command]:
    """Other goods instead of money: dearer, cheaper, or for as much."""
    return [
        ExchangeReturn(
            return_id=work.key,
            lines=(OrderedLine(sku=turn.choose(ARTICLES).code, quantity=turn.dice.randint(1, 3)),),
        )
        for work in turn.pick(turn.book.to_refund, 3)
    ]


def replace(turn: Turn) -> Sequence[Command]:
    return [ReplaceReturn(return_id=work.key) for work in turn.pick(turn.book.to_refund, 2)]


def close(turn: Turn) -> Sequence[Command]:
    return [
        CloseReturn(return_id=work.key, without_refund=True, note="nothing to refund")
        for work in turn.pick(turn.book.to_refund, 3)
    ]
