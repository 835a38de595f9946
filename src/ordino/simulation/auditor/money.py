"""Money as an outside observer reckons it: payments by their acts, documents by the units they are for."""

import re

from ordino.billing import events as billed
from ordino.delivery.events import ServicesPerformed, ShipmentHandedOver
from ordino.fulfillment.rows import FulfilledUnits
from ordino.kernel.messages import Event
from ordino.orders.events import OrderChanged
from ordino.payments import events as paid
from ordino.returns.events import ReturnRefundDecided
from ordino.simulation.auditor.findings import Findings
from ordino.simulation.auditor.orders import Order
from ordino.simulation.auditor.shares import units_total

_NUMBER = re.compile(r"(.*?)([0-9]+)")


class Payment:
    """What one payment comes to."""

    def __init__(self) -> None:
        self.authorized = self.captured = self.refunded = self.disputed = 0
        self.captures: set[int] = set()
        self.refunds: set[int] = set()


class Ledger:
    """The money of one order."""

    def __init__(self) -> None:
        self.payments: dict[int, Payment] = {}
        self.invoiced = self.credited = 0
        self.handed_over: dict[int | None, tuple[FulfilledUnits, ...]] = {}
        self.decided: dict[int, ReturnRefundDecided] = {}

    @property
    def captured(self) -> int:
        return sum(payment.captured for payment in self.payments.values())

    @property
    def refunded(self) -> int:
        return sum(payment.refunded for payment in self.payments.values())


class MoneyModel:
    """The money of all orders, and the numbers of all documents."""

    def __init__(self, findings: Findings) -> None:
        self._findings = findings
        self.ledgers: dict[int, Ledger] = {}
        self._last_numbers: dict[str, int] = {}

    def see(self, order: Order, event: Event) -> None:
        """Take the next event of an order's stream."""
        ledger = self.ledgers.get(order.order_id) or self.ledgers.setdefault(order.order_id, Ledger())
        match event:
            case paid.PaymentEvent():
                self._pay(ledger, event)
            case ShipmentHandedOver():
                ledger.handed_over[event.shipment_id] = event.lines
            case ServicesPerformed():
                ledger.handed_over[None] = event.lines
            case billed.InvoiceIssued():
                self._number(event.number)
                self._invoice(order, ledger, event)
            case billed.CreditNoteIssued():
                self._number(event.number)
                self._credit(ledger, event)
            case ReturnRefundDecided():
                self._give_back(order, ledger, event)
            case OrderChanged() if event.canceled_charges:
                order.charges_invoiced_minor = min(order.charges_invoiced_minor, order.charges_minor)

    def _pay(self, ledger: Ledger, event: paid.PaymentEvent) -> None:
        payment = ledger.payments.setdefault(event.payment_id, Payment())
        thing = f"order {event.order_id} payment {event.payment_id}"
        match event:
            case paid.PaymentAuthorized():
                payment.authorized += event.amount_minor
            case paid.PaymentCaptured():
                payment.captured += event.amount_minor
                if event.capture_id in payment.captures:
                    self._findings.add("M4", f"{thing} capture {event.capture_id}", "counted once", "counted again")
                payment.captures.add(event.capture_id)
            case paid.PaymentRefunded():
                payment.refunded += event.amount_minor
                if event.refund_id in payment.refunds:
                    self._findings.add("M4", f"{thing} refund {event.refund_id}", "counted once", "counted again")
                payment.refunds |= {event.refund_id} if event.refund_id is not None else set()
            case paid.RefundReversed():
                payment.refunded -= event.amount_minor
                payment.refunds.discard(event.refund_id or 0)
            case paid.PaymentMovedIn() | paid.PaymentMovedOut():
                sign = 1 if isinstance(event, paid.PaymentMovedIn) else -1
                payment.authorized += sign * event.authorized_minor
                payment.captured += sign * event.captured_minor
            case paid.PaymentDisputed():
                payment.disputed += event.amount_minor
            case paid.DisputeWon():
                payment.disputed -= event.amount_minor
        if payment.captured > payment.authorized:
            self._findings.add("M3", f"{thing}, captured", f"at most {payment.authorized}", payment.captured)
        if payment.disputed < 0:
            self._findings.add("M4", f"{thing}, disputed", "not below zero", payment.disputed)
        if not 0 <= payment.refunded <= payment.captured:
            self._findings.add("M3", f"{thing}, refunded", f"at most {payment.captured}", payment.refunded)

    def _number(self, number: str) -> None:
        """M12: the numbers of a series follow one another."""
        found = _NUMBER.fullmatch(number)
        series, value = (found[1], int(found[2])) if found else (number, 0)
        last = self._last_numbers.get(series)
        if last is not None:
            self._findings.expect("M12", f"document {number}", f"{series}{last + 1}", f"{series}{value}")
        self._last_numbers[series] = value

    def _invoice(self, order: Order, ledger: Ledger, event: billed.InvoiceIssued) -> None:
        """M5, R3: an invoice is for the units that left, at their shares, and for the charges that no invoice has yet."""
        ledger.invoiced += event.total_minor if event.credit_note_id is None else 0
        lines = ledger.handed_over.pop(event.shipment_id, None)
        if lines is None or event.credit_note_id is not None:
            return
        goods = 0
        for units in lines:
            line = order.lines[units.line_number]
            goods += units_total(line.placed, line.invoiced, units.quantity, tax_inside=order.tax_inside)
            line.invoiced += units.quantity
        charges = order.charges_minor - order.charges_invoiced_minor
        order.charges_invoiced_minor = order.charges_minor
        self._findings.expect("M6", f"invoice {event.number}, total", goods + charges, event.total_minor)

    def _credit(self, ledger: Ledger, event: billed.CreditNoteIssued) -> None:
        if event.return_id is None and not event.pay_out:  # what was canceled after it was invoiced
            ledger.invoiced -= event.total_minor
        else:
            ledger.credited += event.total_minor - event.fee_minor
        decided = ledger.decided.get(event.return_id or 0)
        if decided is not None:
            expected = decided.goods_minor + decided.charges_minor
            self._findings.expect("M5", f"credit note {event.number}, total", expected, event.total_minor)

    def _give_back(self, order: Order, ledger: Ledger, event: ReturnRefundDecided) -> None:
        """M6: what goes back for units is exactly what was paid for them, the first ones first."""
        ledger.decided[event.return_id] = event
        for refunded in event.lines:
            line = order.lines[refunded.line_number]
            worth = units_total(line.placed, line.given_back, refunded.quantity, tax_inside=order.tax_inside)
            thing = f"return {event.return_id}, order {order.order_id} line {refunded.line_number}"
            self._findings.expect("M6", thing, worth, refunded.total_minor)
            line.given_back += refunded.quantity
        goods = sum(refunded.total_minor for refunded in event.lines)
        self._findings.expect("M6", f"return {event.return_id}, goods", goods, event.goods_minor)
        refund = max(0, event.goods_minor + event.charges_minor - event.fee_minor)
        self._findings.expect("M6", f"return {event.return_id}, refund", refund, event.refund_minor)
