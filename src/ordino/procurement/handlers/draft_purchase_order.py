"""Begin purchase orders."""

from collections.abc import Sequence
from decimal import Decimal

from ordino.engine import Statements, Unit, handles
from ordino.inventory.codes import Codes
from ordino.inventory.work import quantity_problem
from ordino.kernel.messages import Decision, Done, Record, Refused, StreamEvent
from ordino.kernel.money import minor_digits
from ordino.kernel.problems import InvalidInput, NotFound, Problem
from ordino.kernel.registration import decide_storable
from ordino.procurement.checks import names_problem, percent_problem, price_problem
from ordino.procurement.commands import DraftedPurchaseOrder, DraftPurchaseOrder
from ordino.procurement.decide.matching import amount_minor
from ordino.procurement.decide.receiving import tolerance_units
from ordino.procurement.events import PurchaseOrderDrafted, purchase_order_stream
from ordino.procurement.lifecycle import DRAFT
from ordino.procurement.problems import BelowMinimum, NotSupplied, SupplierInactive
from ordino.procurement.rows import ItemRow, LineRow, PurchaseOrderLine, SupplierRow, WantedGoods

SQL = Statements("ordino.procurement")


class _ScaleRow(Record, frozen=True):
    id: int
    quantity_scale: int


class _NewOrder(Record, frozen=True):
    id: int
    supplier_id: int
    location_id: int
    state: str
    currency: str
    tolerance_percent: Decimal
    reference: str


@handles(DraftPurchaseOrder)
def draft_purchase_order(unit: Unit, commands: Sequence[DraftPurchaseOrder]) -> list[Decision]:
    """Prices, lead times and tolerance are those of the day."""
    return decide_storable(commands, lambda storable: _draft_all(unit, storable))


def _draft_all(unit: Unit, commands: Sequence[DraftPurchaseOrder]) -> list[Decision]:
    desk = _Desk(unit, commands)
    ids = unit.next_ids("procurement_purchase_order_id_seq", len(commands))
    decisions: list[Decision] = []
    for command, order_id in zip(commands, ids, strict=True):
        problem = desk.problem(command)
        decisions.append(Refused(problem) if problem else desk.draft(command, order_id))
    unit.write(SQL.insert_purchase_orders, desk.orders, now=unit.now)
    unit.write(SQL.insert_lines, desk.lines)
    return decisions


class _Desk:
    """What the drafts of a batch need to know, and the rows they make."""

    def __init__(self, unit: Unit, commands: Sequence[DraftPurchaseOrder]) -> None:
        codes = sorted({command.supplier for command in commands})
        self._suppliers = {row.code: row for row in unit.fetch(SQL.select_suppliers, SupplierRow, codes=codes)}
        skus = (line.sku for command in commands for line in command.lines)
        self._codes = Codes(unit, skus=skus, locations=(command.location for command in commands))
        sku_ids = sorted(self._codes.sku_code)
        supplier_ids = sorted(row.id for row in self._suppliers.values())
        items = unit.fetch(SQL.select_items, ItemRow, supplier_ids=supplier_ids, sku_ids=sku_ids)
        self._items = {(row.supplier_id, row.sku_id): row for row in items}
        scales = unit.fetch(SQL.select_scales, _ScaleRow, sku_ids=sku_ids)
        self._scales = {row.id: row.quantity_scale for row in scales}
        self.orders: list[_NewOrder] = []
        self.lines: list[LineRow] = []

    def problem(self, command: DraftPurchaseOrder) -> Problem | None:
        supplier = self._suppliers.get(command.supplier)
        if supplier is None:
            return NotFound(what="supplier", reference=command.supplier)
        if not supplier.active:
            return SupplierInactive(supplier=supplier.code)
        percent = command.tolerance_percent
        return (
            self._codes.location_problem(command.location)
            or (percent_problem(percent) if percent is not None else None)
            or names_problem([line.sku for line in command.lines], "lines")
            or next(filter(None, (self._line_problem(supplier, line) for line in command.lines)), None)
        )

    def draft(self, command: DraftPurchaseOrder, order_id: int) -> Decision:
        """Keep the rows of a new order and answer with it."""
        supplier = self._suppliers[command.supplier]
        percent = supplier.tolerance_percent if command.tolerance_percent is None else command.tolerance_percent
        location_id = self._codes.location_id(command.location)
        self.orders.append(
            _NewOrder(order_id, supplier.id, location_id, DRAFT, supplier.currency, percent, command.reference)
        )
        lines = [
            self._line(supplier, order_id, number, wanted, percent) for number, wanted in enumerate(command.lines, 1)
        ]
        self.lines += lines
        digits = minor_digits(supplier.currency)
        total = sum(amount_minor(line.quantity, line.unit_price, line.quantity_scale, digits) for line in lines)
        event = PurchaseOrderDrafted(
            purchase_order_id=order_id,
            supplier=supplier.code,
            location=command.location,
            currency=supplier.currency,
            total_minor=total,
            tolerance_percent=percent,
            lines=tuple(map(_agreed, lines)),
            reference=command.reference,
        )
        result = DraftedPurchaseOrder(
            purchase_order_id=order_id, state=DRAFT, currency=supplier.currency, total_minor=total
        )
        return Done(result, (StreamEvent(purchase_order_stream(order_id), event, begins=True),))

    def _line_problem(self, supplier: SupplierRow, line: WantedGoods) -> Problem | None:
        problem = self._codes.sku_problem(line.sku) or quantity_problem(line.quantity)
        if problem is not None:
            return problem
        item = self._items.get((supplier.id, self._codes.sku_id(line.sku)))
        if item is None:
            return NotSupplied(supplier=supplier.code, sku=line.sku)
        if line.quantity < item.minimum_quantity:
            return BelowMinimum(
                supplier=supplier.code, sku=line.sku, asked=line.quantity, minimum=item.minimum_quantity
            )
        if line.expected_at is not None and line.expected_at.tzinfo is None:
            return InvalidInput(field="expected_at", reason="must name its time zone")
        return price_problem(line.unit_price) if line.unit_price is not None else None

    def _line(
        self, supplier: SupplierRow, order_id: int, number: int, wanted: WantedGoods, percent: Decimal
    ) -> LineRow:
        sku_id = self._codes.sku_id(wanted.sku)
        item = self._items[supplier.id, sku_id]
        return LineRow(
            order_id,
            number,
            sku_id,
            wanted.sku,
            self._scales[sku_id],
            item.supplier_code,
            item.unit_price if wanted.unit_price is None else wanted.unit_price,
            item.lead_time_days,
            wanted.quantity,
            tolerance_units(wanted.quantity, percent),
            wanted.expected_at,
        )


def _agreed(line: LineRow) -> PurchaseOrderLine:
    return PurchaseOrderLine(
        line_number=line.number,
        sku=line.sku,
        unit_price=line.unit_price,
        supplier_code=line.supplier_code,
        lead_time_days=line.lead_time_days,
        quantity=line.quantity,
        tolerance_quantity=line.tolerance_quantity,
    )
