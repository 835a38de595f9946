"""Channels, locations with their calendars, carriers, taxes."""

from datetime import date
from decimal import Decimal
from typing import Any

import msgspec
from django.utils.dates import WEEKDAYS_ABBR
from django.utils.formats import date_format

from ordino.catalog.queries import price_lists_by_code
from ordino.kernel.messages import Command, Record
from ordino.kernel.problems import NotFound
from ordino.network.commands import (
    RateEntry,
    RegisterCarrier,
    RegisterChannel,
    RegisterLocation,
    ServiceEntry,
    SetTaxRates,
    TaxRateEntry,
)
from ordino.office.actions import Field
from ordino.office.engine import office_engine
from ordino.office.forms import NotUnderstood
from ordino.office.settings.rows import (
    CarrierSetting,
    ChannelSetting,
    LocationSetting,
    TaxSetting,
    carriers,
    channels,
    locations,
    price_list_codes,
    taxes,
)
from ordino.office.settings.sections import YES_NO, Section, answer, text_of, yes_no
from ordino.office.texts import _, in_words

_CHANNEL_KINDS = ("shop", "phone", "b2b", "marketplace", "counter")
_LOCATION_KINDS = ("warehouse", "store", "supplier")


_COMMANDED = [one for one in msgspec.structs.fields(RegisterChannel) if one.name != "price_list_id"]
# What the form of a channel holds: the command, with its price list by code.
ChannelForm = msgspec.defstruct(
    "ChannelForm",
    [
        *((one.name, one.type) if one.required else (one.name, one.type, one.default) for one in _COMMANDED),
        ("price_list", str | None, None),
    ],
    frozen=True,
    kw_only=True,
)


def _channel_command(form: Any) -> Command:
    with office_engine().reader() as reader:
        known = price_lists_by_code(reader, [form.price_list] if form.price_list else [])
    if form.price_list and form.price_list not in known:
        raise NotUnderstood(NotFound(what="price list", reference=form.price_list))
    price_list_id = known[form.price_list].id if form.price_list else None
    return RegisterChannel(price_list_id=price_list_id, **{one.name: getattr(form, one.name) for one in _COMMANDED})


def _channel_fields(row: ChannelSetting | None) -> list[Field]:
    now = row or ChannelSetting("", "", "shop", "", "", True, "total", 0, "backorder", None, "UTC")
    with office_engine().reader() as reader:
        price_lists = tuple(price_list_codes(reader))
    return [
        Field("code", _("Code"), value=now.code),
        Field("name", _("Name"), required=False, value=now.name),
        Field("channel_kind", _("Kind"), "suggest", value=now.kind, choices=_CHANNEL_KINDS),
        Field("currency", _("Currency"), required=row is None, value=now.currency),
        Field("price_list", _("Price list, empty where every order brings its prices"), "suggest", False, now.price_list,
              price_lists),
        Field("prices_include_tax", _("Prices include tax"), value=yes_no(now.prices_include_tax), choices=YES_NO),
        Field("tax_rounding", _("Tax is rounded by"), value=now.tax_rounding, choices=("total", "line", "unit")),
        Field("out_of_stock", _("Out of stock"), value=now.out_of_stock, choices=("backorder", "refuse")),
        Field("stock_buffer", _("Units kept back"), "number", value=str(now.stock_buffer)),
        Field("payment_minutes", _("Minutes to pay, empty for no limit"), "number", False, text_of(now.payment_minutes)),
        Field("time_zone", _("Time zone"), value=now.time_zone),
    ]  # fmt: skip


def _location_fields(row: LocationSetting | None) -> list[Field]:
    return [
        Field("code", _("Code"), value=row.code if row else ""),
        Field("name", _("Name"), required=False, value=row.name if row else ""),
        Field("location_kind", _("Kind"), "suggest", value=row.kind if row else "warehouse", choices=_LOCATION_KINDS),
        Field("street", _("Street"), required=False, value=row.street if row else ""),
        Field("postal_code", _("Postal code"), required=False, value=row.postal_code if row else ""),
        Field("city", _("City"), required=False, value=row.city if row else ""),
        Field("region", _("Region"), required=False, value=row.region if row else ""),
        Field("country", _("Country"), required=row is None, value=row.country if row else ""),
        Field("latitude", _("Latitude in degrees, south is negative"), "decimal", False, row.latitude if row else ""),
        Field("longitude", _("Longitude in degrees, west is negative"), "decimal", False, row.longitude if row else ""),
        Field("time_zone", _("Time zone"), value=row.time_zone if row else "UTC"),
        Field("cutoff", _("Orders until this hour leave the same day"), "time", False, row.cutoff if row else ""),
        Field("working_days", _("Working days, 1 is Monday"), value=row.working_days if row else "1, 2, 3, 4, 5"),
        Field("holidays", _("Closed days, such as 2027-01-02, with commas between"), "area", False,
              row.closed_days if row else "", most=3),
        Field("holiday_years", _("Close on the public holidays of these years, too"), required=False),
        Field("handling_days", _("Days of handling"), "number", value=str(row.handling_days if row else 0)),
        Field("daily_capacity_orders", _("Orders a day, empty for no limit"), "number", False,
              text_of(row.daily_capacity_orders if row else None)),
        Field("priority", _("Priority, the lowest first"), "number", value=str(row.priority if row else 100)),
        Field("release", _("Work is released"), value=row.release if row else "by_command",
              choices=("by_command", "automatic")),
        Field("fulfills", _("Sends to customers"), value=yes_no(row.fulfills if row else True), choices=YES_NO),
        Field("active", _("Active"), value=yes_no(row.active if row else True), choices=YES_NO),
    ]  # fmt: skip


