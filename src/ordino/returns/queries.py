"""Reads for edges: returns, what may be returned, who returns much, and why."""

from collections.abc import Sequence
from datetime import datetime

from ordino.delivery.queries import customer_lines, location_lines
from ordino.delivery.views import ParcelLabel
from ordino.engine import NEWEST, Reader, Window
from ordino.kernel.messages import Record
from ordino.kernel.schemas import kinds_naming
from ordino.network.queries import locations_by_id
from ordino.orders.reading import lines_of
from ordino.returns.decide.eligibility import Standing, objections, returnable_until
from ordino.returns.decide.refund import RefundAmounts, UnitsToRefund, decide_refund
from ordino.returns.facts import SQL, Policies, deliveries_of, refunded_of, requested_of, shipped_serials
from ordino.returns.lifecycle import RETURN
from ordino.returns.rows import UnitsToReturn
from ordino.returns.views import (
    ChangedReturn,
    HabitualReturner,
    ReasonCount,
    ReceiptView,
    RefundView,
    ReturnableLine,
    ReturnHead,
    ReturnLineView,
    ReturnSerialView,
    ReturnSummary,
    ReturnView,
)

PAGE = 50


class ReturnFilter(Record, frozen=True):
    """Which returns are listed; all of them without anything."""

    states: tuple[str, ...] = RETURN.states
    order_id: int | None = None
    customer_id: int | None = None
    channel: str | None = None


def list_returns(reader: Reader, wanted: ReturnFilter, window: Window = NEWEST) -> list[ReturnSummary]:
    """A page of returns, by number."""
    return reader.fetch_window(
        SQL.select_return_page,
        ReturnSummary,
        window,
        states=list(wanted.states),
        order_id=wanted.order_id,
        customer_id=wanted.customer_id,
        channel=wanted.channel,
    )


def changed_returns(
    reader: Reader,
    *,
    since: datetime,
    states: Sequence[str] = RETURN.states,
    channel: str | None = None,
    after_position: int,
    limit: int,
) -> list[ChangedReturn]:
    """Returns to which something has happened since, each once, the last change last."""
    return reader.fetch(
        SQL.select_changed_returns,
        ChangedReturn,
        since=since,
        kinds=kinds_naming("return_id", "delivery", "returns"),
        states=list(states),
        channel=channel,
        after_position=after_position,
        limit=limit,
    )


def show_return(reader: Reader, return_id: int) -> ReturnView | None:
    """The return with its lines, receipts and refunds, and what may be done with it; None where there is none."""
    head = reader.fetch_one(SQL.select_return_head, ReturnHead, return_id=return_id)
    if head is None:
        return None
    return ReturnView(
        head,
        reader.fetch(SQL.select_line_views, ReturnLineView, return_id=return_id),
        reader.fetch(SQL.select_receipt_views, ReceiptView, return_id=return_id),
        reader.fetch(SQL.select_refund_views, RefundView, return_id=return_id),
        RETURN.permitted(head.state),
        [
            ReturnSerialView(one.line_number, one.serial, one.place, one.location)
            for one in shipped_serials(reader, [head.order_id])
        ],
    )


def returnable_lines(reader: Reader, order_id: int, *, now: datetime) -> list[ReturnableLine]:
    """Every line of the order with what of it may be given back at `now`, and the reasons against it."""
    lines = lines_of(reader, [order_id]).get(order_id, [])
    terms = reader.fetch_one(SQL.select_terms_of_order, _TermsRow, order_id=order_id)
    if terms is None:
        return []
    policy = Policies(reader, [terms.channel_id]).of(terms.channel_id)
    delivered, requested = deliveries_of(reader, [order_id]), requested_of(reader, [order_id])
    found = []
    for line in lines:
        key = (order_id, line.number)
        standing = Standing(line, requested.get(key, 0), delivered.get(key))
        against = objections(standing, 1, policy, now)
        found.append(
            ReturnableLine(
                line.number,
                line.sku,
                line.description,
                line.delivered,
                standing.returnable(),
                returnable_until(standing, policy),
                tuple([one.reason for one in against]),
            )
        )
    return found


def expected_refund(reader: Reader, order_id: int, wanted: Sequence[UnitsToReturn]) -> RefundAmounts | None:
    """What would go back for the units now if all of them came and were accepted; None without lines of the order."""
    lines = {line.number: line for line in lines_of(reader, [order_id]).get(order_id, [])}
    terms = reader.fetch_one(SQL.select_terms_of_order, _TermsRow, order_id=order_id)
    known = [units for units in wanted if units.line_number in lines]
    if not known or terms is None:
        return None
    refunded = refunded_of(reader, [order_id])
    policy = Policies(reader, [terms.channel_id]).of(terms.channel_id)
    return decide_refund(
        [
            UnitsToRefund(
                lines[units.line_number], refunded.get((order_id, units.line_number), 0), units.quantity, units.reason
            )
            for units in known
        ],
        (),
        fee_percent=policy.restocking_fee_percent,
        fee_minor=None,
        prices_include_tax=terms.prices_include_tax,
    )


def due_returns(reader: Reader, *, now: datetime, limit: int = PAGE) -> list[int]:
    """Returns of which something has not come in its time, the oldest first."""
    return reader.fetch_values(SQL.select_due_returns, now=now, limit=limit)


def unsettled_exchanges(reader: Reader, *, limit: int = PAGE) -> list[int]:
    """Returns that were exchanged and whose credit has not paid the new order yet."""
    return reader.fetch_values(SQL.select_unsettled_exchanges, limit=limit)


def habitual_returners(
    reader: Reader, *, since: datetime, minimum_units: int = 5, limit: int = PAGE
) -> list[HabitualReturner]:
    """Customers by the part of delivered units that came back, of orders placed since; the highest first.

    Those who were delivered fewer than `minimum_units` say nothing and are left out.
    """
    return reader.fetch(
        SQL.select_habitual_returners, HabitualReturner, since=since, minimum_units=minimum_units, limit=limit
    )


def return_reasons(
    reader: Reader, *, since: datetime, skus: Sequence[str] | None = None, limit: int = PAGE
) -> list[ReasonCount]:
    """Why units came back that were asked back since, by reason and SKU, the most first."""
    wanted = None if skus is None else list(skus)
    return reader.fetch(SQL.select_return_reasons, ReasonCount, since=since, skus=wanted, limit=limit)


class _TermsRow(Record, frozen=True):
    channel_id: int
    prices_include_tax: bool


class _LabelRow(Record, frozen=True):
    """A return that may set out or is on its way; `ship_to` is JSON."""

    id: int
    order_id: int
    label_number: str
    ship_to: str
    location_id: int


def return_label(reader: Reader, return_id: int) -> ParcelLabel | None:
    """The label for the parcel of an approved return, where it has a number; or None."""
    parcel = return_parcel(reader, return_id)
    return parcel if parcel is not None and parcel.tracking_number else None


def return_parcel(reader: Reader, return_id: int) -> ParcelLabel | None:
    """The parcel of an approved return: from the customer to the location that the goods came from; or None."""
    row = reader.fetch_one(SQL.select_label_of_return, _LabelRow, return_id=return_id)
    if row is None:
        return None
    location = locations_by_id(reader, [row.location_id])[row.location_id]
    return ParcelLabel(
        shipment_id=0,
        order_id=row.order_id,
        sender=customer_lines(row.ship_to, location.country),
        recipient=location_lines(location),
        carrier="RETURN",
        service=f"Return {row.id}",
        tracking_number=row.label_number,
        sscc="",
        weight_grams=0,
        parcel=1,
        parcels=1,
    )
