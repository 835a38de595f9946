"""Promise anew what waits for SKUs whose supply has changed; a later date is an alert in the event."""

from collections.abc import Sequence

from ordino.engine import Unit, handles
from ordino.kernel.messages import Decision, Done, Refused, StreamEvent
from ordino.orders.events import order_stream
from ordino.sourcing.codes import sku_ids
from ordino.sourcing.commands import PromisesRefreshed, RefreshPromises
from ordino.sourcing.decide.backorders import precedence
from ordino.sourcing.events import PromisesChanged
from ordino.sourcing.facts import SQL
from ordino.sourcing.lines import lock_lines, network_of
from ordino.sourcing.promising import NewPromises, changes_of, promise_anew

MAX_ORDERS_PER_SKU = 1000


@handles(RefreshPromises)
def refresh_promises(unit: Unit, commands: Sequence[RefreshPromises]) -> list[Decision]:
    """The lines are promised supply in their order of precedence; an order's event belongs to the first SKU it waits for."""
    skus = sku_ids(unit, [command.sku for command in commands])
    wanted = {skus[command.sku] for command in commands if command.sku in skus}
    order_ids = unit.fetch_values(SQL.select_waiting_orders, sku_ids=sorted(wanted), maximum=MAX_ORDERS_PER_SKU)
    lines = [
        line for line in lock_lines(unit, order_ids) if line.sku_id in wanted and line.is_open_for("FillBackorders")
    ]
    waiting = [line for line in lines if line.backordered > 0]
    waiting.sort(key=lambda line: (precedence(line.claim(line.backordered)), line.number))
    changed = {
        order_id: promises
        for order_id, promises in promise_anew(unit, network_of(unit, waiting), changes_of(waiting), unit.now).items()
        if promises.changed
    }
    orders_of_sku: dict[int, dict[int, None]] = {}
    for line in waiting:
        orders_of_sku.setdefault(line.sku_id, {})[line.order_id] = None
    decisions: list[Decision] = []
    for command in commands:
        problem = skus.missing(command.sku)
        if problem is not None:
            decisions.append(Refused(problem))
            continue
        mine = [changed.pop(order_id) for order_id in orders_of_sku.get(skus[command.sku], {}) if order_id in changed]
        decisions.append(promises_refreshed(mine))
    return decisions


def promises_refreshed(changed: Sequence[NewPromises]) -> Done:
    """An event for each order whose promises have changed."""
    events = tuple(
        StreamEvent(
            order_stream(row.order_id), PromisesChanged(order_id=row.order_id, promises=row.after, slips=row.slips)
        )
        for row in changed
    )
    late = sum(1 for row in changed if row.slips)
    return Done(PromisesRefreshed(changed_orders=len(changed), late_orders=late), events)
