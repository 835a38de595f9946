"""Reading the journal: the events of a range of orders folded into orders, the events of stock into levels."""

from collections.abc import Iterator
from datetime import datetime
from typing import TypeVar

import msgspec

from ordino.delivery import events as delivery_events
from ordino.engine import Reader
from ordino.fulfillment import events as fulfillment_events
from ordino.inventory import events as inventory_events
from ordino.inventory.events import StockEvent
from ordino.kernel.messages import Event, Record
from ordino.orders import events as order_events
from ordino.simulation.audit.replay.order_fold import FoldedOrder
from ordino.simulation.audit.replay.stock_fold import FoldedStock
from ordino.simulation.audit.report import Finding
from ordino.simulation.audit.scope import SQL, OrderRange
from ordino.sourcing import events as sourcing_events

EVENTS_ON_A_PAGE = 5000
_EventType = TypeVar("_EventType", bound=Event)


class _OrderEvent(Record, frozen=True):
    order_id: int
    position: int
    kind: str
    data: str


class _StockRow(Record, frozen=True):
    position: int
    kind: str
    data: str


def _decoders(module: object, base: type[_EventType]) -> dict[str, "msgspec.json.Decoder[_EventType]"]:
    """A decoder for each event that the module defines, by its kind."""
    kinds = [kind for kind in vars(module).values() if isinstance(kind, type) and issubclass(kind, base)]
    return {kind.kind(): msgspec.json.Decoder(kind) for kind in kinds}


_ORDER_EVENTS = (
    _decoders(order_events, Event)
    | _decoders(sourcing_events, Event)
    | _decoders(fulfillment_events, Event)
    | _decoders(delivery_events, Event)
)
_STOCK_EVENTS = _decoders(inventory_events, StockEvent)


def fold_orders(reader: Reader, orders: OrderRange) -> dict[int, FoldedOrder]:
    """The orders of a range as their events tell them."""
    folded: dict[int, FoldedOrder] = {}
    for row in reader.fetch(SQL.select_order_events, _OrderEvent, first=orders.first, last=orders.last):
        order = folded.get(row.order_id) or folded.setdefault(row.order_id, FoldedOrder(row.order_id))
        decoder = _ORDER_EVENTS.get(row.kind)
        if decoder is None:
            continue
        try:
            order.apply(decoder.decode(row.data), row.position)
        except (msgspec.ValidationError, KeyError) as error:
            order.problems.append(Finding(f"order {row.order_id}", row.kind, "an event that can be read", str(error)))
    return folded


def fold_stock(reader: Reader, now: datetime) -> FoldedStock:
    """All levels as the events of stock tell them, read page by page."""
    stock = FoldedStock(now)
    for row in _stock_events(reader):
        decoder = _STOCK_EVENTS.get(row.kind)
        if decoder is not None:
            stock.apply(decoder.decode(row.data), row.position)
    return stock


def _stock_events(reader: Reader) -> Iterator[_StockRow]:
    after = 0
    while page := reader.fetch(SQL.select_stock_events, _StockRow, after=after, size=EVENTS_ON_A_PAGE):
        yield from page
        after = page[-1].position


class FoldedJournal:
    """The folds of one audit; the range that was folded last is kept, for the rules that compare it one after the other."""

    def __init__(self, reader: Reader) -> None:
        self._reader = reader
        self._range: OrderRange | None = None
        self._orders: dict[int, FoldedOrder] = {}

    def orders(self, orders: OrderRange) -> dict[int, FoldedOrder]:
        if orders != self._range:
            self._orders = fold_orders(self._reader, orders)
            self._range = orders
        return self._orders
