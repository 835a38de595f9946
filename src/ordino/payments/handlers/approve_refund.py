"""Decide on refunds that were proposed."""

from collections.abc import Sequence

from ordino.engine import Unit, handles
from ordino.kernel.messages import Decision, Refused
from ordino.kernel.problems import Problem
from ordino.payments.commands import ApproveRefund, DeclineRefund
from ordino.payments.events import RefundDeclined
from ordino.payments.refund_desk import RefundDesk
from ordino.payments.refunding import let_go


@handles(ApproveRefund)
def approve_refunds(unit: Unit, commands: Sequence[ApproveRefund]) -> list[Decision]:
    """Let each refund go out."""
    desk = RefundDesk(unit, commands)
    decisions: list[Decision] = []
    for command in commands:
        found = desk.find(command)
        if isinstance(found, Problem):
            decisions.append(Refused(found))
            continue
        approved = desk.book.refunds.move(command.refund_id, command.kind())
        let_go(desk.book, desk.calls, approved, found.payment)
        decisions.append(desk.done(found))
    desk.book.write()
    return decisions


@handles(DeclineRefund)
def decline_refunds(unit: Unit, commands: Sequence[DeclineRefund]) -> list[Decision]:
    """Let each refund not go out; its money can be given back otherwise."""
    desk = RefundDesk(unit, commands)
    decisions: list[Decision] = []
    for command in commands:
        found = desk.find(command)
        if isinstance(found, Problem):
            decisions.append(Refused(found))
            continue
        refund = desk.book.refunds.move(command.refund_id, command.kind())
        event = RefundDeclined(
            order_id=refund.order_id,
            payment_id=refund.payment_id,
            refund_id=refund.id,
            amount_minor=refund.amount_minor,
            reference=refund.reference,
            note=command.note,
        )
        desk.book.tell(refund.order_id, event)
        decisions.append(desk.done(found))
    desk.book.write()
    return decisions
