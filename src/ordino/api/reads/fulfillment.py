"""Reads of what happens inside a location: fulfillment orders with their lines and packages."""

from ordino.api.reads.actions import PermittedAction, permitted_actions
from ordino.api.reads.reading import Asked, Beyond, NewestOfTime, Page, Query, Read, Rows, by_state, found, only_known
from ordino.fulfillment import queries as fulfillment
from ordino.fulfillment.lifecycle import FULFILLMENT_ORDER, PACKAGE
from ordino.fulfillment.queries import FulfillmentLineView, FulfillmentOrderView, PackageView
from ordino.kernel.messages import Record


class FulfillmentResource(Record, frozen=True):
    """A fulfillment order with its lines and packages, and what may be done with it and with each package now."""

    fulfillment_order: FulfillmentOrderView
    lines: list[FulfillmentLineView]
    packages: list[PackageView]
    permitted_actions: list[PermittedAction]


class FulfillmentOrderList(NewestOfTime, frozen=True, kw_only=True):
    """Fulfillment orders; states may be several; `created_before` is not included; `sort` is `-id` or `id`."""

    state: tuple[str, ...] = ()
    location: str | None = None
    channel: str | None = None


def list_fulfillment_orders(asked: Asked) -> Page[FulfillmentOrderView]:
    """Fulfillment orders by state, location or channel, the newest first."""
    query: FulfillmentOrderList = asked.query
    rows = fulfillment.list_fulfillment_orders(
        asked.reader,
        states=only_known(query.state, FULFILLMENT_ORDER.states, "state") or FULFILLMENT_ORDER.states,
        location=query.location,
        channel=asked.own_channel(query.channel),
        window=asked.window(),
    )
    return asked.page(rows, lambda row: Beyond(row.id))


def list_fulfillment_orders_of_order(asked: Asked) -> Rows[FulfillmentOrderView]:
    """Where the units of an order are fulfilled, and how far that is."""
    return Rows(items=fulfillment.fulfillment_orders(asked.reader, order_id=asked.keys["order_id"]))


def show_fulfillment_order(asked: Asked) -> FulfillmentResource:
    """One fulfillment order with its lines and packages."""
    key = asked.keys["fulfillment_order_id"]
    shown = found(fulfillment.fulfillment_order(asked.reader, key), "fulfillment order", key)
    packages = fulfillment.packages(asked.reader, fulfillment_order_id=key)
    return FulfillmentResource(shown, fulfillment.lines(asked.reader, key), packages, _actions(asked, shown, packages))


def _actions(asked: Asked, shown: FulfillmentOrderView, packages: list[PackageView]) -> list[PermittedAction]:
    permitted = FULFILLMENT_ORDER.permitted(shown.state)
    own = permitted_actions(asked, permitted, fulfillment_order_id=shown.id, order_id=shown.order_id)
    of_packages = (permitted_actions(asked, PACKAGE.permitted(one.state), package_id=one.id) for one in packages)
    return own + [action for actions in of_packages for action in actions]


_ACTS = by_state(FULFILLMENT_ORDER, "fulfillment_order_id", "order_id")
READS = (
    Read(
        "/fulfillment-orders",
        "fulfillment",
        FulfillmentOrderList,
        Page[FulfillmentOrderView],
        list_fulfillment_orders,
        "filtered",
        acts=_ACTS,
    ),
    Read(
        "/orders/{order_id}/fulfillment-orders",
        "fulfillment",
        Query,
        Rows[FulfillmentOrderView],
        list_fulfillment_orders_of_order,
        "by_key",
        ("order_id",),
        _ACTS,
    ),
    Read(
        "/fulfillment-orders/{fulfillment_order_id}",
        "fulfillment",
        Query,
        FulfillmentResource,
        show_fulfillment_order,
        "by_key",
        ("fulfillment_order_id",),
    ),
)
