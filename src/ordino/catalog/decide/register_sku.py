"""What a SKU is after it was registered (again)."""

from collections.abc import Mapping

from msgspec import UNSET

from ordino.catalog.commands import Component, RegisterSku
from ordino.catalog.problems import BarcodeTaken, UnknownSkus
from ordino.catalog.rows import BundleComponentRow, SkuRow, SubstituteRow
from ordino.kernel.problems import InvalidInput, Problem
from ordino.kernel.registration import check_code, with_given

GIVEN_FIELDS = (
    "name", "tax_category", "weight_grams", "length_mm", "width_mm", "height_mm", "quantity_scale", "sellable",
    "backorderable",
)  # fmt: skip
_SIZES = ("weight_grams", "length_mm", "width_mm", "height_mm")
_LARGEST = 10**12
_MOST_SCALE = 6
_MOST_RANK = 32_767


def registered_sku(command: RegisterSku, known: SkuRow | None, new_id: int) -> SkuRow | Problem:
    """The SKU with what is given, or why it cannot be accepted."""
    after = with_given(known or SkuRow(new_id, command.code), command, GIVEN_FIELDS, kind="sku_kind")
    problem = check_code(command.code) or check_code(after.tax_category, "tax_category") or _wrong_number(after)
    if problem is None and command.product is not UNSET:
        problem = check_code(command.product, "product")
    if problem is None and known is not None:
        problem = _wrong_change(known, after)
    elif problem is None and after.kind == "bundle" and command.components is UNSET:
        problem = InvalidInput(field="components", reason=f"{after.code} is a bundle; name what is in it.")
    return problem or after


def taken_barcode(command: RegisterSku, sku_id: int, owners: Mapping[str, int]) -> Problem | None:
    """Why a barcode cannot be accepted: it is no code, or means another SKU."""
    for barcode in command.barcodes:
        problem = check_code(barcode, "barcodes")
        if problem:
            return problem
        if owners.get(barcode, sku_id) != sku_id:
            return BarcodeTaken(barcode=barcode, sku_id=owners[barcode])
    return None


def bundle_content(
    bundle: SkuRow, components: tuple[Component, ...], skus: Mapping[str, SkuRow]
) -> list[BundleComponentRow] | Problem:
    """What is in the bundle; a component is a known SKU that is no bundle."""
    if bundle.kind != "bundle":
        return InvalidInput(field="components", reason=f"{bundle.code} is {bundle.kind}; only a bundle has components.")
    unknown = tuple(dict.fromkeys(component.sku for component in components if component.sku not in skus))
    if unknown:
        return UnknownSkus(field="components", codes=unknown)
    quantities: dict[int, int] = {}
    for component in components:
        sku = skus[component.sku]
        if sku.kind == "bundle":
            return InvalidInput(field="components", reason=f"{sku.code} is a bundle; name what is in it instead.")
        if not 0 < component.quantity < _LARGEST:
            return InvalidInput(field="components", reason=f"{component.quantity} of {sku.code}; give 1 or more.")
        quantities[sku.id] = quantities.get(sku.id, 0) + component.quantity
    if not quantities:
        return InvalidInput(field="components", reason=f"{bundle.code} is a bundle; name at least one component.")
    return [BundleComponentRow(bundle.id, sku_id, quantity) for sku_id, quantity in sorted(quantities.items())]


def ranked_substitutes(
    sku: SkuRow, substitutes: tuple[str, ...], skus: Mapping[str, SkuRow]
) -> list[SubstituteRow] | Problem:
    """What may be offered instead, in the order given."""
    unknown = tuple(dict.fromkeys(code for code in substitutes if code not in skus))
    if unknown:
        return UnknownSkus(field="substitutes", codes=unknown)
    ids = list(dict.fromkeys(skus[code].id for code in substitutes))
    if sku.id in ids or len(ids) > _MOST_RANK:
        return InvalidInput(field="substitutes", reason=f"{sku.code} does not stand in for itself; name other SKUs.")
    return [SubstituteRow(sku.id, substitute_id, rank) for rank, substitute_id in enumerate(ids, 1)]


def _wrong_number(sku: SkuRow) -> InvalidInput | None:
    for field in _SIZES:
        value: int = getattr(sku, field)
        if not 0 <= value < _LARGEST:
            return InvalidInput(field=field, reason=f"{value} is not between 0 and {_LARGEST - 1}.")
    if not 0 <= sku.quantity_scale <= _MOST_SCALE:
        return InvalidInput(field="quantity_scale", reason=f"{sku.quantity_scale} is not between 0 and {_MOST_SCALE}.")
    return None


def _wrong_change(known: SkuRow, after: SkuRow) -> InvalidInput | None:
    fixed = (("quantity_scale", known.quantity_scale, after.quantity_scale), ("sku_kind", known.kind, after.kind))
    for field, before, wanted in fixed:
        if wanted != before:
            reason = f"{known.code} has {before} and orders count on it; register another SKU for {wanted}."
            return InvalidInput(field=field, reason=reason)
    return None
