"""Grant store credit to customers."""

from collections.abc import Sequence

from ordino.engine import Unit, handles
from ordino.kernel.messages import Decision, Refused
from ordino.kernel.problems import NotFound, Problem
from ordino.kernel.registration import decide_storable
from ordino.stored_value.checks import amount_problem
from ordino.stored_value.commands import GrantStoreCredit
from ordino.stored_value.events import ValueIssued
from ordino.stored_value.facts import CreditHolder, open_store_credit, standing_customers
from ordino.stored_value.vault import Vault


@handles(GrantStoreCredit)
def grant_store_credit(unit: Unit, commands: Sequence[GrantStoreCredit]) -> list[Decision]:
    """Put each amount on the account of its customer, which is opened where there is none."""
    return decide_storable(commands, lambda storable: _grant(unit, storable))


def _grant(unit: Unit, commands: Sequence[GrantStoreCredit]) -> list[Decision]:
    customers = standing_customers(unit, (command.customer_id for command in commands))
    problems = [_problem(command, customers) for command in commands]
    holders = [
        CreditHolder(customers[command.customer_id], command.currency)
        for command, problem in zip(commands, problems, strict=True)
        if problem is None
    ]
    accounts = open_store_credit(unit, holders)
    vault = Vault(unit, accounts.values())
    waiting = iter(holders)
    decisions: list[Decision] = []
    for command, problem in zip(commands, problems, strict=True):
        if problem is not None:
            decisions.append(Refused(problem))
            continue
        holder = next(waiting)
        account_id = accounts[holder]
        vault.move(account_id, "grant", command.amount_minor, reference=command.reference)
        granted = ValueIssued(
            account_id=account_id,
            amount_minor=command.amount_minor,
            account_kind="store_credit",
            currency=command.currency,
            customer_id=holder.customer_id,
            granted=True,
            reference=command.reference,
        )
        decisions.append(vault.done(granted))
    vault.write()
    return decisions


def _problem(command: GrantStoreCredit, customers: dict[int, int]) -> Problem | None:
    if command.customer_id not in customers:
        return NotFound(what="customer", reference=str(command.customer_id))
    return amount_problem(command.amount_minor, command.currency)
