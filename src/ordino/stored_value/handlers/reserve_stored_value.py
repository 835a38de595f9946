"""Set stored value aside for payments."""

from collections.abc import Sequence
from datetime import datetime

from ordino.engine import Unit, handles
from ordino.kernel.messages import Decision, Known, Refused
from ordino.kernel.problems import KeyReused, NotFound, Problem
from ordino.stored_value.checks import amount_problem
from ordino.stored_value.commands import ReserveStoredValue
from ordino.stored_value.events import ValueReserved
from ordino.stored_value.facts import SQL
from ordino.stored_value.problems import OtherCurrency, ValueHasExpired
from ordino.stored_value.rows import ReservationRow
from ordino.stored_value.vault import Vault


@handles(ReserveStoredValue)
def reserve_stored_value(unit: Unit, commands: Sequence[ReserveStoredValue]) -> list[Decision]:
    """Set each amount aside where the account has it; once for each key."""
    vault = Vault(unit, (command.account_id for command in commands))
    keys = [command.request_key for command in commands]
    rows = unit.fetch(SQL.select_reservations_by_key, ReservationRow, request_keys=keys)
    known = {row.request_key: row for row in rows}
    ids = unit.next_ids("stored_value_reservation_id_seq", len(commands))
    decisions = [
        _known(vault, command, known[command.request_key])
        if command.request_key in known
        else _reserve(vault, command, reservation_id, unit.now)
        for command, reservation_id in zip(commands, ids, strict=True)
    ]
    vault.write()
    return decisions


def _known(vault: Vault, command: ReserveStoredValue, row: ReservationRow) -> Decision:
    if command.account_id != row.account_id:
        return Refused(KeyReused(key=command.request_key))
    return Known(vault.result(row.account_id, row.amount_minor, row.id))


def _reserve(vault: Vault, command: ReserveStoredValue, reservation_id: int, now: datetime) -> Decision:
    problem = _problem(vault, command, now)
    if problem is not None:
        return Refused(problem)
    vault.set_aside(command.account_id, command.amount_minor)
    vault.keep_reservation(
        ReservationRow(
            reservation_id,
            command.account_id,
            command.order_id,
            command.payment_id,
            command.request_key,
            command.amount_minor,
        )
    )
    reserved = ValueReserved(
        account_id=command.account_id,
        amount_minor=command.amount_minor,
        order_id=command.order_id,
        reservation_id=reservation_id,
    )
    return vault.done(reserved, reservation_id)


def _problem(vault: Vault, command: ReserveStoredValue, now: datetime) -> Problem | None:
    account = vault.accounts.get(command.account_id)
    if account is None:
        return NotFound(what="account of stored value", reference=str(command.account_id))
    if account.currency != command.currency:
        return OtherCurrency(account_id=account.id, account_currency=account.currency, wanted_currency=command.currency)
    if account.expires_at is not None and account.expired(now):
        return ValueHasExpired(account_id=account.id, expired_at=account.expires_at)
    problem = amount_problem(command.amount_minor)
    if problem is None and command.amount_minor > account.available_minor:
        subject = f"Account {account.id}"
        return vault.not_enough(subject, account.id, command.amount_minor, account.available_minor)
    return problem
