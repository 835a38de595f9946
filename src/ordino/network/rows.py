"""Rows of the network as they are read and written."""

from collections.abc import Sequence
from datetime import date, time
from decimal import Decimal

from ordino.kernel.messages import Record


class ChannelRow(Record, frozen=True):
    """Where orders come from, with the defaults of its orders."""

    id: int
    code: str
    name: str = ""
    kind: str = "shop"
    currency: str = ""
    price_list_id: int | None = None
    prices_include_tax: bool = True
    tax_rounding: str = "total"
    stock_buffer: int = 0
    out_of_stock: str = "backorder"
    payment_minutes: int | None = None
    time_zone: str = "UTC"


class LocationRow(Record, frozen=True):
    """A place that holds goods, with its holidays. `working_days` are ISO weekdays; coordinates are degrees."""

    id: int
    code: str
    name: str = ""
    kind: str = "warehouse"
    country: str = ""
    region: str = ""
    postal_code: str = ""
    city: str = ""
    street: str = ""
    latitude: Decimal | None = None
    longitude: Decimal | None = None
    time_zone: str = "UTC"
    cutoff: time | None = None
    working_days: Sequence[int] = (1, 2, 3, 4, 5, 6, 7)
    daily_capacity_orders: int | None = None
    handling_days: int = 0
    priority: int = 100
    fulfills: bool = True
    active: bool = True
    release: str = "by_command"
    holidays: Sequence[date] = ()


class Lane(Record, frozen=True):
    """From one country to another."""

    from_country: str
    to_country: str


class TaxPlace(Record, frozen=True):
    """A place of taxation; an empty region is the country as a whole."""

    country: str
    region: str = ""


class HolidayRow(Record, frozen=True):
    location_id: int
    day: date
    name: str


class CarrierRow(Record, frozen=True):
    id: int
    code: str
    name: str = ""
    active: bool = True


class ServiceRow(Record, frozen=True):
    """One way a carrier transports."""

    id: int
    carrier_id: int
    code: str
    name: str
    active: bool
    volume_divisor: int | None = None


class RateTableRow(Record, frozen=True, order=True):
    """One step of a service's rate table as it is written."""

    service_id: int
    from_country: str
    to_country: str
    currency: str
    max_weight_grams: int
    amount_minor: int
    transit_days: int