def _weekdays(numbers: str) -> str:
    """The names of weekdays, short, of their ISO numbers with commas between."""
    return ", ".join(str(WEEKDAYS_ABBR[int(number) - 1]) for number in numbers.split(","))


def _location_cells(row: LocationSetting) -> list[str]:
    place = " ".join(filter(None, (row.postal_code, row.city, row.country)))
    days = _("%(days)s; closed days to come: %(holidays)s") % {
        "days": _weekdays(row.working_days),
        "holidays": row.holidays,
    }
    degrees = f"{Decimal(row.latitude).normalize():f}, {Decimal(row.longitude).normalize():f}" if row.latitude else ""
    capacity = text_of(row.daily_capacity_orders) or _("no limit")
    return [row.code, row.name, place, degrees, row.cutoff, days, capacity, in_words(row.release), answer(row.active)]


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
        Field("rate", _("Percent"), "decimal", value=f"{row.rate.normalize():f}" if row else ""),
        Field("valid_from", _("From"), "date", value=text_of(row.valid_from if row else None)),
        Field("valid_to", _("Until, included"), "date", False, text_of(row.valid_to if row else None)),
    ]


def _tax_cells(row: TaxSetting) -> list[str]:
    place = f"{row.country} {row.region}".strip()
    until = "" if row.valid_to is None else date_format(row.valid_to)
    return [f"{place} {row.category}, {date_format(row.valid_from)}", f"{row.rate.normalize():f} %", until]


def _channel_cells(row: Any) -> list[str]:
    minutes = "" if row.payment_minutes is None else _("%(minutes)s min") % {"minutes": row.payment_minutes}
    tax = _("inside") if row.prices_include_tax else _("on top")
    return [row.code, row.name, row.currency, row.price_list, tax, in_words(row.out_of_stock), minutes, row.time_zone]


NETWORK_SECTIONS = (
    Section(
        "channels", _("Channels"), _("Where orders come from, with the defaults of their orders."),
        _("Keep channel"), RegisterChannel,
        (_("Code"), _("Name"), _("Currency"), _("Price list"), _("Tax"), _("Out of stock"), _("Time to pay"), _("Time zone")),
        channels, _channel_cells, _channel_fields, emptied=frozenset({"payment_minutes", "price_list"}),
        typed=ChannelForm, wrapped=_channel_command,
    ),
    Section(
        "locations", _("Locations"), _("Where goods are, when they leave, and when nobody works."),
        _("Keep location"), RegisterLocation,
        (_("Code"), _("Name"), _("Place"), _("Degrees"), _("Until"), _("Working days"), _("Orders a day"), _("Release"),
         _("Active")),
        locations, _location_cells, _location_fields, frozenset({"working_days", "holidays", "holiday_years"}),
        frozenset({"cutoff", "daily_capacity_orders", "latitude", "longitude", "holidays"}),
    ),
    Section(
        "carriers", _("Carriers"), _("Who brings the parcels, with which services."), _("Keep carrier"), RegisterCarrier,
        (_("Code"), _("Name"), _("Services"), _("Rates"), _("Active")), carriers,
        lambda row: [row.code, row.name, ", ".join(row.services), str(row.rates), answer(row.active)],
        _carrier_fields, typed=CarrierForm, wrapped=_carrier_command,
    ),
    Section(
        "taxes", _("Taxes"), _("Rates by country, category and first day; orders keep the rate of their day."), _("Keep rate"),
        SetTaxRates, (_("Rate of, since"), _("Percent"), _("Until")), taxes, _tax_cells, _tax_fields,
        typed=TaxForm, wrapped=_tax_command,
    ),
)  # fmt: skip
