"""Which units an invoice takes: the first ones that no invoice has yet. Pure."""

from collections.abc import Sequence

from ordino.billing.commands import IssueInvoice
from ordino.billing.problems import NotInvoiceable
from ordino.billing.rows import InvoicedUnits
from ordino.kernel.problems import InvalidInput, NotFound, Problem
from ordino.orders.reading import OrderLine


def units_to_invoice(
    command: IssueInvoice, lines: Sequence[OrderLine], invoiced: Sequence[int], *, whole_order: bool
) -> list[tuple[OrderLine, int]] | Problem:
    """Lines with how many further units of each go onto the invoice; `invoiced` tells for each line how many are already.

    What was fulfilled just now is limited to units shipped beyond those invoiced before; the others must be there.
    """
    fulfilled = command.fulfilled or command.shipment_id is not None
    open_units = [max(0, line.units_on_order() - units) for line, units in zip(lines, invoiced, strict=True)]
    if not command.lines or (fulfilled and whole_order):
        return [(line, units) for line, units in zip(lines, open_units, strict=True) if units]
    known = {line.number: index for index, line in enumerate(lines)}
    chosen: list[tuple[OrderLine, int]] = []
    for number, wanted in _summed(command.lines).items():
        if number not in known:
            return NotFound(what="line", reference=f"{command.order_id}-{number}")
        if wanted <= 0:
            return InvalidInput(field="lines", reason="a line is invoiced with at least one unit.")
        index = known[number]
        line, left = lines[index], open_units[index]
        if wanted > left and not fulfilled:
            return NotInvoiceable(order_id=command.order_id, line_number=number, wanted=wanted, left=left)
        quantity = max(0, min(wanted, left, line.shipped - invoiced[index])) if fulfilled else wanted
        if quantity:
            chosen.append((line, quantity))
    return chosen


def _summed(lines: Sequence[InvoicedUnits]) -> dict[int, int]:
    """A shipment may name a line several times, once for each package."""
    wanted: dict[int, int] = {}
    for line in lines:
        wanted[line.line_number] = wanted.get(line.line_number, 0) + line.quantity
    return dict(sorted(wanted.items()))
