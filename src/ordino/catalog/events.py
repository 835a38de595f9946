"""What has happened in the catalog. The stream of SKU 7 is `sku/7`, of price list 3 `price_list/3`."""

from ordino.kernel.messages import Event


class SkuRegistered(Event, frozen=True, kw_only=True):
    sku_id: int
    code: str
    name: str
    sku_kind: str


class SkuChanged(Event, frozen=True, kw_only=True):
    """`changed` names what is different now: fields, `barcodes`, `components`, `substitutes`."""

    sku_id: int
    code: str
    changed: tuple[str, ...]


class PricesSet(Event, frozen=True, kw_only=True):
    """`sku_ids` have a new or different price; `changed` names the list's own fields that differ."""

    price_list_id: int
    code: str
    sku_ids: tuple[int, ...]
    changed: tuple[str, ...] = ()
