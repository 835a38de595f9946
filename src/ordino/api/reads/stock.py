"""Reads of stock and of SKUs."""

from ordino.api.answers import Refuse
from ordino.api.problems import InvalidParameter
from ordino.api.reads.reading import Asked, Page, PageQuery, Query, Read
from ordino.catalog.queries import skus_by_code
from ordino.catalog.rows import FoundSku
from ordino.inventory import queries
from ordino.inventory.queries import Availability, LevelView, MovementView
from ordino.kernel.messages import Record

MOST_SKUS = 200


class SkuQuery(Query, frozen=True, kw_only=True):
    """Up to 200 SKUs by code or barcode."""

    sku: tuple[str, ...]


class AvailabilityQuery(SkuQuery, frozen=True, kw_only=True):
    """Up to 200 SKUs, and the channel that would sell them."""

    channel: str


class LevelList(PageQuery, frozen=True, kw_only=True):
    """Levels of a SKU, of a location, or all."""

    sku: str | None = None
    location: str | None = None


class MovementList(PageQuery, frozen=True, kw_only=True):
    """Movements of one SKU."""

    sku: str


class LevelPosition(Record, frozen=True):
    sku: str = ""
    location: str = ""


class MovementPosition(Record, frozen=True):
    before_id: int | None = None


class Skus(Record, frozen=True):
    """SKUs that were found, under what was asked; an unknown code is left out."""

    items: list[FoundSku]


class Availabilities(Record, frozen=True):
    """What may be sold of each SKU, in the order asked."""

    items: list[Availability]


def show_skus(asked: Asked) -> Skus:
    """SKUs by code or barcode."""
    return Skus(list(skus_by_code(asked.reader, _asked_skus(asked)).values()))


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


READS = (
    Read("/skus", "catalog", SkuQuery, Skus, show_skus, "filtered"),
    Read("/stock/availability", "inventory", AvailabilityQuery, Availabilities, show_availability, "filtered"),
    Read("/stock/levels", "inventory", LevelList, Page[LevelView], list_levels, "refused"),
    Read("/stock/movements", "inventory", MovementList, Page[MovementView], list_movements, "refused"),
)
