"""What may be asked of the catalog. A field that is left out stays as it is, or gets its default where the thing is new."""

from datetime import date
from decimal import Decimal
from typing import ClassVar, Literal

from msgspec import UNSET, UnsetType

from ordino.kernel.messages import Command, Record, Result

SkuKind = Literal["goods", "service", "bundle"]


class Component(Record, frozen=True, kw_only=True):
    """`quantity` smallest units of a SKU, given by code or barcode, are in one bundle."""

    sku: str
    quantity: int


class PriceEntry(Record, frozen=True, kw_only=True, omit_defaults=True):
    """The price of one whole unit from `minimum_quantity` smallest units on; with a customer it is that customer's own."""

    sku: str
    unit_price: Decimal
    minimum_quantity: int = 1
    customer_id: int | None = None


class RegisteredSku(Result, frozen=True, kw_only=True):
    sku_id: int
    code: str
    created: bool


class AcceptedPrices(Result, frozen=True, kw_only=True):
    """`changed` is how many prices are new or different now."""

    price_list_id: int
    code: str
    changed: int


class RegisterSku(Command, frozen=True, kw_only=True):
    """Make a SKU known under its code, or change what is known of it.

    Components and substitutes replace those before; barcodes are added. Kind and quantity scale of a known SKU never change.
    """

    context: ClassVar[str] = "catalog"
    result: ClassVar[type[Result]] = RegisteredSku

    code: str
    product: str | UnsetType = UNSET
    product_name: str = ""
    name: str | UnsetType = UNSET
    sku_kind: SkuKind | UnsetType = UNSET
    tax_category: str | UnsetType = UNSET
    weight_grams: int | UnsetType = UNSET
    length_mm: int | UnsetType = UNSET
    width_mm: int | UnsetType = UNSET
    height_mm: int | UnsetType = UNSET
    quantity_scale: int | UnsetType = UNSET
    sellable: bool | UnsetType = UNSET
    backorderable: bool | UnsetType = UNSET
    barcodes: tuple[str, ...] = ()
    components: tuple[Component, ...] | UnsetType = UNSET
    substitutes: tuple[str, ...] | UnsetType = UNSET


class SetPrices(Command, frozen=True, kw_only=True):
    """Set prices in a price list; a list that is not known is made and needs a currency. Other prices stay as they are."""

    context: ClassVar[str] = "catalog"
    result: ClassVar[type[Result]] = AcceptedPrices

    price_list: str
    prices: tuple[PriceEntry, ...]
    currency: str | UnsetType = UNSET
    includes_tax: bool | UnsetType = UNSET
    valid_from: date | UnsetType | None = UNSET
    valid_to: date | UnsetType | None = UNSET
