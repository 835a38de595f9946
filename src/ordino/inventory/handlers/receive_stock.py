"""Units come in that nobody announced."""

from collections.abc import Sequence

from ordino.engine import Unit, handles
from ordino.inventory.accounts import SUPPLIER, location_account
from ordino.inventory.commands import ReceiveStock
from ordino.inventory.events import StockReceived
from ordino.inventory.rows import Pair
from ordino.inventory.shelf import Shelf, on_shelf, tracked
from ordino.inventory.work import quantity_problem
from ordino.kernel.messages import Decision, Refused


@handles(ReceiveStock)
def receive_stock(unit: Unit, commands: Sequence[ReceiveStock]) -> list[Decision]:
    return on_shelf(unit, commands, _receive)


def _receive(shelf: Shelf, command: ReceiveStock, pair: Pair) -> Decision:
    item = tracked(shelf.codes, command, command.quantity)
    problem = (
        quantity_problem(command.quantity)
        or shelf.tracking.problem(item, SUPPLIER)
        or shelf.tracking.expiry_problem(item, command.lot_expires_on)
    )
    if problem:
        return Refused(problem)
    shelf.move(
        pair,
        item,
        source=SUPPLIER,
        target=location_account(pair.location_id),
        reason="receipt",
        reference=command.reference,
        expires_on=command.lot_expires_on,
    )
    event = StockReceived(
        sku=command.sku,
        location=command.location,
        quantity=command.quantity,
        source=SUPPLIER,
        reference=command.reference,
        lot=command.lot,
        lot_expires_on=command.lot_expires_on,
        serials=command.serials,
    )
    return shelf.done(pair, event)
