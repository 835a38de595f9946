"""Waves: what is ready is released, the first in precedence first. For the worker and for edges."""

from ordino.engine import SYSTEM, Completed, Engine
from ordino.fulfillment.commands import PlanFulfillment
from ordino.fulfillment.queries import ready_orders


def release_what_is_ready(engine: Engine, limit: int = 500) -> int:
    """Plan and release up to `limit` orders in one batch, by priority and promised day; answers how many were released."""
    with engine.reader() as reader:
        ready = ready_orders(reader, limit=limit)
    commands = [PlanFulfillment(order_id=row.order_id, release=True) for row in ready]
    outcomes = engine.execute(commands, actor=SYSTEM) if commands else []
    return sum(isinstance(outcome, Completed) for outcome in outcomes)
