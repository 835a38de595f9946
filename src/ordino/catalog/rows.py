"""Rows of the catalog as they are read and written."""

from datetime import date
from decimal import Decimal

from ordino.kernel.messages import Record


class SkuRow(Record, frozen=True):
    """A SKU. `quantity_scale` is the number of decimals it is sold with; a weight or size of 0 is not known."""

    id: int
    code: str
    product_id: int | None = None
    name: str = ""
    kind: str = "goods"
    tax_category: str = "standard"
    weight_grams: int = 0
    length_mm: int = 0
    width_mm: int = 0
    height_mm: int = 0
    quantity_scale: int = 0
    sellable: bool = True
    backorderable: bool = True


class FoundSku(SkuRow, frozen=True):
    """A SKU and the code or barcode by which it was found."""

    asked: str = ""


class ProductRow(Record, frozen=True):
    """What a shop shows on one page."""

    id: int
    code: str
    name: str


class BarcodeRow(Record, frozen=True):
    """A scanned code and the SKU it means."""

    code: str
    sku_id: int


class BundleComponentRow(Record, frozen=True):
    """`quantity` (smallest units of `sku_id`) are in one bundle."""

    bundle_id: int
    sku_id: int
    quantity: int


class SubstituteRow(Record, frozen=True):
    """What may be offered instead of `sku_id`; the lowest rank first."""

    sku_id: int
    substitute_id: int
    rank: int


class PriceWish(Record, frozen=True):
    """A price that is asked for."""

    price_list_id: int
    sku_id: int
    customer_id: int | None = None


class PriceListRow(Record, frozen=True):
    """A price list; days of validity are included, None is open."""

    id: int
    code: str
    currency: str
    includes_tax: bool
    valid_from: date | None
    valid_to: date | None


class PriceKeyRow(Record, frozen=True):
    """One price as it is written."""

    price_list_id: int
    sku_id: int
    customer_id: int | None
    minimum_quantity: int
    unit_price: Decimal
