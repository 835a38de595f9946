"""The shipped fulfillment orders of complete orders have found their end."""

from collections.abc import Sequence

from ordino.engine import Unit, handles
from ordino.fulfillment.commands import CloseFulfillment, Planned
from ordino.fulfillment.events import FulfillmentClosed
from ordino.fulfillment.facts import SQL
from ordino.fulfillment.work import Work
from ordino.inventory.codes import possible_keys
from ordino.kernel.messages import Decision, Done, StreamEvent
from ordino.orders.events import order_stream


@handles(CloseFulfillment)
def close_fulfillment(unit: Unit, commands: Sequence[CloseFulfillment]) -> list[Decision]:
    """What is not shipped stays as it is."""
    order_ids = possible_keys(command.order_id for command in commands)
    unit.fetch_values(SQL.lock_orders, order_ids=order_ids)
    work = Work.of_orders(unit, order_ids, ("shipped",))
    shipped: dict[int, list[int]] = {}
    for row in work.orders():
        shipped.setdefault(row.order_id, []).append(row.id)
        work.set_state(row.id, "closed")
    decisions: list[Decision] = [_done(command.order_id, shipped.pop(command.order_id, [])) for command in commands]
    work.write()
    return decisions


def _done(order_id: int, closed: Sequence[int]) -> Done:
    events = (FulfillmentClosed(order_id=order_id, fulfillment_order_id=key) for key in closed)
    return Done(
        Planned(order_id=order_id, fulfillment_order_ids=tuple(closed), quantity=0),
        tuple(StreamEvent(order_stream(order_id), event) for event in events),
    )
