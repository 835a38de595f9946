"""What may be asked of the network. A field that is left out stays as it is, or gets its default where the thing is new."""

from datetime import date, time
from decimal import Decimal
from typing import ClassVar, Literal

from msgspec import UNSET, UnsetType

from ordino.kernel.messages import Command, Record, Result


class Registered(Result, frozen=True, kw_only=True):
    """What was registered, and whether it is new."""

    id: int
    code: str
    created: bool


class AcceptedTaxRates(Result, frozen=True, kw_only=True):
    """How many rates are new or different now."""

    changed: int


class NetworkCommand(Command, frozen=True, kw_only=True):
    """A command on the network."""

    context: ClassVar[str] = "network"
    result: ClassVar[type[Result]] = Registered


class RegisterChannel(NetworkCommand, frozen=True, kw_only=True):
    """Make a channel known under its code, or change its defaults. A new channel needs a currency."""

    code: str
    name: str | UnsetType = UNSET
    channel_kind: str | UnsetType = UNSET
    currency: str | UnsetType = UNSET
    price_list_id: int | UnsetType | None = UNSET
    prices_include_tax: bool | UnsetType = UNSET
    tax_rounding: Literal["total", "line", "unit"] | UnsetType = UNSET
    stock_buffer: int | UnsetType = UNSET
    out_of_stock: Literal["backorder", "refuse"] | UnsetType = UNSET
    payment_minutes: int | UnsetType | None = UNSET
    time_zone: str | UnsetType = UNSET


class RegisterLocation(NetworkCommand, frozen=True, kw_only=True):
    """Make a location known under its code, or change it. A new location needs a country.

    With `release` automatic a worker lets the location begin with what is ready; otherwise somebody does, by a command.

    `working_days` are ISO weekdays (1 Monday to 7 Sunday). Where `holidays` or `holiday_years` are given they replace the
    holidays before: the days given and the public holidays of the country and region in those years.
    """

    code: str
    name: str | UnsetType = UNSET
    location_kind: str | UnsetType = UNSET
    country: str | UnsetType = UNSET
    region: str | UnsetType = UNSET
    postal_code: str | UnsetType = UNSET
    city: str | UnsetType = UNSET
    street: str | UnsetType = UNSET
    latitude: Decimal | UnsetType | None = UNSET
    longitude: Decimal | UnsetType | None = UNSET
    time_zone: str | UnsetType = UNSET
    cutoff: time | UnsetType | None = UNSET
    working_days: tuple[int, ...] | UnsetType = UNSET
    daily_capacity_orders: int | UnsetType | None = UNSET
    handling_days: int | UnsetType = UNSET
    priority: int | UnsetType = UNSET
    fulfills: bool | UnsetType = UNSET
    active: bool | UnsetType = UNSET
    release: Literal["by_command", "automatic"] | UnsetType = UNSET
    holidays: tuple[date, ...] | UnsetType = UNSET
    holiday_years: tuple[int, ...] | UnsetType = UNSET


class RateEntry(Record, frozen=True, kw_only=True):
    """What a parcel of up to `max_weight_grams` costs on a lane (minor units of `currency`), and the days it travels."""

    from_country: str
    to_country: str
    max_weight_grams: int
    amount_minor: int
    currency: str
    transit_days: int


class ServiceEntry(Record, frozen=True, kw_only=True):
    """One way a carrier transports; its rate table replaces the one before.

    `volume_divisor` is mm³ a gram (the 5000 of cm³ a kilogram): a parcel is billed by its size where that weighs more.
    """

    code: str
    name: str = ""
    active: bool = True
    volume_divisor: int | None = None
    rates: tuple[RateEntry, ...] = ()


class RegisterCarrier(NetworkCommand, frozen=True, kw_only=True):
    """Make a carrier known under its code with its services and rate tables; services that are not named stay as they are."""

    code: str
    name: str | UnsetType = UNSET
    active: bool | UnsetType = UNSET
    services: tuple[ServiceEntry, ...] = ()


class TaxRateEntry(Record, frozen=True, kw_only=True):
    """A rate in percent from `valid_from` to `valid_to` (included; None is open); an empty region is the whole country."""

    country: str
    rate: Decimal
    valid_from: date
    region: str = ""
    category: str = "standard"
    valid_to: date | None = None


class SetTaxRates(NetworkCommand, frozen=True, kw_only=True):
    """Set tax rates; one is known by country, region, category and first day. Other rates stay as they are."""

    result: ClassVar[type[Result]] = AcceptedTaxRates

    rates: tuple[TaxRateEntry, ...]
