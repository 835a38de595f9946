"""How people learn what waits for them: from the answers to their own commands, and from what the journal tells."""

from collections.abc import Iterable, Sequence
from typing import Protocol

from ordino.billing.events import CreditNoteIssued
from ordino.delivery import events as away
from ordino.engine import Outcome
from ordino.exceptions import events as desk
from ordino.fulfillment import events as inside
from ordino.inventory import events as stock
from ordino.kernel.messages import Command, Event, Refused
from ordino.kernel.problems import VersionConflict
from ordino.orders import events as agreed
from ordino.orders.commands import OrderAccepted, PlaceOrder
from ordino.payments import events as paid
from ordino.procurement import events as buying
from ordino.returns import events as back
from ordino.simulation.auditor.answers import Told
from ordino.simulation.runs.book import Book, Work
from ordino.simulation.runs.learning_desks import learn_desks
from ordino.sourcing.commands import CheckoutReservation, ReserveCheckout
from ordino.sourcing.events import BackordersFilled, LineResourced, OrderSourced


class _Units(Protocol):
    @property
    def line_number(self) -> int: ...

    @property
    def quantity(self) -> int: ...


def learn(book: Book, commands: Sequence[Command], outcomes: Sequence[Outcome], events: Sequence[Told]) -> None:
    """Learn from one step."""
    for command, outcome in zip(commands, outcomes, strict=True):
        _learn_answer(book, command, outcome)
    for told in events:
        _learn_order(book, told.event)
        _learn_money(book, told.event)
        _learn_goods(book, told.event)
        _learn_parcels(book, told.event)
        _learn_returns(book, told.event)
        _learn_supply(book, told.event)
        learn_desks(book, told.event)


def _learn_answer(book: Book, command: Command, outcome: Outcome) -> None:
    if isinstance(outcome, Refused):
        order_id = getattr(command, "order_id", 0)
        if isinstance(outcome.problem, VersionConflict) and order_id in book.orders:
            book.orders[order_id].version = outcome.problem.found_version
    elif isinstance(command, ReserveCheckout) and isinstance(outcome.result, CheckoutReservation):
        book.checkouts[outcome.result.reservation] = command
    elif isinstance(outcome.result, OrderAccepted):
        order = book.order(outcome.result.order_id)
        order.version = max(order.version, outcome.result.version)
        if isinstance(command, PlaceOrder):
            order.terms = command.payment_terms


def _learn_order(book: Book, event: Event) -> None:
    match event:
        case agreed.OrderPlaced():
            _learn_placement(book, event)
        case agreed.OrderChanged():
            order = book.order(event.order_id)
            order.total_minor = event.total_minor_after
            order.lines |= {line.number: line.quantity for line in event.added}
            book.wait_once(book.to_plan, event.order_id)
            if order.owed_minor > 0:
                book.wait_once(book.unpaid, event.order_id)
        case agreed.OrderSplit() | agreed.OrderMerged():
            book.order(event.order_id).total_minor = event.total_minor_after
            if isinstance(event, agreed.OrderMerged):
                book.order(event.order_id).lines |= {line.number: line.quantity for line in event.added}
                book.end(event.from_order_id)
        case agreed.OrderCompleted() | agreed.OrderCanceled() | agreed.OrderExpired():
            if not isinstance(event, agreed.OrderCompleted):
                book.order(event.order_id).total_minor = 0
            book.end(event.order_id)
        case _:
            _learn_hold(book, event)


def _learn_placement(book: Book, event: agreed.OrderPlaced) -> None:
    order = book.order(event.order_id)
    order.name = event.external_reference or order.name
    order.total_minor = event.total_minor
    order.terms = book.offered.get(event.external_reference or "", order.terms)
    order.lines = {line.number: line.quantity for line in event.lines}
    if event.split_from is not None:
        order.terms = book.order(event.split_from).terms
    book.wait_once(book.open_orders, event.order_id)
    book.wait_once(book.unpaid, event.order_id)
    for hold in event.holds:
        lines = ((hold.line_number, 0),) if hold.line_number is not None else ()
        book.wait(book.holds, hold.hold_id, event.order_id, text=hold.reason, lines=lines)


def _learn_hold(book: Book, event: Event) -> None:
    match event:
        case agreed.HoldOpened():
            book.wait(book.holds, event.hold_id, event.order_id, text=event.reason)
        case agreed.HoldReleased():
            book.holds.pop(event.hold_id, None)
            if book.order(event.order_id).state == "confirmed":
                book.wait_once(book.to_plan, event.order_id)
        case agreed.OrderConfirmed():
            book.order(event.order_id).state = "confirmed"
            book.wait_once(book.to_plan, event.order_id)


def _learn_money(book: Book, event: Event) -> None:
    match event:
        case paid.PaymentCaptured():
            order = book.order(event.order_id)
            order.captured += event.amount_minor
            if order.owed_minor <= 0:
                book.unpaid.pop(event.order_id, None)
        case paid.PaymentMovedIn():
            book.order(event.order_id).captured += event.captured_minor
        case paid.PaymentMovedOut():
            book.order(event.order_id).captured -= event.captured_minor
        case paid.PaymentRefunded():
            book.order(event.order_id).refunded += event.amount_minor
            book.refunds.pop(event.refund_id or 0, None)
        case paid.RefundReversed():
            book.order(event.order_id).refunded -= event.amount_minor
        case paid.PaymentDeclined() | paid.PaymentMissing() | paid.PaymentVoided() | paid.CaptureFailed():
            book.wait_once(book.unpaid, event.order_id)
        case paid.AuthorizationExpired():
            book.wait_once(book.unpaid, event.order_id)
        case CreditNoteIssued() if event.return_id is not None or event.pay_out:
            book.order(event.order_id).credited += event.total_minor - event.fee_minor
        case paid.RefundProposed() if event.refund_id is not None:
            book.wait(book.proposed, event.refund_id, event.order_id)
        case paid.RefundApproved() if event.refund_id is not None:
            book.wait(book.refunds, event.refund_id, event.order_id)


