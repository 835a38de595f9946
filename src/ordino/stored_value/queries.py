"""Reads of stored value for edges: one account, by its code or its customer, its movements, and what is owed in all."""

from datetime import datetime

from ordino.engine import Reader
from ordino.kernel.messages import Record
from ordino.stored_value.codes import kept
from ordino.stored_value.facts import SQL
from ordino.stored_value.rows import AccountRow, MovementKind, MovementRow, ReservationRow

PAGE = 50
_AFTER_ALL = 2**63 - 1


class MovementView(Record, frozen=True):
    moved_at: datetime
    kind: MovementKind
    from_account: str
    to_account: str
    amount_minor: int
    order_id: int | None
    reference: str
    moved_by: str


class Liability(Record, frozen=True):
    """What the merchant owes on accounts of one kind and currency: issued + refunded − redeemed + given back − expired."""

    kind: str
    currency: str
    accounts: int
    issued_minor: int
    refunded_minor: int
    redeemed_minor: int
    given_back_minor: int
    expired_minor: int
    outstanding_minor: int


def account(reader: Reader, account_id: int) -> AccountRow | None:
    return reader.fetch_one(SQL.select_account, AccountRow, account_id=account_id)


def account_by_code(reader: Reader, code: str) -> AccountRow | None:
    """The gift card with this code, however it is typed."""
    return reader.fetch_one(SQL.select_account_by_code, AccountRow, code_hash=kept(code).code_hash)


def gift_cards(reader: Reader, *, before_id: int | None = None, limit: int = PAGE) -> list[AccountRow]:
    """Gift cards with what is left on them, the newest first."""
    return reader.fetch(SQL.select_gift_cards, AccountRow, before_id=before_id or _AFTER_ALL, limit=limit)


def store_credit_of(reader: Reader, customer_id: int) -> list[AccountRow]:
    """The customer's store credit, one account for each currency."""
    return reader.fetch(SQL.select_accounts_of_customer, AccountRow, customer_id=customer_id)


def movements_of(reader: Reader, account_id: int, *, limit: int = PAGE) -> list[MovementView]:
    """What moved on the account, the newest first."""
    return reader.fetch(SQL.select_movements, MovementView, account_id=account_id, limit=limit)


def liability(reader: Reader) -> list[Liability]:
    """What is owed to customers in all, from the movements."""
    return reader.fetch(SQL.select_liability, Liability)


def reservation(reader: Reader, reservation_id: int) -> ReservationRow | None:
    rows = reader.fetch(SQL.select_reservations, ReservationRow, reservation_ids=[reservation_id])
    return rows[0] if rows else None


def reservation_by_key(reader: Reader, request_key: str) -> ReservationRow | None:
    """The reservation that was made under the key."""
    rows = reader.fetch(SQL.select_reservations_by_key, ReservationRow, request_keys=[request_key])
    return rows[0] if rows else None


def movement_by_key(reader: Reader, request_key: str) -> MovementRow | None:
    """The movement that was made under the key."""
    rows = reader.fetch(SQL.select_movements_by_key, MovementRow, request_keys=[request_key])
    return rows[0] if rows else None
