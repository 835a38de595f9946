"""Lines of locked orders, with what decides their precedence, terms and destination."""

from collections.abc import Iterable
from datetime import date, datetime

from ordino.engine import Unit
from ordino.kernel.messages import Record
from ordino.orders.lifecycle import ORDER
from ordino.sourcing.decide.backorders import Claim
from ordino.sourcing.facts import SQL, Network, NetworkQuestion


class OrderLine(Record, frozen=True):
    """A line of a locked order. `held` are the units that stock is committed to: allocated, released, picked, packed."""

    order_id: int
    number: int
    sku_id: int
    sku: str
    unsourced: int
    backordered: int
    allocated: int
    held: int
    channel_id: int
    placed_at: datetime
    priority: int
    ship_complete: bool
    maximum_parcels: int | None
    state: str
    country: str
    promised_on: date | None

    def is_open_for(self, command: str) -> bool:
        return ORDER.target(self.state, command) is not None

    def claim(self, quantity: int) -> Claim:
        """So many units of the line, with its precedence."""
        return Claim(
            self.order_id,
            self.number,
            self.sku_id,
            quantity,
            self.placed_at,
            self.priority,
            self.promised_on,
            self.ship_complete,
        )


def lock_lines(unit: Unit, order_ids: Iterable[int]) -> list[OrderLine]:
    """Lock the orders in the order of their numbers, then read their lines."""
    wanted = sorted(set(order_ids))
    if not wanted:
        return []
    unit.fetch_values(SQL.lock_orders, order_ids=wanted)
    return unit.fetch(SQL.select_lines, OrderLine, order_ids=wanted)


def lock_free_lines(unit: Unit, order_ids: Iterable[int]) -> list[OrderLine]:
    """Lock the orders that nobody is changing, then read their lines.

    For whoever holds levels already: waiting for an order then would be against the order of locks.
    """
    wanted = sorted(set(order_ids))
    locked = unit.fetch_values(SQL.lock_free_orders, order_ids=wanted) if wanted else []
    return unit.fetch(SQL.select_lines, OrderLine, order_ids=locked) if locked else []


def network_of(unit: Unit, lines: Iterable[OrderLine]) -> Network:
    """The network facts that sourcing and promising these lines need."""
    known = list(lines)
    question = NetworkQuestion(
        unit,
        now=unit.now,
        moments=(),
        countries=[line.country for line in known],
    )
    return question.network()
