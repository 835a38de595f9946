"""Reads of what happens inside a location: fulfillment orders with their lines and packages."""

from ordino.api.reads.actions import PermittedAction, permitted_actions
from ordino.api.reads.reading import Asked, Query, Read, found
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


class FulfillmentOrders(Record, frozen=True):
    items: list[FulfillmentOrderView]


def list_fulfillment_orders_of_order(asked: Asked) -> FulfillmentOrders:
    """Where the units of an order are fulfilled, and how far that is."""
    return FulfillmentOrders(fulfillment.fulfillment_orders(asked.reader, order_id=asked.keys["order_id"]))


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


READS = (
    Read(
        "/orders/{order_id}/fulfillment-orders",
        "fulfillment",
        Query,
        FulfillmentOrders,
        list_fulfillment_orders_of_order,
        "by_key",
        ("order_id",),
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
