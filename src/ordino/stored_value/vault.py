"""The accounts of a batch, locked, and what is to be written of them: the only place where value moves."""

from collections.abc import Iterable, Sequence

from msgspec import structs

from ordino.engine import Unit
from ordino.kernel.messages import Decision, Done, Known, Refused, StreamEvent
from ordino.kernel.problems import KeyReused, NotFound
from ordino.stored_value.commands import ValueMoved
from ordino.stored_value.events import ValueEvent, stored_value_stream
from ordino.stored_value.facts import SQL
from ordino.stored_value.problems import NotEnoughValue
from ordino.stored_value.rows import COUNTER_ACCOUNTS, CUSTOMER, AccountRow, MovementKind, MovementRow, ReservationRow


class Vault:
    """Accounts are locked in the order of their numbers; what was done under a key before is read after that."""

    def __init__(self, unit: Unit, account_ids: Iterable[int], *, keys: Sequence[str] = ()) -> None:
        self._unit = unit
        rows = unit.fetch(SQL.lock_accounts, AccountRow, account_ids=sorted(set(account_ids)))
        self.accounts = {row.id: row for row in rows}
        self._reservations: dict[int, ReservationRow] = {}
        self._changed: set[int] = set()
        self._changed_reservations: set[int] = set()
        self._movements: list[MovementRow] = []
        moved = unit.fetch(SQL.select_movements_by_key, MovementRow, request_keys=list(keys)) if keys else []
        self._moved = {row.request_key: row for row in moved}

    @classmethod
    def of_reservations(cls, unit: Unit, reservation_ids: Iterable[int], *, keys: Sequence[str] = ()) -> "Vault":
        """The accounts of reservations, and the reservations as they stand once these are locked."""
        wanted = sorted(set(reservation_ids))
        vault = cls(unit, unit.fetch_values(SQL.select_accounts_of_reservations, reservation_ids=wanted), keys=keys)
        rows = unit.fetch(SQL.select_reservations, ReservationRow, reservation_ids=wanted)
        vault._reservations = {row.id: row for row in rows}
        return vault

    def reservation(self, reservation_id: int) -> ReservationRow | NotFound:
        found = self._reservations.get(reservation_id)
        return found or NotFound(what="reservation of stored value", reference=str(reservation_id))

    def known(self, request_key: str) -> Known | Refused | None:
        """The answer where value was moved under the key before; refused where that was value of another account."""
        row = self._moved.get(request_key)
        if row is not None and row.account_id not in self.accounts:
            return Refused(KeyReused(key=request_key))
        return None if row is None else Known(self.result(row.account_id, row.amount_minor, row.reservation_id))

    def keep(self, account: AccountRow) -> None:
        self.accounts[account.id] = account
        self._changed.add(account.id)

    def keep_reservation(self, reservation: ReservationRow) -> None:
        self._reservations[reservation.id] = reservation
        self._changed_reservations.add(reservation.id)

    def set_aside(self, account_id: int, amount_minor: int) -> None:
        """Set value aside, or with a negative amount free again."""
        account = self.accounts[account_id]
        self.keep(structs.replace(account, reserved_minor=account.reserved_minor + amount_minor))

    def move(
        self,
        account_id: int,
        kind: MovementKind,
        amount_minor: int,
        *,
        reservation: ReservationRow | None = None,
        order_id: int | None = None,
        request_key: str | None = None,
        reference: str = "",
    ) -> None:
        """Move value to or from the customer's account."""
        source, target = COUNTER_ACCOUNTS[kind]
        account = self.accounts[account_id]
        change = amount_minor if target == CUSTOMER else -amount_minor
        self.keep(structs.replace(account, balance_minor=account.balance_minor + change))
        reservation_id = reservation.id if reservation is not None else None
        order = reservation.order_id if reservation is not None else order_id
        self._movements.append(
            MovementRow(account_id, kind, source, target, amount_minor, request_key, reservation_id, order, reference)
        )

    def result(self, account_id: int, amount_minor: int, reservation_id: int | None = None) -> ValueMoved:
        account = self.accounts[account_id]
        return ValueMoved(
            account_id=account_id,
            amount_minor=amount_minor,
            balance_minor=account.balance_minor,
            available_minor=account.available_minor,
            currency=account.currency,
            reservation_id=reservation_id,
        )

    def done(self, event: ValueEvent, reservation_id: int | None = None, *, begins: bool = False) -> Decision:
        """What happened to an account, and how it stands."""
        result = self.result(event.account_id, event.amount_minor, reservation_id)
        return Done(result, (StreamEvent(stored_value_stream(event.account_id), event, begins=begins),))

    def not_enough(self, subject: str, account_id: int, wanted_minor: int, left_minor: int) -> NotEnoughValue:
        currency = self.accounts[account_id].currency
        return NotEnoughValue(subject=subject, currency=currency, wanted_minor=wanted_minor, left_minor=left_minor)

    def write(self) -> None:
        """Write accounts, then reservations, then movements: three statements for any number of commands."""
        unit = self._unit
        unit.write(SQL.update_accounts, [self.accounts[account_id] for account_id in sorted(self._changed)])
        reservations = [self._reservations[reservation_id] for reservation_id in sorted(self._changed_reservations)]
        unit.write(SQL.upsert_reservations, reservations, now=unit.now)
        unit.write(SQL.insert_movements, self._movements, now=unit.now, moved_by=unit.actor.name)
