"""Reads of what becomes of an order: shipments, payments, refunds, invoices, credit notes; and what shipping would cost."""

from collections.abc import Sequence

from ordino.api.reads.actions import PermittedAction, permitted_actions
from ordino.api.reads.reading import (
    Acts,
    Asked,
    Beyond,
    NewestOfTime,
    Page,
    Query,
    Read,
    Rows,
    by_state,
    found,
    only_known,
)
from ordino.billing import queries as billing
from ordino.billing.lifecycle import CREDIT_NOTE, INVOICE
from ordino.billing.views import DocumentSummary
from ordino.delivery import queries as delivery
from ordino.delivery.decide.choose_service import Candidate
from ordino.delivery.lifecycle import SHIPMENT
from ordino.delivery.views import ShipmentSummary, ShippedLine, TrackingView
from ordino.kernel.messages import Record
from ordino.network.decide.rate import ParcelSize, RateRow, shipping_options
from ordino.network.queries import rates
from ordino.network.rows import Lane
from ordino.payments import queries as payments
from ordino.payments.lifecycle import REFUND
from ordino.payments.queries import PaymentHappening, PaymentView, RefundView


class ShipmentResource(Record, frozen=True):
    """A shipment with what it holds, its way so far, the services weighed, and what may be done with it now."""

    shipment: ShipmentSummary
    lines: tuple[ShippedLine, ...]
    tracking: tuple[TrackingView, ...]
    candidates: tuple[Candidate, ...]
    permitted_actions: list[PermittedAction]


class PaymentResource(Record, frozen=True):
    """A payment with its history, and what may be done now with the payments of its order."""

    payment: PaymentView
    history: tuple[PaymentHappening, ...]
    permitted_actions: list[PermittedAction]


class RefundResource(Record, frozen=True):
    """A refund, and what may be done with it now."""

    refund: RefundView
    permitted_actions: list[PermittedAction]


class ShippingOptions(Record, frozen=True):
    """The services that carry the parcel, the cheapest first; amounts are minor units."""

    items: list[RateRow]


class ShipmentList(NewestOfTime, frozen=True, kw_only=True):
    """Shipments; states may be several; `created_before` is not included; `sort` is `-id` or `id`."""

    state: tuple[str, ...] = ()
    location: str | None = None
    carrier: str | None = None
    channel: str | None = None


class PaymentList(NewestOfTime, frozen=True, kw_only=True):
    """Payments; `created_before` is not included; `sort` is `-id` or `id`."""

    order_id: int | None = None
    gateway: str | None = None
    channel: str | None = None


class RefundList(NewestOfTime, frozen=True, kw_only=True):
    """Refunds; states may be several; `created_before` is not included; `sort` is `-id` or `id`."""

    state: tuple[str, ...] = ()
    order_id: int | None = None
    channel: str | None = None


class ShippingQuery(Query, frozen=True, kw_only=True):
    """A parcel's way (ISO 3166 alpha-2), its weight and outer sides (0 where not known), and the currency of the shop."""

    from_country: str
    to_country: str
    weight_grams: int
    currency: str
    length_mm: int = 0
    width_mm: int = 0
    height_mm: int = 0


def list_shipments(asked: Asked) -> Page[ShipmentSummary]:
    """Shipments by state, location, carrier or channel, the newest first."""
    query: ShipmentList = asked.query
    rows = delivery.list_shipments(
        asked.reader,
        states=only_known(query.state, SHIPMENT.states, "state") or SHIPMENT.states,
        location=query.location,
        carrier=query.carrier,
        channel=asked.own_channel(query.channel),
        window=asked.window(),
    )
    return asked.page(rows, lambda row: Beyond(row.id))


def show_shipment(asked: Asked) -> ShipmentResource:
    """One shipment with its lines and its way so far."""
    key = asked.keys["shipment_id"]
    view = found(delivery.shipment(asked.reader, key), "shipment", key)
    actions = permitted_actions(asked, view.permitted, shipment_id=key)
    return ShipmentResource(view.shipment, view.lines, view.tracking, view.candidates, actions)


def list_shipments_of_order(asked: Asked) -> Rows[ShipmentSummary]:
    """The shipments of one order, the newest first."""
    return Rows(items=delivery.list_shipments(asked.reader, order_id=asked.keys["order_id"]))


def list_payments(asked: Asked) -> Page[PaymentView]:
    """Payments by order, gateway or channel, the newest first."""
    query: PaymentList = asked.query
    rows = payments.list_payments(
        asked.reader,
        order_id=query.order_id,
        gateway=query.gateway,
        channel=asked.own_channel(query.channel),
        window=asked.window(),
    )
    return asked.page(rows, lambda row: Beyond(row.id))


def list_refunds(asked: Asked) -> Page[RefundView]:
    """Refunds by state, order or channel, the newest first."""
    query: RefundList = asked.query
    rows = payments.list_refunds(
        asked.reader,
        order_id=query.order_id,
        states=only_known(query.state, REFUND.states, "state") or REFUND.states,
        channel=asked.own_channel(query.channel),
        window=asked.window(),
    )
    return asked.page(rows, lambda row: Beyond(row.id))


