"""Credit what was invoiced and canceled afterwards."""

from collections.abc import Sequence

from ordino.billing.commands import CreditCanceledUnits, IssuedCreditNote
from ordino.billing.crediting import CreditDesk
from ordino.billing.decide.issue_credit_note import credit_canceled
from ordino.billing.facts import SQL, BillingFacts
from ordino.billing.problems import ChargeNotCreditable
from ordino.engine import Unit, handles
from ordino.kernel.messages import Decision, Done, Refused

REASON = "canceled"


@handles(CreditCanceledUnits)
def credit_canceled_units(unit: Unit, commands: Sequence[CreditCanceledUnits]) -> list[Decision]:
    """A credit note for each order of which something is invoiced that is not on order any more."""
    order_ids = sorted({command.order_id for command in commands})
    invoiced = unit.fetch_values(SQL.select_invoiced_orders, order_ids=order_ids)
    decided = _credit(unit, commands, invoiced) if invoiced else {}
    return [
        decided.get(index) or Done(IssuedCreditNote(order_id=command.order_id))
        for index, command in enumerate(commands)
    ]


def _credit(unit: Unit, commands: Sequence[CreditCanceledUnits], order_ids: Sequence[int]) -> dict[int, Decision]:
    desk = CreditDesk(unit, order_ids, notes=len(commands))
    facts = desk.facts
    refused: dict[int, Decision] = {}
    for index, command in enumerate(commands):
        order = facts.orders.get(command.order_id)
        if order is None:
            continue
        given_back = _given_back(facts, command)
        if given_back is not None:
            refused[index] = Refused(given_back)
            continue
        credit = credit_canceled(
            [(line, facts.units(line)) for line in facts.lines.get(order.id, ())],
            [(charge, facts.charge(charge)) for charge in facts.charges.get(order.id, ())],
        )
        if credit.units or credit.charges:
            desk.draft(index, order, credit, kind="cancellation", reason=REASON)
    return {**refused, **desk.issue()}


def _given_back(facts: BillingFacts, command: CreditCanceledUnits) -> ChargeNotCreditable | None:
    """The charge that a return has given back before it was waived."""
    for charge in facts.charges.get(command.order_id, ()):
        billed = facts.charge(charge)
        if charge.charge_number in command.charges and billed is not None and billed.credited:
            return ChargeNotCreditable(order_id=command.order_id, charge_number=charge.charge_number, credited=True)
    return None
