"""Register SKUs: one batch is one import page."""

from collections.abc import Sequence
from functools import partial

from msgspec import UNSET
from msgspec.structs import replace

from ordino.catalog.commands import RegisteredSku, RegisterSku
from ordino.catalog.decide.register_sku import bundle_content, ranked_substitutes, registered_sku, taken_barcode
from ordino.catalog.events import SkuChanged, SkuRegistered
from ordino.catalog.queries import SQL, bundle_components, skus_by_code, substitutes
from ordino.catalog.rows import BarcodeRow, BundleComponentRow, ProductRow, SkuRow, SubstituteRow
from ordino.engine import Unit, handles
from ordino.kernel.messages import Decision, Done, Known, Refused, StreamEvent
from ordino.kernel.problems import Problem
from ordino.kernel.registration import CodeBook, changed_fields, decide_storable


@handles(RegisterSku)
def register_sku(unit: Unit, commands: Sequence[RegisterSku]) -> list[Decision]:
    """Decide each command on what the earlier ones of the batch left, then write the difference."""
    return decide_storable(commands, lambda storable: _register(unit, storable))


def _register(unit: Unit, commands: Sequence[RegisterSku]) -> list[Decision]:
    book = _Book(unit, commands)
    decisions = [book.register(command) for command in commands]
    book.write(unit)
    return decisions


class _Book:
    """The SKUs of a batch as they are known, and as they become."""

    def __init__(self, unit: Unit, commands: Sequence[RegisterSku]) -> None:
        codes = sorted({command.code for command in commands})
        before = {row.code: row for row in unit.fetch(SQL.lock_skus, SkuRow, codes=codes)}
        self._skus = CodeBook(before, codes, partial(unit.next_ids, "catalog_sku_id_seq"))
        self._referenced: dict[str, SkuRow] = {**skus_by_code(unit, _referenced_codes(commands)), **before}
        self._products = _Products(unit, commands)
        barcodes = sorted({barcode for command in commands for barcode in command.barcodes})
        self._owners = {row.code: row.sku_id for row in unit.fetch(SQL.select_barcodes, BarcodeRow, codes=barcodes)}
        self._new_barcodes: list[BarcodeRow] = []
        self._contents = bundle_components(unit, [row.id for row in before.values() if row.kind == "bundle"])
        self._new_contents: dict[int, list[BundleComponentRow]] = {}
        self._substitutes = substitutes(unit, [row.id for row in before.values()])
        self._new_substitutes: dict[int, list[SubstituteRow]] = {}

    def register(self, command: RegisterSku) -> Decision:
        known = self._skus.rows.get(command.code)
        after = registered_sku(command, known, self._skus.new_ids.get(command.code, 0))
        if isinstance(after, Problem):
            return Refused(after)
        taken = taken_barcode(command, after.id, self._owners)
        content = None if command.components is UNSET else bundle_content(after, command.components, self._referenced)
        ranked = (
            None if command.substitutes is UNSET else ranked_substitutes(after, command.substitutes, self._referenced)
        )
        for answer in (taken, content, ranked):
            if isinstance(answer, Problem):
                return Refused(answer)
        after = replace(after, product_id=self._products.product_id(command, after))
        changed = changed_fields(known, after) if known else ()
        self._skus.rows[command.code] = self._referenced[command.code] = after
        changed += self._add_barcodes(command.barcodes, after)
        if isinstance(content, list) and content != self._contents.get(after.id, []):
            self._contents[after.id] = self._new_contents[after.id] = content
            changed += ("components",)
        if isinstance(ranked, list) and ranked != self._substitutes.get(after.id, []):
            self._substitutes[after.id] = self._new_substitutes[after.id] = ranked
            changed += ("substitutes",)
        return _decision(known, after, changed)

    def write(self, unit: Unit) -> None:
        """Write what differs, each table in one statement."""
        self._products.write(unit)
        unit.write(SQL.insert_skus, self._skus.new())
        unit.write(SQL.update_skus, self._skus.changed())
        unit.write(SQL.insert_barcodes, self._new_barcodes)
        if self._new_contents:
            unit.fetch_values(SQL.delete_bundle_components, bundle_ids=list(self._new_contents))
            unit.write(SQL.insert_bundle_components, [row for rows in self._new_contents.values() for row in rows])
        if self._new_substitutes:
            unit.fetch_values(SQL.delete_substitutes, sku_ids=list(self._new_substitutes))
            unit.write(SQL.insert_substitutes, [row for rows in self._new_substitutes.values() for row in rows])

    def _add_barcodes(self, barcodes: Sequence[str], sku: SkuRow) -> tuple[str, ...]:
        added = [barcode for barcode in dict.fromkeys(barcodes) if barcode not in self._owners]
        for barcode in added:
            self._owners[barcode] = sku.id
            self._new_barcodes.append(BarcodeRow(barcode, sku.id))
            self._referenced.setdefault(barcode, sku)
        return ("barcodes",) if added else ()


class _Products:
    """The products of a batch as they are known, and as they become."""

    def __init__(self, unit: Unit, commands: Sequence[RegisterSku]) -> None:
        codes = sorted({command.product for command in commands if command.product is not UNSET})
        before = {row.code: row for row in unit.fetch(SQL.lock_products, ProductRow, codes=codes)}
        self._products = CodeBook(before, codes, partial(unit.next_ids, "catalog_product_id_seq"))

    def product_id(self, command: RegisterSku, sku: SkuRow) -> int | None:
        """The product a SKU belongs to, which is made on the way; its name is the SKU's where none is given."""
        if command.product is UNSET:
            return sku.product_id
        known = self._products.rows.get(command.product)
        product = known or ProductRow(self._products.new_ids[command.product], command.product, sku.name or sku.code)
        if command.product_name:
            product = replace(product, name=command.product_name)
        self._products.rows[command.product] = product
        return product.id

    def write(self, unit: Unit) -> None:
        unit.write(SQL.insert_products, self._products.new())
        unit.write(SQL.update_products, self._products.changed())


def _referenced_codes(commands: Sequence[RegisterSku]) -> list[str]:
    codes: set[str] = set()
    for command in commands:
        if command.components is not UNSET:
            codes.update(component.sku for component in command.components)
        if command.substitutes is not UNSET:
            codes.update(command.substitutes)
    return sorted(codes)


def _decision(known: SkuRow | None, sku: SkuRow, changed: tuple[str, ...]) -> Decision:
    result = RegisteredSku(sku_id=sku.id, code=sku.code, created=known is None)
    stream = f"sku/{sku.id}"
    if known is None:
        event = SkuRegistered(sku_id=sku.id, code=sku.code, name=sku.name, sku_kind=sku.kind)
        return Done(result, (StreamEvent(stream, event),))
    if not changed:
        return Known(result)
    return Done(result, (StreamEvent(stream, SkuChanged(sku_id=sku.id, code=sku.code, changed=changed)),))
