"""What is available is corrected by a difference."""

from collections.abc import Sequence

from ordino.engine import Unit, handles
from ordino.inventory.accounts import ADJUSTMENT, AVAILABLE, location_account
from ordino.inventory.commands import AdjustStock
from ordino.inventory.events import StockAdjusted
from ordino.inventory.rows import Pair
from ordino.inventory.shelf import Shelf, on_shelf, tracked
from ordino.inventory.work import quantity_problem
from ordino.kernel.messages import Decision, Refused
from ordino.kernel.problems import InvalidInput, Problem


@handles(AdjustStock)
def adjust_stock(unit: Unit, commands: Sequence[AdjustStock]) -> list[Decision]:
    return on_shelf(unit, commands, _adjust)


def _adjust(shelf: Shelf, command: AdjustStock, pair: Pair) -> Decision:
    here = location_account(pair.location_id)
    source, target = (ADJUSTMENT, here) if command.change > 0 else (here, ADJUSTMENT)
    item = tracked(shelf.codes, command, abs(command.change))
    problem = _problem(command) or (
        shelf.tracking.problem(item, source) if command.change > 0 else shelf.leaving_problem(pair, item, AVAILABLE)
    )
    if problem:
        return Refused(problem)
    shelf.move(pair, item, source=source, target=target, reason=command.reason, reference=command.reference)
    event = StockAdjusted(
        sku=command.sku,
        location=command.location,
        change=command.change,
        reason=command.reason,
        reference=command.reference,
        lot=command.lot,
        serials=command.serials,
    )
    return shelf.done(pair, event)


def _problem(command: AdjustStock) -> Problem | None:
    if not command.reason.strip():
        return InvalidInput(field="reason", reason="say why the stock is adjusted")
    return quantity_problem(abs(command.change), field="change")
