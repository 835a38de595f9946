"""Settings as they are read."""

from datetime import date, datetime
from decimal import Decimal

import msgspec

from ordino.engine import Reader, Statements, Window
from ordino.kernel.messages import Record

SQL = Statements("ordino.office")


class LocationSetting(Record, frozen=True):
    """A location; its coordinates are degrees, empty where they are not known, `closed_days` those of its own beside weekends."""

    code: str
    name: str
    kind: str
    country: str
    region: str
    postal_code: str
    city: str
    street: str
    time_zone: str
    cutoff: str
    working_days: str
    daily_capacity_orders: int | None
    handling_days: int
    priority: int
    fulfills: bool
    active: bool
    release: str
    latitude: str
    longitude: str
    closed_days: str
    holidays: int


class ChannelSetting(Record, frozen=True):
    """A channel with its price list by code."""

    code: str
    name: str
    kind: str
    currency: str
    price_list: str
    prices_include_tax: bool
    tax_rounding: str
    stock_buffer: int
    out_of_stock: str
    payment_minutes: int | None
    time_zone: str


class CarrierSetting(Record, frozen=True):
    code: str
    name: str
    active: bool
    services: list[str]
    rates: int


class TaxSetting(Record, frozen=True):
    country: str
    region: str
    category: str
    rate: Decimal
    valid_from: date
    valid_to: date | None


class SourcingSetting(Record, frozen=True):
    channel: str
    max_parcels: int
    extra_parcel_cost_minor: int
    default_transit_days: int | None
    costs: str
    location_costs: str


class ReturnSetting(Record, frozen=True):
    channel: str
    window_days: int | None
    expected_days: int
    restocking_fee_percent: Decimal
    shipping_paid_by: str
    refund_shipping: bool
    not_returnable_skus: str
    not_returnable_categories: str
    approve_automatically: bool
    needs_inspection: bool
    refund_to: str


class RefundLimit(Record, frozen=True):
    channel: str
    approve_refunds_above_minor: int | None


class MerchantSetting(Record, frozen=True):
    """Who issues documents, with the parts of the address side by side; the form of the merchant holds the same."""

    name: str
    street: str = ""
    postal_code: str = ""
    city: str = ""
    region: str = ""
    country: str = ""
    vat_id: str = ""
    registration: str = ""
    email: str = ""
    phone: str = ""
    website: str = ""
    bank_name: str = ""
    iban: str = ""
    bic: str = ""
    language: str = "en"
    time_zone: str = "UTC"
    invoice_prefix: str = "INV"
    credit_note_prefix: str = "CN"


class InvoicingSetting(Record, frozen=True):
    channel: str
    invoice_per: str


class BoxSetting(Record, frozen=True):
    code: str
    length_mm: int
    width_mm: int
    height_mm: int
    maximum_weight_grams: int
    tare_weight_grams: int
    active: bool


class NotifyingSetting(Record, frozen=True):
    channel: str
    enabled: bool
    sender: str
    sender_name: str
    language: str


class FraudSetting(Record, frozen=True):
    """The threshold of a channel and its rules, as they are kept."""

    channel: str
    hold_at: int
    rules: str


class TrailRow(Record, frozen=True):
    id: int
    kind: str
    actor: str
    recorded_at: datetime
    result: msgspec.Raw | None


def channels(reader: Reader) -> list[ChannelSetting]:
    return reader.fetch(SQL.select_channel_settings, ChannelSetting)


def price_list_codes(reader: Reader) -> list[str]:
    """The codes of all price lists."""
    return [str(code) for code in reader.fetch_values(SQL.select_price_list_codes)]


def locations(reader: Reader) -> list[LocationSetting]:
    return reader.fetch(SQL.select_locations, LocationSetting)


def carriers(reader: Reader) -> list[CarrierSetting]:
    return reader.fetch(SQL.select_carriers, CarrierSetting)


def taxes(reader: Reader) -> list[TaxSetting]:
    return reader.fetch(SQL.select_tax_rates, TaxSetting)


def sourcing_rules(reader: Reader) -> list[SourcingSetting]:
    return reader.fetch(SQL.select_sourcing_rules, SourcingSetting)


def return_policies(reader: Reader) -> list[ReturnSetting]:
    return reader.fetch(SQL.select_return_policies, ReturnSetting)


def refund_limits(reader: Reader) -> list[RefundLimit]:
    return reader.fetch(SQL.select_refund_limits, RefundLimit)


def merchants(reader: Reader) -> list[MerchantSetting]:
    """Who issues documents now; nobody or one."""
    return reader.fetch(SQL.select_merchant_setting, MerchantSetting)


def invoicing(reader: Reader) -> list[InvoicingSetting]:
    return reader.fetch(SQL.select_invoicing, InvoicingSetting)


def boxes(reader: Reader) -> list[BoxSetting]:
    return reader.fetch(SQL.select_all_boxes, BoxSetting)


def notifying(reader: Reader) -> list[NotifyingSetting]:
    return reader.fetch(SQL.select_notifying, NotifyingSetting)


def fraud_rules(reader: Reader) -> list[FraudSetting]:
    return reader.fetch(SQL.select_fraud_rules, FraudSetting)


def trail(reader: Reader, window: Window, *, actor: str | None, kind: str | None) -> list[TrailRow]:
    """Commands that were carried out, the newest first."""
    return reader.fetch_window(SQL.select_trail, TrailRow, window, actor=actor, kind=kind)
