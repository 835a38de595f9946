"""A walk as a picker sees it: stops in walking order, each with the orders it is for."""

from collections.abc import Sequence
from itertools import groupby
from typing import NamedTuple

from ordino.fulfillment.queries import PickStop
from ordino.fulfillment.rows import BatchPick


class Stop(NamedTuple):
    """A SKU in a bin with what is left to take of it, order by order."""

    bin: str
    sku: str
    name: str
    barcode: str
    parts: tuple[PickStop, ...]

    @property
    def left(self) -> int:
        return sum(part.quantity for part in self.parts)

    def take(self, units: int) -> tuple[BatchPick, ...]:
        """So many units found, for the orders in their order."""
        return tuple(
            BatchPick(fulfillment_order_id=part.fulfillment_order_id, line_number=part.line_number, picked=taken)
            for part, taken in self._divided(units)
        )

    def miss(self) -> tuple[BatchPick, ...]:
        """Everything that is left was not there."""
        return tuple(
            BatchPick(fulfillment_order_id=part.fulfillment_order_id, line_number=part.line_number, short=part.quantity)
            for part in self.parts
        )

    def _divided(self, units: int) -> list[tuple[PickStop, int]]:
        rows = []
        for part in self.parts:
            taken = min(part.quantity, units)
            units -= taken
            if taken:
                rows.append((part, taken))
        return rows


def stops(rows: Sequence[PickStop]) -> list[Stop]:
    """The rows of a pick list, which stand in walking order, stop by stop."""
    grouped = groupby(rows, key=lambda row: (row.bin, row.sku))
    return [
        Stop(bin, sku, parts[0].name, parts[0].barcode, tuple(parts))
        for (bin, sku), parts in ((key, list(group)) for key, group in grouped)
    ]


def stop_of(walk: Sequence[Stop], sku: str) -> Stop | None:
    return next((stop for stop in walk if stop.sku == sku), None)
