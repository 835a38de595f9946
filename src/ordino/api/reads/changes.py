"""Reads of what has changed since a moment, for who keeps a copy: each thing once, in the order of its last change."""

from ordino.api.reads.reading import Asked, Change, ChangedSince, Page, Read, by_state, only_known
from ordino.delivery.lifecycle import SHIPMENT
from ordino.delivery.queries import changed_shipments
from ordino.delivery.views import ChangedShipment
from ordino.parties.lifecycle import CUSTOMER, state_of
from ordino.parties.queries import changed_customers
from ordino.parties.rows import ChangedCustomer
from ordino.returns.lifecycle import RETURN
from ordino.returns.queries import changed_returns
from ordino.returns.views import ChangedReturn


class ChangedOfStateList(ChangedSince, frozen=True, kw_only=True):
    """What has changed since then; states may be several."""

    state: tuple[str, ...] = ()


def list_changed_shipments(asked: Asked) -> Page[ChangedShipment]:
    """Shipments that have changed since a moment, each once, in the order of their last change: for who polls.

    That a manifest lists a shipment is no change of it. What was being written at that moment may come a little later: begin some
    seconds before the last `changed_at`, or follow the events, of which none is skipped.
    """
    query: ChangedOfStateList = asked.query
    rows = changed_shipments(
        asked.reader,
        since=query.since,
        states=only_known(query.state, SHIPMENT.states, "state") or SHIPMENT.states,
        channel=asked.own_channel(query.channel),
        after_position=asked.after(Change(0)).position,
        limit=query.limit + 1,
    )
    return asked.page(rows, lambda row: Change(row.position))


def list_changed_returns(asked: Asked) -> Page[ChangedReturn]:
    """Returns that have changed since a moment, each once, in the order of their last change: for who polls."""
    query: ChangedOfStateList = asked.query
    rows = changed_returns(
        asked.reader,
        since=query.since,
        states=only_known(query.state, RETURN.states, "state") or RETURN.states,
        channel=asked.own_channel(query.channel),
        after_position=asked.after(Change(0)).position,
        limit=query.limit + 1,
    )
    return asked.page(rows, lambda row: Change(row.position))


def list_changed_customers(asked: Asked) -> Page[ChangedCustomer]:
    """Customers that have changed since a moment, each once, in the order of their last change; merged ones say into whom."""
    query: ChangedSince = asked.query
    rows = changed_customers(
        asked.reader,
        since=query.since,
        channel=asked.own_channel(query.channel),
        after_position=asked.after(Change(0)).position,
        limit=query.limit + 1,
    )
    return asked.page(rows, lambda row: Change(row.position))


READS = (
    Read(
        "/shipments/changed",
        "delivery",
        ChangedOfStateList,
        Page[ChangedShipment],
        list_changed_shipments,
        "filtered",
        acts=by_state(SHIPMENT, "shipment_id"),
    ),
    Read(
        "/returns/changed",
        "returns",
        ChangedOfStateList,
        Page[ChangedReturn],
        list_changed_returns,
        "filtered",
        acts=by_state(RETURN, "return_id"),
    ),
    Read(
        "/customers/changed",
        "parties",
        ChangedSince,
        Page[ChangedCustomer],
        list_changed_customers,
        "filtered",
        acts=by_state(CUSTOMER, "customer_id", state=state_of),
    ),
)
