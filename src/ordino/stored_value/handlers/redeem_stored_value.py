"""Take stored value that was set aside."""

from collections.abc import Sequence

from msgspec import structs

from ordino.engine import Unit, handles
from ordino.kernel.messages import Decision, Refused
from ordino.kernel.problems import Problem
from ordino.stored_value.checks import amount_problem
from ordino.stored_value.commands import RedeemStoredValue
from ordino.stored_value.events import ValueRedeemed
from ordino.stored_value.vault import Vault


@handles(RedeemStoredValue)
def redeem_stored_value(unit: Unit, commands: Sequence[RedeemStoredValue]) -> list[Decision]:
    """Take each amount off its reservation and its account; once for each key."""
    keys = [command.request_key for command in commands]
    vault = Vault.of_reservations(unit, (command.reservation_id for command in commands), keys=keys)
    decisions = [vault.known(command.request_key) or _redeem(vault, command) for command in commands]
    vault.write()
    return decisions


def _redeem(vault: Vault, command: RedeemStoredValue) -> Decision:
    held = vault.reservation(command.reservation_id)
    if isinstance(held, Problem):
        return Refused(held)
    problem = amount_problem(command.amount_minor)
    if problem is None and command.amount_minor > held.left_minor:
        return Refused(
            vault.not_enough(f"Reservation {held.id}", held.account_id, command.amount_minor, held.left_minor)
        )
    if problem is not None:
        return Refused(problem)
    vault.keep_reservation(structs.replace(held, redeemed_minor=held.redeemed_minor + command.amount_minor))
    vault.set_aside(held.account_id, -command.amount_minor)
    vault.move(held.account_id, "redeem", command.amount_minor, reservation=held, request_key=command.request_key)
    redeemed = ValueRedeemed(
        account_id=held.account_id,
        amount_minor=command.amount_minor,
        order_id=held.order_id,
        reservation_id=held.id,
    )
    return vault.done(redeemed, held.id)
