"""Take in what arrived of purchase orders: up to the ordered quantity and its tolerance."""

from collections.abc import Sequence

from msgspec import structs

from ordino.engine import Unit, handles
from ordino.inventory.work import quantity_problem
from ordino.kernel.messages import Decision, Record, Refused
from ordino.kernel.problems import InvalidInput, NotFound, Problem
from ordino.kernel.registration import decide_storable
from ordino.procurement.book import SQL, PurchaseBook, decide_each, done_with
from ordino.procurement.commands import GoodsReceived, ReceivePurchaseOrder
from ordino.procurement.decide.receiving import reached
from ordino.procurement.events import PurchaseOrderReceived
from ordino.procurement.problems import ElsewhereExpected, SerialsBeyondTolerance
from ordino.procurement.rows import ArrivedGoods, LineRow, PurchaseOrderRow, TakenGoods


class _Receipt(Record, frozen=True):
    id: int
    purchase_order_id: int
    location_id: int
    reference: str


class _ReceiptLine(Record, frozen=True):
    receipt_id: int
    line_number: int
    accepted: int
    refused: int


@handles(ReceivePurchaseOrder)
def receive_purchase_order(unit: Unit, commands: Sequence[ReceivePurchaseOrder]) -> list[Decision]:
    """What is too much is refused with its figure; the rest comes in. Stock follows the event."""
    return decide_storable(commands, lambda storable: _receive_all(unit, storable))


def _receive_all(unit: Unit, commands: Sequence[ReceivePurchaseOrder]) -> list[Decision]:
    book = PurchaseBook(unit, (command.purchase_order_id for command in commands))
    ids = iter(unit.next_ids("procurement_receipt_id_seq", len(commands)))
    receipts: list[_Receipt] = []
    lines: list[_ReceiptLine] = []

    def receive(book: PurchaseBook, command: ReceivePurchaseOrder, row: PurchaseOrderRow) -> Decision:
        problem = _problem(book, command, row)
        if problem is not None:
            return Refused(problem)
        receipt = _Receipt(next(ids), row.id, row.location_id, command.reference)
        taken = tuple([_take(book, row, arrived) for arrived in command.lines])
        receipts.append(receipt)
        lines.extend(_counted(receipt.id, taken))
        return _answer(book, command, row, receipt.id, taken)

    decisions = decide_each(book, commands, receive)
    book.write()
    unit.write(SQL.insert_receipts, receipts, received_by=unit.actor.name, now=unit.now)
    unit.write(SQL.insert_receipt_lines, lines)
    return decisions


def _problem(book: PurchaseBook, command: ReceivePurchaseOrder, row: PurchaseOrderRow) -> Problem | None:
    if command.location != row.location:
        return ElsewhereExpected(purchase_order_id=row.id, expected=row.location, location=command.location)
    if not command.lines:
        return InvalidInput(field="lines", reason="name at least one")
    left: dict[int, int] = {}
    for arrived in command.lines:
        line = book.line(row.id, arrived.line_number)
        if line is None:
            return NotFound(what=f"line of purchase order {row.id}", reference=str(arrived.line_number))
        problem = quantity_problem(arrived.quantity)
        if problem is not None:
            return problem
        accepted = min(arrived.quantity, left.get(line.number, line.may_come))
        left[line.number] = left.get(line.number, line.may_come) - accepted
        if arrived.serials and accepted < arrived.quantity:
            return SerialsBeyondTolerance(line_number=line.number, arrived=arrived.quantity, accepted=accepted)
    return None


def _take(book: PurchaseBook, row: PurchaseOrderRow, arrived: ArrivedGoods) -> TakenGoods:
    """Accept what may come; of that, what is announced first."""
    line = book.line(row.id, arrived.line_number)
    assert line is not None
    accepted = min(arrived.quantity, line.may_come)
    refused = arrived.quantity - accepted
    announced = book.announced(line)
    expected = min(accepted, announced.outstanding) if announced is not None else 0
    if announced is not None and expected:
        book.arrive(announced, expected)
    book.change_line(_after(line, accepted, refused))
    return TakenGoods(
        line_number=line.number,
        sku=line.sku,
        accepted=accepted,
        refused=refused,
        announced=expected,
        incoming_id=announced.incoming_id if announced is not None and expected else None,
        lot=arrived.lot,
        lot_expires_on=arrived.lot_expires_on,
        serials=arrived.serials,
    )


def _after(line: LineRow, accepted: int, refused: int) -> LineRow:
    return structs.replace(
        line,
        received_quantity=line.received_quantity + accepted,
        refused_quantity=line.refused_quantity + refused,
    )


def _counted(receipt_id: int, taken: Sequence[TakenGoods]) -> list[_ReceiptLine]:
    """One row for each line, however many lots it came in."""
    numbers = dict.fromkeys(one.line_number for one in taken)
    return [
        _ReceiptLine(
            receipt_id,
            number,
            sum(one.accepted for one in taken if one.line_number == number),
            sum(one.refused for one in taken if one.line_number == number),
        )
        for number in numbers
    ]


def _answer(
    book: PurchaseBook,
    command: ReceivePurchaseOrder,
    row: PurchaseOrderRow,
    receipt_id: int,
    taken: tuple[TakenGoods, ...],
) -> Decision:
    after = book.move(row, command, reached(book.lines(row.id)))
    event = PurchaseOrderReceived(
        purchase_order_id=row.id,
        receipt_id=receipt_id,
        location=row.location,
        lines=taken,
        state=after.state,
        reference=command.reference,
    )
    result = GoodsReceived(purchase_order_id=row.id, state=after.state, receipt_id=receipt_id, lines=taken)
    return done_with(after, event, result)
