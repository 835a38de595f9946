"""Small records that commands, events and tables of fulfillment share. Quantities are a SKU's smallest units."""

from typing import Literal

from ordino.kernel.messages import Record

Method = Literal["ship", "pickup"]


class FulfilledUnits(Record, frozen=True, omit_defaults=True):
    """So many units of an order line in a fulfillment order, a package or a shipment, by their serial numbers if they have some."""

    line_number: int
    sku_id: int
    sku: str
    quantity: int
    serials: tuple[str, ...] = ()


class RecalledUnits(Record, frozen=True, omit_defaults=True):
    """Units of a line that are only allocated again, by the bucket they were in."""

    line_number: int
    released: int = 0
    picked: int = 0
    packed: int = 0


class PickedUnits(Record, frozen=True, kw_only=True, omit_defaults=True):
    """What a picker found of a line, named by its number or by a scanned SKU code or barcode; `short` were not there."""

    line_number: int | None = None
    scanned: str = ""
    picked: int = 0
    short: int = 0


class PackedUnits(Record, frozen=True, omit_defaults=True):
    """Picked units of a line that go into a package; numbered units by their serial numbers, each once."""

    line_number: int
    quantity: int
    serials: tuple[str, ...] = ()


class BatchPick(PickedUnits, frozen=True, kw_only=True, omit_defaults=True):
    """What a picker found for one of the fulfillment orders of a pick batch."""

    fulfillment_order_id: int
