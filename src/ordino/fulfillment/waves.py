"""Waves: what is ready is released, the first in precedence first. For the worker and for edges."""

from collections.abc import Sequence

from ordino.engine import SYSTEM, Completed, Engine
from ordino.fulfillment.commands import PlanFulfillment
from ordino.fulfillment.queries import automatic_locations, ready_orders


def release_what_is_ready(engine: Engine, limit: int = 500) -> int:
    """Plan and release up to `limit` orders in one batch, by priority and promised day; answers how many were released."""
    with engine.reader() as reader:
        ready = [row.order_id for row in ready_orders(reader, limit=limit)]
    return _release(engine, ready)


def release_automatically(engine: Engine, limit: int = 500) -> int:
    """The same for the locations that are set to it, and only there; two workers at once release each order once."""
    with engine.reader() as reader:
        locations = automatic_locations(reader)
        ready = [row.order_id for row in ready_orders(reader, limit=limit, automatic=True)] if locations else []
    return _release(engine, ready, locations)


def _release(engine: Engine, order_ids: Sequence[int], locations: Sequence[str] = ()) -> int:
    commands = [PlanFulfillment(order_id=order_id, release=True, locations=tuple(locations)) for order_id in order_ids]
    outcomes = engine.execute(commands, actor=SYSTEM) if commands else []
    return sum(isinstance(outcome, Completed) for outcome in outcomes)
