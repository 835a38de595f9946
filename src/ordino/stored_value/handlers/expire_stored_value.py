"""Let value expire that nobody used in time."""

from collections.abc import Sequence

from ordino.engine import Unit, handles
from ordino.kernel.messages import Decision, Done, StreamEvent
from ordino.stored_value.commands import ExpireStoredValue, ValueExpiry
from ordino.stored_value.events import ValueExpired, stored_value_stream
from ordino.stored_value.facts import SQL
from ordino.stored_value.vault import Vault


@handles(ExpireStoredValue)
def expire_stored_value(unit: Unit, commands: Sequence[ExpireStoredValue]) -> list[Decision]:
    """Take what is available off accounts past their last moment; what is set aside for orders stays."""
    limit = max(command.limit for command in commands)
    vault = Vault(unit, unit.fetch_values(SQL.select_expired_accounts, now=unit.now, limit=limit))
    events = []
    for account in list(vault.accounts.values()):
        amount = account.available_minor
        if amount and account.expired(unit.now):
            vault.move(account.id, "expire", amount)
            event = ValueExpired(account_id=account.id, amount_minor=amount)
            events.append(StreamEvent(stored_value_stream(account.id), event))
    vault.write()
    first = Done(ValueExpiry(expired=len(events)), tuple(events))
    return [first, *(Done(ValueExpiry(expired=0)) for _ in commands[1:])]
