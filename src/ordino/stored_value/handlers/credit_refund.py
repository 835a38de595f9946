"""Put refunds on the store credit of the orders' customers."""

from collections.abc import Sequence

from ordino.engine import Unit, handles
from ordino.kernel.messages import Decision, Refused
from ordino.stored_value.checks import amount_problem
from ordino.stored_value.commands import CreditRefund
from ordino.stored_value.events import ValueIssued
from ordino.stored_value.facts import CreditHolder, customers_of_orders, open_store_credit
from ordino.stored_value.problems import NoCustomer
from ordino.stored_value.vault import Vault


@handles(CreditRefund)
def credit_refunds(unit: Unit, commands: Sequence[CreditRefund]) -> list[Decision]:
    """Put each amount on the customer's account, which is opened where there is none; once for each key."""
    customers = customers_of_orders(unit, (command.order_id for command in commands))
    holders = {
        command.request_key: CreditHolder(customers[command.order_id], command.currency)
        for command in commands
        if command.order_id in customers and amount_problem(command.amount_minor, command.currency) is None
    }
    accounts = open_store_credit(unit, holders.values())
    vault = Vault(unit, accounts.values(), keys=[command.request_key for command in commands])
    decisions = [
        vault.known(command.request_key) or _credit(vault, command, holders.get(command.request_key), accounts)
        for command in commands
    ]
    vault.write()
    return decisions


def _credit(
    vault: Vault, command: CreditRefund, holder: CreditHolder | None, accounts: dict[CreditHolder, int]
) -> Decision:
    if holder is None:
        problem = amount_problem(command.amount_minor, command.currency)
        return Refused(problem or NoCustomer(order_id=command.order_id))
    account_id = accounts[holder]
    vault.move(account_id, "refund", command.amount_minor, order_id=command.order_id, request_key=command.request_key)
    credited = ValueIssued(
        account_id=account_id,
        amount_minor=command.amount_minor,
        account_kind="store_credit",
        currency=command.currency,
        customer_id=holder.customer_id,
        order_id=command.order_id,
    )
    return vault.done(credited)
