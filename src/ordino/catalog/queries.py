"""Reads of the catalog, each one statement for any number of keys."""

from collections.abc import Sequence

from ordino.catalog.decide.price import PriceRow, PriceTable
from ordino.catalog.rows import BundleComponentRow, FoundSku, PriceListRow, PriceWish, SkuRow, SubstituteRow
from ordino.engine import Reader, Statements

SQL = Statements("ordino.catalog")


def skus_by_code(reader: Reader, codes: Sequence[str]) -> dict[str, FoundSku]:
    """SKUs by code or barcode, under what was asked; an unknown code is not in the answer."""
    rows = reader.fetch(SQL.select_skus_by_code, FoundSku, codes=list(codes))
    return {row.asked: row for row in rows}


def search_skus(reader: Reader, text: str, *, limit: int) -> list[SkuRow]:
    """Sellable SKUs whose code, barcode or name is or holds the text: the exact ones first, then by code."""
    wanted = text.strip()
    return reader.fetch(SQL.select_found_skus, SkuRow, text=wanted, limit=limit) if wanted else []


def skus_by_id(reader: Reader, ids: Sequence[int]) -> dict[int, SkuRow]:
    """SKUs by key."""
    return {row.id: row for row in reader.fetch(SQL.select_skus_by_id, SkuRow, ids=list(ids))}


def bundle_components(reader: Reader, bundle_ids: Sequence[int]) -> dict[int, list[BundleComponentRow]]:
    """What is in the bundles, in the order of the components' keys."""
    found: dict[int, list[BundleComponentRow]] = {}
    for row in reader.fetch(SQL.select_bundle_components, BundleComponentRow, bundle_ids=list(bundle_ids)):
        found.setdefault(row.bundle_id, []).append(row)
    return found


def substitutes(reader: Reader, sku_ids: Sequence[int]) -> dict[int, list[SubstituteRow]]:
    """What may be offered instead of the SKUs, best first."""
    found: dict[int, list[SubstituteRow]] = {}
    for row in reader.fetch(SQL.select_substitutes, SubstituteRow, sku_ids=list(sku_ids)):
        found.setdefault(row.sku_id, []).append(row)
    return found


def prices(reader: Reader, wishes: Sequence[PriceWish]) -> PriceTable:
    """The prices that could hold for the wishes; ask the table with quantity and day."""
    if not wishes:
        return PriceTable(())
    return PriceTable(reader.fetch(SQL.select_prices, PriceRow, wishes=list(wishes)))


def price_lists_by_code(reader: Reader, codes: Sequence[str]) -> dict[str, PriceListRow]:
    """Price lists by code."""
    return {row.code: row for row in reader.fetch(SQL.select_price_lists, PriceListRow, codes=list(codes))}
