"""Say what suppliers ask for SKUs."""

from collections.abc import Sequence

from ordino.engine import Statements, Unit, handles
from ordino.inventory.codes import Codes
from ordino.inventory.work import quantity_problem
from ordino.kernel.messages import Decision, Done, Refused, StreamEvent
from ordino.kernel.problems import NotFound, Problem
from ordino.kernel.registration import decide_storable
from ordino.procurement.checks import days_problem, names_problem, price_problem
from ordino.procurement.commands import SetSupplierItems, SupplierResult
from ordino.procurement.events import SupplierItemsSet, supplier_stream
from ordino.procurement.rows import ItemRow, SupplierItem, SupplierRow

SQL = Statements("ordino.procurement")


@handles(SetSupplierItems)
def set_supplier_items(unit: Unit, commands: Sequence[SetSupplierItems]) -> list[Decision]:
    """The last of several commands on one SKU of a supplier counts."""
    return decide_storable(commands, lambda storable: _set_all(unit, storable))


def _set_all(unit: Unit, commands: Sequence[SetSupplierItems]) -> list[Decision]:
    wanted = sorted({command.supplier for command in commands})
    suppliers = {row.code: row for row in unit.fetch(SQL.lock_suppliers, SupplierRow, codes=wanted)}
    codes = Codes(unit, skus=(item.sku for command in commands for item in command.items))
    rows: dict[tuple[int, int], ItemRow] = {}
    decisions: list[Decision] = []
    for command in commands:
        supplier = suppliers.get(command.supplier)
        if supplier is None:
            decisions.append(Refused(NotFound(what="supplier", reference=command.supplier)))
            continue
        problem = names_problem([item.sku for item in command.items], "items") or next(
            filter(None, (_problem(codes, item) for item in command.items)), None
        )
        if problem is not None:
            decisions.append(Refused(problem))
            continue
        for item in command.items:
            row = _row(supplier, codes.sku_id(item.sku), item)
            rows[row.supplier_id, row.sku_id] = row
        event = SupplierItemsSet(supplier_id=supplier.id, code=supplier.code, items=command.items)
        result = SupplierResult(supplier_id=supplier.id, code=supplier.code)
        decisions.append(Done(result, (StreamEvent(supplier_stream(supplier.id), event),)))
    unit.write(SQL.upsert_items, list(rows.values()))
    return decisions


def _problem(codes: Codes, item: SupplierItem) -> Problem | None:
    return (
        codes.sku_problem(item.sku)
        or price_problem(item.unit_price)
        or quantity_problem(item.minimum_quantity, field="minimum_quantity")
        or days_problem(item.lead_time_days, "lead_time_days")
    )


def _row(supplier: SupplierRow, sku_id: int, item: SupplierItem) -> ItemRow:
    return ItemRow(supplier.id, sku_id, item.supplier_code, item.unit_price, item.minimum_quantity, item.lead_time_days)
