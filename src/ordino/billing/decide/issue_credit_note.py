"""What a credit note takes back: units from the first, charges once; after a cancellation the last units. Pure."""

from collections.abc import Sequence

from ordino.billing.commands import IssueCreditNote
from ordino.billing.problems import ChargeNotCreditable, NotCreditable
from ordino.billing.rows import BilledCharge, BilledUnits
from ordino.kernel.messages import Record
from ordino.kernel.problems import InvalidInput, NotFound, Problem
from ordino.orders.reading import OrderCharge, OrderLine


class CreditedPart(Record, frozen=True):
    """Units `first` to `first + quantity` of a line."""

    line: OrderLine
    first: int
    quantity: int


class Credit(Record, frozen=True):
    """What is credited."""

    units: tuple[CreditedPart, ...]
    charges: tuple[OrderCharge, ...]

    def total_minor(self, *, prices_include_tax: bool) -> int:
        """What the customer gets back, in minor units."""
        units = [
            part.line.shares().of_units(part.first, part.quantity, prices_include_tax=prices_include_tax).total_minor
            for part in self.units
        ]
        charges = [charge.amount_minor + (0 if prices_include_tax else charge.tax_minor) for charge in self.charges]
        return sum(units) + sum(charges)


def credit_returned(
    command: IssueCreditNote,
    lines: Sequence[tuple[OrderLine, BilledUnits]],
    charges: Sequence[tuple[OrderCharge, BilledCharge | None]],
) -> Credit | Problem:
    """The units and charges that are named, or why they cannot be credited."""
    if not command.lines and not command.charges:
        return InvalidInput(field="lines", reason="name the units or charges that are credited.")
    if command.fee_minor < 0:
        return InvalidInput(field="fee_minor", reason="a fee is not negative.")
    known = {line.number: (line, units) for line, units in lines}
    parts: list[CreditedPart] = []
    taken: dict[int, int] = {}
    for wanted in command.lines:
        if wanted.line_number not in known:
            return NotFound(what="line", reference=f"{command.order_id}-{wanted.line_number}")
        line, units = known[wanted.line_number]
        first = units.given_back + taken.get(line.number, 0)
        last = min(units.invoiced - units.canceled, line.shipped)
        if wanted.quantity <= 0:
            return InvalidInput(field="lines", reason="a line is credited with at least one unit.")
        if first + wanted.quantity > last:
            return NotCreditable(
                order_id=command.order_id,
                line_number=line.number,
                wanted=wanted.quantity,
                invoiced=units.invoiced - units.canceled,
                shipped=line.shipped,
                credited=first,
            )
        taken[line.number] = taken.get(line.number, 0) + wanted.quantity
        parts.append(CreditedPart(line, first, wanted.quantity))
    picked = _charges(command, charges)
    return picked if isinstance(picked, Problem) else Credit(tuple(parts), picked)


def _charges(
    command: IssueCreditNote, charges: Sequence[tuple[OrderCharge, BilledCharge | None]]
) -> tuple[OrderCharge, ...] | Problem:
    picked: list[OrderCharge] = []
    for number in command.charges:
        parts = [(charge, billed) for charge, billed in charges if charge.charge_number == number]
        credited = any(billed is not None and billed.credited for _, billed in parts)
        if not parts or credited or any(billed is None for _, billed in parts) or command.charges.count(number) > 1:
            return ChargeNotCreditable(
                order_id=command.order_id,
                charge_number=number,
                credited=credited or command.charges.count(number) > 1,
            )
        picked += [charge for charge, _ in parts]
    return tuple(picked)


def credit_canceled(
    lines: Sequence[tuple[OrderLine, BilledUnits]], charges: Sequence[tuple[OrderCharge, BilledCharge | None]]
) -> Credit:
    """What is invoiced and no longer on order: units leave from the end, so these are the last ones."""
    parts = []
    for line, units in lines:
        beyond = units.invoiced - line.units_on_order()
        further = beyond - units.canceled
        if further > 0:
            parts.append(CreditedPart(line, units.invoiced - beyond, further))
    waived = [charge for charge, billed in charges if charge.canceled and billed is not None and not billed.credited]
    return Credit(tuple(parts), tuple(waived))
