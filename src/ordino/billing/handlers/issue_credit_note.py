"""Issue credit notes for units and charges that are given back, less a fee."""

from collections.abc import Sequence

from ordino.billing.commands import IssueCreditNote
from ordino.billing.crediting import CreditDesk
from ordino.billing.decide.issue_credit_note import credit_returned
from ordino.billing.problems import FeeTooHigh
from ordino.engine import Unit, handles
from ordino.kernel.messages import Decision, Refused
from ordino.kernel.problems import InvalidInput, NotFound, Problem


@handles(IssueCreditNote)
def issue_credit_notes(unit: Unit, commands: Sequence[IssueCreditNote]) -> list[Decision]:
    """One credit note for each command, and an invoice for its fee."""
    desk = CreditDesk(unit, [command.order_id for command in commands], notes=len(commands))
    fee_ids = iter(unit.next_ids("billing_invoice_id_seq", sum(command.fee_minor > 0 for command in commands)))
    refused: dict[int, Refused] = {}
    for index, command in enumerate(commands):
        problem = _draft(desk, index, command)
        if problem is not None:
            refused[index] = Refused(problem)
        elif command.fee_minor:
            desk.charge_fee(index, next(fee_ids), command.fee_minor)
    done = desk.issue()
    return [refused.get(index) or done[index] for index in range(len(commands))]


def _draft(desk: CreditDesk, index: int, command: IssueCreditNote) -> Problem | None:
    facts = desk.facts
    order = facts.orders.get(command.order_id)
    if order is None:
        return NotFound(what="order", reference=str(command.order_id))
    if not command.reason.strip():
        return InvalidInput(field="reason", reason="say in a word what the customer gets back, for example returned.")
    credit = credit_returned(
        command,
        [(line, facts.units(line)) for line in facts.lines.get(order.id, ())],
        [(charge, facts.charge(charge)) for charge in facts.charges.get(order.id, ())],
    )
    if isinstance(credit, Problem):
        return credit
    money = credit.total_minor(prices_include_tax=order.prices_include_tax)
    if command.fee_minor > money:
        return FeeTooHigh(fee_minor=command.fee_minor, credited_minor=money, currency=order.currency)
    desk.draft(
        index,
        order,
        credit,
        kind="return",
        reason=command.reason,
        return_id=command.return_id,
        pay_out=command.pay_out,
    )
    return None
