"""Some or all of an expected receipt arrives."""

from collections.abc import Sequence

from msgspec.structs import replace

from ordino.engine import Unit, handles
from ordino.inventory.accounts import SUPPLIER, location_account
from ordino.inventory.commands import ReceiveIncoming
from ordino.inventory.events import StockReceived
from ordino.inventory.lifecycle import INCOMING
from ordino.inventory.problems import MoreThanExpected
from ordino.inventory.receipts import Receipts, on_receipts
from ordino.inventory.rows import IncomingRow
from ordino.inventory.work import quantity_problem
from ordino.kernel.messages import Decision, Refused
from ordino.kernel.problems import Problem


@handles(ReceiveIncoming)
def receive_incoming(unit: Unit, commands: Sequence[ReceiveIncoming]) -> list[Decision]:
    return on_receipts(unit, commands, _receive)


def _receive(receipts: Receipts, command: ReceiveIncoming, row: IncomingRow) -> Decision:
    problem = _problem(receipts, command, row)
    if problem:
        return Refused(problem)
    reference = command.reference or row.reference
    receipts.shelf.move(
        receipts.pair(row),
        receipts.tracked(command),
        source=SUPPLIER,
        target=location_account(row.location_id),
        reason="receipt",
        reference=reference,
        expires_on=command.lot_expires_on,
    )
    event = StockReceived(
        sku=receipts.codes.sku_code[row.sku_id],
        location=receipts.codes.location_code[row.location_id],
        quantity=command.quantity,
        source=SUPPLIER,
        reference=reference,
        incoming_id=row.id,
        lot=command.lot,
        lot_expires_on=command.lot_expires_on,
        serials=command.serials,
    )
    return receipts.change(_received(row, command.quantity), event)


def _received(row: IncomingRow, quantity: int) -> IncomingRow:
    """The receipt with what has arrived; the last unit ends it."""
    arrived = replace(row, received_quantity=row.received_quantity + quantity)
    if arrived.outstanding:
        return arrived
    return replace(arrived, state=INCOMING.target(row.state, "CloseIncoming"))


def _problem(receipts: Receipts, command: ReceiveIncoming, row: IncomingRow) -> Problem | None:
    if command.quantity > row.outstanding:
        return MoreThanExpected(subject=f"Receipt {row.id}", asked=command.quantity, outstanding=row.outstanding)
    item, tracking = receipts.tracked(command), receipts.shelf.tracking
    return (
        quantity_problem(command.quantity)
        or tracking.problem(item, SUPPLIER)
        or tracking.expiry_problem(item, command.lot_expires_on)
    )
