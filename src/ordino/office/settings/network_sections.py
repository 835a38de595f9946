"""Channels, locations with their calendars, carriers, taxes."""

from datetime import date
from decimal import Decimal
from typing import Any

from ordino.kernel.messages import Command, Record
from ordino.network.commands import (
    RateEntry,
    RegisterCarrier,
    RegisterChannel,
    RegisterLocation,
    ServiceEntry,
    SetTaxRates,
    TaxRateEntry,
)
from ordino.network.queries import list_channels
from ordino.network.rows import ChannelRow
from ordino.office.actions import Field
from ordino.office.settings.rows import CarrierSetting, LocationSetting, TaxSetting, carriers, locations, taxes
from ordino.office.settings.sections import YES_NO, Section, answer, text_of, yes_no
from ordino.office.texts import _, in_words


def _channel_fields(row: ChannelRow | None) -> list[Field]:
    now = row or ChannelRow(0, "", currency="")
    return [
        Field("code", _("Code"), value=now.code),
        Field("name", _("Name"), required=False, value=now.name),
        Field("currency", _("Currency"), required=row is None, value=now.currency),
        Field("prices_include_tax", _("Prices include tax"), value=yes_no(now.prices_include_tax), choices=YES_NO),
        Field("tax_rounding", _("Tax is rounded by"), value=now.tax_rounding, choices=("total", "line", "unit")),
        Field("out_of_stock", _("Out of stock"), value=now.out_of_stock, choices=("backorder", "refuse")),
        Field("stock_buffer", _("Units kept back"), "number", value=str(now.stock_buffer)),
        Field(
            "payment_minutes", _("Minutes to pay, empty for no limit"), "number", False, text_of(now.payment_minutes)
        ),
        Field("time_zone", _("Time zone"), value=now.time_zone),
    ]


def _location_fields(row: LocationSetting | None) -> list[Field]:
    return [
        Field("code", _("Code"), value=row.code if row else ""),
        Field("name", _("Name"), required=False, value=row.name if row else ""),
        Field("street", _("Street"), required=False, value=row.street if row else ""),
        Field("postal_code", _("Postal code"), required=False, value=row.postal_code if row else ""),
        Field("city", _("City"), required=False, value=row.city if row else ""),
        Field("country", _("Country"), required=row is None, value=row.country if row else ""),
        Field("time_zone", _("Time zone"), value=row.time_zone if row else "UTC"),
        Field("cutoff", _("Orders until this hour leave the same day"), "time", False, row.cutoff if row else ""),
        Field("working_days", _("Working days, 1 is Monday"), value=row.working_days if row else "1, 2, 3, 4, 5"),
        Field("holiday_years", _("Take the public holidays of these years"), required=False),
        Field("handling_days", _("Days of handling"), "number", value=str(row.handling_days if row else 0)),
        Field("daily_capacity_orders", _("Orders a day, empty for no limit"), "number", False,
              text_of(row.daily_capacity_orders if row else None)),
        Field("priority", _("Priority, the lowest first"), "number", value=str(row.priority if row else 100)),
        Field("release", _("Work is released"), value=row.release if row else "by_command",
              choices=("by_command", "automatic")),
        Field("fulfills", _("Sends to customers"), value=yes_no(row.fulfills if row else True), choices=YES_NO),
        Field("active", _("Active"), value=yes_no(row.active if row else True), choices=YES_NO),
    ]  # fmt: skip


def _location_cells(row: LocationSetting) -> list[str]:
    place = " ".join(filter(None, (row.postal_code, row.city, row.country)))
    days = _("%(days)s; holidays to come: %(holidays)s") % {"days": row.working_days, "holidays": row.holidays}
    return [row.code, row.name, place, row.cutoff, days, in_words(row.release), answer(row.active)]


class CarrierForm(Record, frozen=True, kw_only=True):
    """What the form of a carrier holds: the carrier and, where it is given, one service with one rate."""

    code: str
    name: str = ""
    active: bool = True
    service: str = ""
    from_country: str = ""
    to_country: str = ""
    max_weight_grams: int = 0
    amount_minor: int = 0
    currency: str = ""
    transit_days: int = 1