def list_payments_of_order(asked: Asked) -> Rows[PaymentView]:
    """The payments of one order, the newest first."""
    return Rows(items=payments.list_payments(asked.reader, order_id=asked.keys["order_id"]))


def show_payment(asked: Asked) -> PaymentResource:
    """One payment with its history. What may be done is asked of its order, whose payments are captured and refunded together."""
    key = asked.keys["payment_id"]
    view = found(payments.show_payment(asked.reader, key), "payment", key)
    (permitted,) = _permitted(asked, [view.payment])
    return PaymentResource(
        view.payment, view.history, permitted_actions(asked, permitted, order_id=view.payment.order_id)
    )


def show_refund(asked: Asked) -> RefundResource:
    """One refund: what is asked of the gateway, and what became of it."""
    key = asked.keys["refund_id"]
    view = found(payments.show_refund(asked.reader, key), "refund", key)
    return RefundResource(view, permitted_actions(asked, REFUND.permitted(view.state), refund_id=key))


def list_refunds_of_order(asked: Asked) -> Rows[RefundView]:
    """The refunds of one order, the newest first."""
    return Rows(items=payments.list_refunds(asked.reader, order_id=asked.keys["order_id"]))


def list_invoices_of_order(asked: Asked) -> Rows[DocumentSummary]:
    """The invoices of one order, the newest first."""
    return Rows(items=billing.invoices(asked.reader, billing.DocumentFilter(order_id=asked.keys["order_id"])))


def list_credit_notes_of_order(asked: Asked) -> Rows[DocumentSummary]:
    """The credit notes of one order, the newest first."""
    return Rows(items=billing.credit_notes(asked.reader, billing.DocumentFilter(order_id=asked.keys["order_id"])))


def list_shipping_options(asked: Asked) -> ShippingOptions:
    """What services would carry a parcel, at what cost and in how many days: for a checkout."""
    query: ShippingQuery = asked.query
    lanes = [Lane(query.from_country, query.to_country)]
    options = shipping_options(
        rates(asked.reader, lanes),
        from_country=query.from_country,
        to_country=query.to_country,
        parcels=[ParcelSize(query.weight_grams, query.length_mm, query.width_mm, query.height_mm)],
        currency=query.currency,
    )
    return ShippingOptions(options)


def _permitted(asked: Asked, rows: Sequence[PaymentView]) -> list[tuple[str, ...]]:
    """What may be done with the payments of the order of each: its order decides, too."""
    return payments.permitted_now(asked.reader, rows, asked.now)


_ORDER = ("order_id",)
_OF_SHIPMENTS, _OF_REFUNDS = by_state(SHIPMENT, "shipment_id"), by_state(REFUND, "refund_id")
_OF_PAYMENTS = Acts(_permitted, _ORDER)
_OF_INVOICES, _OF_CREDIT_NOTES = by_state(INVOICE, "invoice_id"), by_state(CREDIT_NOTE, "credit_note_id")
READS = (
    Read(
        "/shipments",
        "delivery",
        ShipmentList,
        Page[ShipmentSummary],
        list_shipments,
        "filtered",
        acts=_OF_SHIPMENTS,
    ),
    Read("/shipments/{shipment_id}", "delivery", Query, ShipmentResource, show_shipment, "by_key", ("shipment_id",)),
    Read(
        "/orders/{order_id}/shipments",
        "delivery",
        Query,
        Rows[ShipmentSummary],
        list_shipments_of_order,
        "by_key",
        _ORDER,
        _OF_SHIPMENTS,
    ),
    Read("/payments", "payments", PaymentList, Page[PaymentView], list_payments, "filtered", acts=_OF_PAYMENTS),
    Read(
        "/refunds",
        "payments",
        RefundList,
        Page[RefundView],
        list_refunds,
        "filtered",
        acts=_OF_REFUNDS,
    ),
    Read(
        "/orders/{order_id}/payments",
        "payments",
        Query,
        Rows[PaymentView],
        list_payments_of_order,
        "by_key",
        _ORDER,
        _OF_PAYMENTS,
    ),
    Read("/payments/{payment_id}", "payments", Query, PaymentResource, show_payment, "by_key", ("payment_id",)),
    Read(
        "/orders/{order_id}/refunds",
        "payments",
        Query,
        Rows[RefundView],
        list_refunds_of_order,
        "by_key",
        _ORDER,
        _OF_REFUNDS,
    ),
    Read("/refunds/{refund_id}", "payments", Query, RefundResource, show_refund, "by_key", ("refund_id",)),
    Read(
        "/orders/{order_id}/invoices",
        "billing",
        Query,
        Rows[DocumentSummary],
        list_invoices_of_order,
        "by_key",
        _ORDER,
        _OF_INVOICES,
    ),
    Read(
        "/orders/{order_id}/credit-notes",
        "billing",
        Query,
        Rows[DocumentSummary],
        list_credit_notes_of_order,
        "by_key",
        _ORDER,
        _OF_CREDIT_NOTES,
    ),
    Read("/shipping-options", "network", ShippingQuery, ShippingOptions, list_shipping_options, "filtered"),
)
