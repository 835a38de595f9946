"""Set what is left of reservations free again."""

from collections.abc import Sequence

from msgspec import structs

from ordino.engine import Unit, handles
from ordino.kernel.messages import Decision, Known, Refused
from ordino.kernel.problems import Problem
from ordino.stored_value.commands import ReleaseStoredValue
from ordino.stored_value.events import ValueReleased
from ordino.stored_value.vault import Vault


@handles(ReleaseStoredValue)
def release_stored_value(unit: Unit, commands: Sequence[ReleaseStoredValue]) -> list[Decision]:
    """Set what is left of each reservation free; a second time changes nothing and answers the same."""
    vault = Vault.of_reservations(unit, (command.reservation_id for command in commands))
    decisions = [_release(vault, command) for command in commands]
    vault.write()
    return decisions


def _release(vault: Vault, command: ReleaseStoredValue) -> Decision:
    held = vault.reservation(command.reservation_id)
    if isinstance(held, Problem):
        return Refused(held)
    left = held.left_minor
    if not left:
        return Known(vault.result(held.account_id, held.released_minor, held.id))
    vault.keep_reservation(structs.replace(held, released_minor=held.released_minor + left))
    vault.set_aside(held.account_id, -left)
    released = ValueReleased(
        account_id=held.account_id, amount_minor=left, order_id=held.order_id, reservation_id=held.id
    )
    return vault.done(released, held.id)