def _carrier_command(command: CarrierForm) -> Command:
    lane = (command.from_country, command.to_country, command.currency)
    rate = RateEntry(
        from_country=command.from_country,
        to_country=command.to_country,
        max_weight_grams=command.max_weight_grams,
        amount_minor=command.amount_minor,
        currency=command.currency,
        transit_days=command.transit_days,
    )
    service = ServiceEntry(code=command.service, rates=(rate,) if any(lane) else ())
    services = (service,) if command.service else ()
    return RegisterCarrier(code=command.code, name=command.name, active=command.active, services=services)


def _carrier_fields(row: CarrierSetting | None) -> list[Field]:
    return [
        Field("code", _("Code"), value=row.code if row else ""),
        Field("name", _("Name"), required=False, value=row.name if row else ""),
        Field("active", _("Active"), value=yes_no(row.active if row else True), choices=YES_NO),
        Field("service", _("Service to add, or whose rate table is replaced"), required=False),
        Field("from_country", _("From country"), required=False),
        Field("to_country", _("To country"), required=False),
        Field("max_weight_grams", _("Up to grams"), "number", False),
        Field("amount_minor", _("Costs, in the smallest unit of the currency"), "number", False),
        Field("currency", _("Currency"), required=False),
        Field("transit_days", _("Days on the way"), "number", False),
    ]


class TaxForm(Record, frozen=True, kw_only=True):
    """What the form of a tax rate holds."""

    country: str
    region: str = ""
    category: str = "standard"
    rate: Decimal
    valid_from: date
    valid_to: date | None = None


def _tax_command(command: TaxForm) -> Command:
    entry = TaxRateEntry(
        country=command.country,
        region=command.region,
        category=command.category,
        rate=command.rate,
        valid_from=command.valid_from,
        valid_to=command.valid_to,
    )
    return SetTaxRates(rates=(entry,))


def _tax_fields(row: TaxSetting | None) -> list[Field]:
    return [
        Field("country", _("Country"), value=row.country if row else ""),
        Field("region", _("Region, empty for the whole country"), required=False, value=row.region if row else ""),
        Field("category", _("Category of goods"), value=row.category if row else "standard"),
        Field("rate", _("Percent"), value=f"{row.rate.normalize():f}" if row else ""),
        Field("valid_from", _("From"), "date", value=text_of(row.valid_from if row else None)),
        Field("valid_to", _("Until, included"), "date", False, text_of(row.valid_to if row else None)),
    ]


def _tax_cells(row: TaxSetting) -> list[str]:
    place = f"{row.country} {row.region}".strip()
    return [f"{place} {row.category} {row.valid_from}", f"{row.rate.normalize():f} %", text_of(row.valid_to)]


def _channel_cells(row: Any) -> list[str]:
    minutes = "" if row.payment_minutes is None else _("%(minutes)s min") % {"minutes": row.payment_minutes}
    tax = _("inside") if row.prices_include_tax else _("on top")
    return [row.code, row.name, row.currency, tax, in_words(row.out_of_stock), minutes, row.time_zone]


NETWORK_SECTIONS = (
    Section(
        "channels", _("Channels"), _("Where orders come from, with the defaults of their orders."),
        _("Keep channel"), RegisterChannel,
        (_("Code"), _("Name"), _("Currency"), _("Tax"), _("Out of stock"), _("Time to pay"), _("Time zone")),
        list_channels, _channel_cells, _channel_fields, emptied=frozenset({"payment_minutes"}),
    ),
    Section(
        "locations", _("Locations"), _("Where goods are, when they leave, and when nobody works."),
        _("Keep location"), RegisterLocation,
        (_("Code"), _("Name"), _("Place"), _("Until"), _("Working days"), _("Release"), _("Active")),
        locations, _location_cells, _location_fields, frozenset({"working_days", "holiday_years"}),
        frozenset({"cutoff", "daily_capacity_orders"}),
    ),
    Section(
        "carriers", _("Carriers"), _("Who brings the parcels, with which services."), _("Keep carrier"), RegisterCarrier,
        (_("Code"), _("Name"), _("Services"), _("Rates"), _("Active")), carriers,
        lambda row: [row.code, row.name, ", ".join(row.services), str(row.rates), answer(row.active)],
        _carrier_fields, typed=CarrierForm, wrapped=_carrier_command,
    ),
    Section(
        "taxes", _("Taxes"), _("Rates by country, category and first day; orders keep the rate of their day."), _("Keep rate"),
        SetTaxRates, (_("Rate of"), _("Percent"), _("Until")), taxes, _tax_cells, _tax_fields, typed=TaxForm, wrapped=_tax_command,
    ),
)  # fmt: skip
