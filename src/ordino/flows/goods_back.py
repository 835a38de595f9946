"""How goods come back, in the same transaction.

A return is asked for: where the policy says so, it is approved at once. Goods come in: where nobody needs to look at them, they
are taken as they are. Money is decided: a return with nothing open is closed. Other goods, or the same again, are ordered: the
order is placed. What is for sale again goes to those who wait for it.
"""

from ordino.billing.commands import IssueCreditNote
from ordino.billing.rows import CreditedUnits
from ordino.engine import follows
from ordino.inventory.accounts import AVAILABLE
from ordino.inventory.events import StockTakenBack
from ordino.orders.commands import PlaceOrder
from ordino.payments.commands import ConfirmRefund, RecordPayment, RefundOrder
from ordino.payments.events import RefundApproved
from ordino.payments.rows import EXCHANGE, RefundTo
from ordino.returns.commands import ApproveReturn, CloseReturn, InspectReturn
from ordino.returns.events import (
    ExchangeOrdered,
    ExchangeSettled,
    ReplacementOrdered,
    ReturnExpired,
    ReturnInspected,
    ReturnReceived,
    ReturnRefundDecided,
    ReturnRequested,
)
from ordino.returns.lifecycle import INSPECTED
from ordino.returns.rows import InspectedUnits
from ordino.sourcing.commands import FillBackorders


@follows(required=True)
def approve_what_needs_no_approval(requested: ReturnRequested) -> ApproveReturn | None:
    return ApproveReturn(return_id=requested.return_id) if requested.automatic else None


@follows(required=True)
def take_what_needs_no_inspection(received: ReturnReceived) -> InspectReturn | None:
    if received.inspect:
        return None
    lines = [
        InspectedUnits(line_number=units.line_number, quantity=units.quantity, disposition="restock")
        for units in received.lines
    ]
    return InspectReturn(return_id=received.return_id, location=received.location, lines=tuple(lines))


@follows(required=False)
def close_what_is_settled(changed: ReturnRefundDecided | ReturnInspected | ReturnExpired) -> CloseReturn | None:
    if isinstance(changed, ReturnInspected | ReturnExpired) and changed.state != INSPECTED:
        return None
    return CloseReturn(return_id=changed.return_id)


@follows(required=True)
def credit_what_is_refunded(decided: ReturnRefundDecided) -> IssueCreditNote | None:
    """What open invoices leave of the credit note is paid out; the credit of an exchange waits for the new order."""
    if not decided.lines and not decided.charges:
        return None
    return IssueCreditNote(
        order_id=decided.order_id,
        return_id=decided.return_id,
        lines=tuple(CreditedUnits(line.line_number, line.quantity) for line in decided.lines),
        charges=decided.charges,
        fee_minor=decided.fee_minor,
        reason="returned",
        pay_out="" if decided.to == "exchange" else decided.to,
    )


@follows(required=True)
def place_what_goes_out_for_it(ordered: ExchangeOrdered | ReplacementOrdered) -> PlaceOrder:
    return ordered.order


@follows(required=True)
def let_the_credit_leave_the_old_order(settled: ExchangeSettled) -> tuple[RefundOrder, ...]:
    """What pays the new order, and what is left of it; where the channel has the money, it gives back what is left."""
    if not settled.paid_here:
        return ()
    reference = f"exchange/{settled.return_id}"
    parts: tuple[tuple[int, str, RefundTo], ...] = (
        (settled.used_minor, reference, "exchange"),
        (settled.left_minor, f"{reference}/left", "original"),
    )
    return tuple(
        RefundOrder(order_id=settled.order_id, amount_minor=amount, reason="exchange", reference=name, to=to)
        for amount, name, to in parts
        if amount
    )


@follows(required=True)
def give_the_credit_at_once(approved: RefundApproved) -> ConfirmRefund | None:
    """Nobody moves the money of an exchange: it pays the new order."""
    if approved.to != EXCHANGE or approved.refund_id is None:
        return None
    return ConfirmRefund(refund_id=approved.refund_id, note=approved.reference)


@follows(required=True)
def let_the_credit_pay_the_new_order(settled: ExchangeSettled) -> RecordPayment | None:
    if not settled.used_minor:
        return None
    return RecordPayment(
        order_id=settled.new_order_id,
        amount_minor=settled.used_minor,
        method=EXCHANGE,
        gateway=EXCHANGE,
        reference=f"exchange/{settled.return_id}",
    )


@follows(required=False)
def fill_backorders_with_what_came_back(back: StockTakenBack) -> FillBackorders | None:
    return FillBackorders(sku=back.sku, location=back.location) if back.bucket == AVAILABLE else None
