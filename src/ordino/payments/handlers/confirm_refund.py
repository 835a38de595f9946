"""What a person says of refunds that are given by hand: on its way, given, impossible, come back."""

from collections.abc import Sequence

from ordino.engine import Unit, handles
from ordino.kernel.messages import Decision, Refused
from ordino.kernel.problems import Problem
from ordino.payments.calls import by_our_word
from ordino.payments.commands import ConfirmRefund, FailRefund, RequestRefund, ReverseRefund
from ordino.payments.gateway import EventKind, GatewayOutcome
from ordino.payments.problems import RefundTooLarge
from ordino.payments.refund_desk import RefundAtHand, RefundCommand, RefundDesk


@handles(RequestRefund)
def request_refunds(unit: Unit, commands: Sequence[RequestRefund]) -> list[Decision]:
    return _record(unit, commands, "refund", "requested")


@handles(ConfirmRefund)
def confirm_refunds(unit: Unit, commands: Sequence[ConfirmRefund]) -> list[Decision]:
    return _record(unit, commands, "refund", "succeeded")


@handles(FailRefund)
def fail_refunds(unit: Unit, commands: Sequence[FailRefund]) -> list[Decision]:
    return _record(unit, commands, "refund", "failed")


@handles(ReverseRefund)
def reverse_refunds(unit: Unit, commands: Sequence[ReverseRefund]) -> list[Decision]:
    return _record(unit, commands, "refund_reversal", "succeeded")


def _record(unit: Unit, commands: Sequence[RefundCommand], kind: EventKind, outcome: GatewayOutcome) -> list[Decision]:
    """The refund follows what is recorded of its act, as it follows what a gateway says."""
    desk = RefundDesk(unit, commands)
    decisions: list[Decision] = []
    for command in commands:
        found = desk.find_by_hand(command)
        if not isinstance(found, Problem):
            found = _late_problem(desk, found, command) or found
        if isinstance(found, Problem):
            decisions.append(Refused(found))
            continue
        refund = found.refund
        said = by_our_word(unit, refund.request_key, kind, outcome, refund.amount_minor, note=command.note)
        desk.book.record(found.payment, said, reference=refund.reference)
        decisions.append(desk.done(found))
    desk.book.write()
    return decisions


def _late_problem(desk: RefundDesk, found: RefundAtHand, command: RefundCommand) -> RefundTooLarge | None:
    """A refund that failed gave its money free; it is given after all only while that is still there."""
    refund, book = found.refund, desk.book
    refundable_minor = book.refundable_minor(found.payment)
    if refund.state != "failed" or refund.amount_minor <= refundable_minor:
        return None
    sums = book.sums(refund.order_id)
    return RefundTooLarge(
        order_id=refund.order_id,
        currency=found.payment.row.currency,
        wanted_minor=refund.amount_minor,
        captured_minor=sums.captured_minor,
        refunded_minor=sums.refunded_minor,
        under_way_minor=sums.refunds_under_way_minor + sums.disputed_minor,
        refundable_minor=refundable_minor,
    )
