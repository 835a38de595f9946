"""Give redeemed value back to its account."""

from collections.abc import Sequence
from datetime import datetime, timedelta

from msgspec import structs

from ordino.engine import Unit, handles
from ordino.kernel.messages import Decision, Refused
from ordino.kernel.problems import Problem
from ordino.stored_value.checks import amount_problem
from ordino.stored_value.commands import GiveBackStoredValue
from ordino.stored_value.events import ValueGivenBack
from ordino.stored_value.vault import Vault

USABLE_AGAIN = timedelta(days=90)


@handles(GiveBackStoredValue)
def give_back_stored_value(unit: Unit, commands: Sequence[GiveBackStoredValue]) -> list[Decision]:
    """Put each amount back, never more than was redeemed; once for each key."""
    keys = [command.request_key for command in commands]
    vault = Vault.of_reservations(unit, (command.reservation_id for command in commands), keys=keys)
    decisions = [vault.known(command.request_key) or _give_back(vault, command, unit.now) for command in commands]
    vault.write()
    return decisions


def _give_back(vault: Vault, command: GiveBackStoredValue, now: datetime) -> Decision:
    held = vault.reservation(command.reservation_id)
    if isinstance(held, Problem):
        return Refused(held)
    problem = amount_problem(command.amount_minor)
    left = held.redeemed_minor - held.given_back_minor
    if problem is None and command.amount_minor > left:
        return Refused(vault.not_enough(f"Reservation {held.id}", held.account_id, command.amount_minor, left))
    if problem is not None:
        return Refused(problem)
    vault.keep_reservation(structs.replace(held, given_back_minor=held.given_back_minor + command.amount_minor))
    vault.move(held.account_id, "give_back", command.amount_minor, reservation=held, request_key=command.request_key)
    account = vault.accounts[held.account_id]
    if account.expired(now):
        vault.keep(structs.replace(account, expires_at=now + USABLE_AGAIN))
    given = ValueGivenBack(
        account_id=held.account_id,
        amount_minor=command.amount_minor,
        order_id=held.order_id,
        reservation_id=held.id,
    )
    return vault.done(given, held.id)