def _learn_goods(book: Book, event: Event) -> None:
    match event:
        case OrderSourced() | BackordersFilled() | LineResourced():
            if book.order(event.order_id).state == "confirmed":
                book.wait_once(book.to_plan, event.order_id)
        case inside.FulfillmentPlanned():
            book.wait(book.planned, event.fulfillment_order_id, event.order_id, text=event.location)
        case inside.FulfillmentReleased():
            book.planned.pop(event.fulfillment_order_id, None)
            lines = _lines(event.lines)
            book.wait(book.to_pick, event.fulfillment_order_id, event.order_id, text=event.location, lines=lines)
        case inside.UnitsPicked() | inside.PackageUnpacked():
            book.wait(book.to_pack, event.fulfillment_order_id, event.order_id, lines=_lines(event.lines))
        case inside.PackagePacked():
            book.wait(book.packed, event.package_id, event.order_id, text=str(event.fulfillment_order_id))
        case inside.FulfillmentRecalled() | inside.FulfillmentRejected() | inside.FulfillmentCanceled():
            for queue in (book.planned, book.to_pick, book.to_pack):
                queue.pop(event.fulfillment_order_id, None)
            book.wait_once(book.to_plan, event.order_id)


def _learn_parcels(book: Book, event: Event) -> None:
    match event:
        case away.ShipmentCreated():
            for package_id in event.package_ids:
                book.packed.pop(package_id, None)
            book.packages[event.shipment_id] = event.package_ids
            queue = book.to_label if event.method == "ship" else book.to_collect
            book.wait(queue, event.shipment_id, event.order_id, lines=_lines(event.lines))
        case away.ShipmentLabeled():
            book.to_label.pop(event.shipment_id, None)
            book.wait(book.to_hand_over, event.shipment_id, event.order_id)
        case away.ShipmentHandedOver():
            book.to_hand_over.pop(event.shipment_id, None)
            tracking, lines = event.tracking_number, _lines(event.lines)
            book.wait(book.on_the_way, event.shipment_id, event.order_id, text=tracking, lines=lines)
        case away.ShipmentVoided():
            for waiting in (book.to_label, book.to_hand_over, book.to_collect):
                waiting.pop(event.shipment_id, None)
            for package_id in book.packages[event.shipment_id]:
                book.wait(book.packed, package_id, event.order_id)
        case away.ShipmentDelivered():
            for waiting in (book.on_the_way, book.to_collect, book.undelivered):
                waiting.pop(event.shipment_id, None)
            book.wait(book.arrived, event.shipment_id, event.order_id, lines=_lines(event.lines))
        case away.ShipmentLost() | away.ShipmentReturnedToSender():
            book.on_the_way.pop(event.shipment_id, None)
            book.wait(book.undelivered, event.shipment_id, event.order_id)


def _learn_returns(book: Book, event: Event) -> None:
    match event:
        case back.ReturnRequested() if not event.automatic:
            book.wait(book.asked_back, event.return_id, event.order_id, lines=_lines(event.lines))
        case back.ReturnApproved():
            book.asked_back.pop(event.return_id, None)
            book.wait(book.coming_back, event.return_id, event.order_id, lines=_lines(event.lines))
        case back.ReturnReceived() if event.inspect:
            book.receive_back(event.return_id, event.order_id, event.location, _lines(event.lines))
        case back.ReturnInspected():
            book.wait(book.to_refund, event.return_id, event.order_id)
        case back.ReturnClosed() | back.ReturnCanceled() | back.ReturnDeclined():
            book.end_return(event.return_id)
        case desk.ExceptionRaised():
            book.exceptions[event.exception_id] = Work(event.exception_id, event.subject, text=event.exception_kind)


def _learn_supply(book: Book, event: Event) -> None:
    match event:
        case stock.StockExpected() if not event.reference.startswith("purchase_order/"):
            name = f"{event.location}/{event.sku}/{event.expected_at}"
            book.incoming[event.incoming_id] = Work(event.incoming_id, name, amount=event.quantity)
        case stock.StockReserved():
            name = f"{event.owner}/{event.sku}"
            book.reservations[event.reservation_id] = Work(event.reservation_id, name, text=event.owner)
        case buying.PurchaseOrderSent():
            key = event.purchase_order_id
            lines = tuple((line.line_number, line.quantity) for line in event.lines)
            book.bought[key] = Work(key, f"purchase {event.lines[0].expected_at}", text=event.location, lines=lines)
        case buying.PurchaseOrderClosed() | buying.PurchaseOrderCanceled():
            book.bought.pop(event.purchase_order_id, None)


def _lines(rows: Iterable[_Units]) -> tuple[tuple[int, int], ...]:
    return tuple((row.line_number, row.quantity) for row in rows)
