"""Reads of the network, each one statement for any number of keys."""

from collections.abc import Sequence

from ordino.engine import Reader, Statements
from ordino.network.decide.rate import RateRow
from ordino.network.decide.tax import TaxRateRow, TaxTable
from ordino.network.rows import ChannelRow, Lane, LocationRow, TaxPlace

SQL = Statements("ordino.network")


def channels_by_code(reader: Reader, codes: Sequence[str]) -> dict[str, ChannelRow]:
    """Channels by code; an unknown code is not in the answer."""
    return {row.code: row for row in reader.fetch(SQL.select_channels_by_code, ChannelRow, codes=list(codes))}


def list_channels(reader: Reader) -> list[ChannelRow]:
    """Every channel, by code."""
    return reader.fetch(SQL.select_channels, ChannelRow)


def channels_by_id(reader: Reader, ids: Sequence[int]) -> dict[int, ChannelRow]:
    """Channels by key."""
    return {row.id: row for row in reader.fetch(SQL.select_channels_by_id, ChannelRow, ids=list(ids))}


def fulfilling_locations(reader: Reader) -> list[LocationRow]:
    """The active locations that fulfill, with their holidays, by priority and key; `decide.calendar.calendar_of` reads them."""
    return reader.fetch(SQL.select_fulfilling_locations, LocationRow)


def locations_by_code(reader: Reader, codes: Sequence[str]) -> dict[str, LocationRow]:
    """Locations by code, whether they fulfill or not."""
    return {row.code: row for row in reader.fetch(SQL.select_locations_by_code, LocationRow, codes=list(codes))}


def locations_by_id(reader: Reader, ids: Sequence[int]) -> dict[int, LocationRow]:
    """Locations by key, whether they fulfill or not."""
    return {row.id: row for row in reader.fetch(SQL.select_locations_by_id, LocationRow, ids=list(ids))}


def rates(reader: Reader, lanes: Sequence[Lane]) -> list[RateRow]:
    """The rate tables of all active services on the lanes; `decide.rate.shipping_options` picks the steps."""
    return reader.fetch(SQL.select_rates, RateRow, lanes=list(lanes)) if lanes else []


def tax_rates(reader: Reader, places: Sequence[TaxPlace]) -> TaxTable:
    """The tax rates of the places; ask the table with category and day."""
    countries = sorted({place.country for place in places})
    regions = sorted({place.region for place in places} | {""})
    return TaxTable(reader.fetch(SQL.select_tax_rates, TaxRateRow, countries=countries, regions=regions))
