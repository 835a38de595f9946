"""Reads of stock and of SKUs."""

from collections.abc import Sequence

from ordino.api.answers import Refuse
from ordino.api.problems import InvalidParameter
from ordino.api.reads.reading import Acts, Asked, Page, PageQuery, Query, Read, Rows
from ordino.catalog.queries import skus_by_code
from ordino.catalog.rows import FoundSku
from ordino.inventory import queries
from ordino.inventory.queries import Availability, LevelView, MovementView
from ordino.kernel.messages import Record

MOST_SKUS = 200
COUNTED_ANYWHERE = ("AdjustStock", "CountStock", "ReceiveStock", "SetSafetyStock")
FOR_AVAILABLE = ("MarkUnavailable", "ReserveStock", "TransferStock")
FOR_UNAVAILABLE = ("MarkAvailable", "ScrapStock")


class SkuQuery(Query, frozen=True, kw_only=True):
    """Up to 200 SKUs by code or barcode."""

    sku: tuple[str, ...]


class AvailabilityQuery(SkuQuery, frozen=True, kw_only=True):
    """Up to 200 SKUs, and the channel that would sell them."""

    channel: str


class LevelList(PageQuery, frozen=True, kw_only=True):
    """Levels of a SKU, of a location, or all; with `available_below` those of which less is available."""

    sku: str | None = None
    location: str | None = None
    available_below: int | None = None


class MovementList(PageQuery, frozen=True, kw_only=True):
    """Movements of one SKU."""

    sku: str


class LevelPosition(Record, frozen=True):
    sku: str = ""
    location: str = ""


class MovementPosition(Record, frozen=True):
    before_id: int | None = None


class Availabilities(Record, frozen=True):
    """What may be sold of each SKU, in the order asked."""

    items: list[Availability]


def show_skus(asked: Asked) -> Rows[FoundSku]:
    """SKUs by code or barcode; an unknown one is left out."""
    return Rows(items=list(skus_by_code(asked.reader, _asked_skus(asked)).values()))


def show_availability(asked: Asked) -> Availabilities:
    """What a channel may sell of each SKU now; 0 where SKU or channel is not known."""
    channel = asked.own_channel(asked.query.channel) or ""
    return Availabilities(queries.availability(asked.reader, _asked_skus(asked), channel=channel, at=asked.now))


def list_levels(asked: Asked) -> Page[LevelView]:
    """How much of each SKU stands at each location."""
    query: LevelList = asked.query
    after = asked.after(LevelPosition())
    rows = queries.levels(
        asked.reader,
        at=asked.now,
        sku=query.sku,
        location=query.location,
        available_below=query.available_below,
        after=(after.sku, after.location),
        limit=query.limit + 1,
    )
    return asked.page(rows, lambda row: LevelPosition(row.sku, row.location))


def list_movements(asked: Asked) -> Page[MovementView]:
    """Movements of a SKU, the newest first."""
    query: MovementList = asked.query
    before_id = asked.after(MovementPosition()).before_id
    rows = queries.movements(asked.reader, query.sku, before_id=before_id, limit=query.limit + 1)
    return asked.page(rows, lambda row: MovementPosition(row.id))


def _asked_skus(asked: Asked) -> tuple[str, ...]:
    skus: tuple[str, ...] = asked.query.sku
    if not 1 <= len(skus) <= MOST_SKUS:
        raise Refuse(InvalidParameter(parameter="sku", reason=f"name 1 to {MOST_SKUS} SKUs"))
    return skus


def _permitted(asked: Asked, rows: Sequence[LevelView]) -> list[tuple[str, ...]]:
    """What may be done with the stock of each level, as far as there are units for it."""
    return [
        COUNTED_ANYWHERE
        + (FOR_AVAILABLE if row.on_hand > row.reserved + row.allocated + row.unavailable else ())
        + (FOR_UNAVAILABLE if row.unavailable > 0 else ())
        for row in rows
    ]


_OF_SKUS = Acts(lambda _, rows: [("RegisterSku", "SetPrices")] * len(rows), ())
READS = (
    Read("/skus", "catalog", SkuQuery, Rows[FoundSku], show_skus, "filtered", acts=_OF_SKUS),
    Read("/stock/availability", "inventory", AvailabilityQuery, Availabilities, show_availability, "filtered"),
    Read("/stock/levels", "inventory", LevelList, Page[LevelView], list_levels, "refused", acts=Acts(_permitted, ())),
    Read("/stock/movements", "inventory", MovementList, Page[MovementView], list_movements, "refused"),
)
