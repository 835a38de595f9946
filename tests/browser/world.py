"""A day on which every screen has something to show."""

from typing import NamedTuple

from ordino.exceptions.commands import RaiseException
from ordino.fulfillment.commands import OpenPickBatch, PlanFulfillment
from ordino.orders.commands import HoldOrder
from ordino.payments.commands import RefundOrder
from tests.returns.world import Returns
from tests.support.merchant import line


class Day(NamedTuple):
    """One of everything that has a page of its own; the names are those of the addresses' parameters."""

    order_id: int
    held_order_id: int
    customer_id: int
    fulfillment_order_id: int
    shipment_id: int
    return_id: int
    exception_id: int
    name: str
    pick_batch_id: int


def a_day(shop: Returns) -> Day:
    """An order that is held, one in work, one delivered of which a part came back, a refund to approve, an exception."""
    shop.stock("GRINDER", 40)
    shop.stock("FILTER", 500)
    customer_id = shop.customer("Analytical Engines Ltd")
    held = shop.place(line("GRINDER", 2, "149.00"), customer_id=customer_id)
    shop.completed(HoldOrder(order_id=held, reason="address", detail="The street has no number."))
    in_work = shop.place(line("GRINDER", 1, "149.00"), line("FILTER", 6, "4.50"), customer_id=customer_id)
    shop.deliver(in_work, (2, 2), delivered=False)
    delivered = shop.place(line("GRINDER", 3, "149.00"), customer_id=customer_id)
    shop.deliver(delivered)
    return_id = shop.accepted_return(delivered, (1, 1))
    shop.completed(RefundOrder(order_id=delivered, amount_minor=1_000, reason="goodwill", reference="call 7"))
    shop.completed(
        RaiseException(exception_kind="parcel_lost", order_id=in_work, subject="test/1", detail="Nobody knows.")
    )
    waiting = shop.place(line("FILTER", 2, "4.50"), customer_id=customer_id, payment_terms="paid_elsewhere")
    shop.completed(PlanFulfillment(order_id=waiting, release=True))
    shop.completed(OpenPickBatch(location="LON"))
    return Day(
        order_id=delivered,
        held_order_id=held,
        customer_id=customer_id,
        fulfillment_order_id=_newest(shop, "fulfillment_order"),
        shipment_id=_newest(shop, "delivery_shipment"),
        return_id=return_id,
        exception_id=_newest(shop, "exceptions_exception"),
        pick_batch_id=_newest(shop, "fulfillment_pick_batch"),
        name="channels",
    )


def _newest(shop: Returns, table: str) -> int:
    ((key,),) = shop.rows(f"select max(id) from {table}")
    return int(key)
