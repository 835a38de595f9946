"""Credit what was invoiced and canceled afterwards."""

from collections.abc import Sequence

from ordino.billing.commands import CreditCanceledUnits, IssuedCreditNote
from ordino.billing.crediting import CreditDesk
from ordino.billing.decide.issue_credit_note import credit_canceled
from ordino.billing.facts import SQL
from ordino.engine import Unit, handles
from ordino.kernel.messages import Decision, Done

REASON = "canceled"


@handles(CreditCanceledUnits)
def credit_canceled_units(unit: Unit, commands: Sequence[CreditCanceledUnits]) -> list[Decision]:
    """A credit note for each order of which something is invoiced that is not on order any more."""
    order_ids = sorted({command.order_id for command in commands})
    invoiced = unit.fetch_values(SQL.select_invoiced_orders, order_ids=order_ids)
    done = _credit(unit, commands, invoiced) if invoiced else {}
    return [
        done.get(index) or Done(IssuedCreditNote(order_id=command.order_id)) for index, command in enumerate(commands)
    ]


def _credit(unit: Unit, commands: Sequence[CreditCanceledUnits], order_ids: Sequence[int]) -> dict[int, Done]:
    desk = CreditDesk(unit, order_ids, notes=len(commands))
    facts = desk.facts
    for index, command in enumerate(commands):
        order = facts.orders.get(command.order_id)
        if order is None:
            continue
        credit = credit_canceled(
            [(line, facts.units(line)) for line in facts.lines.get(order.id, ())],
            [(charge, facts.charge(charge)) for charge in facts.charges.get(order.id, ())],
        )
        if credit.units or credit.charges:
            desk.draft(index, order, credit, kind="cancellation", reason=REASON)
    return desk.issue()
