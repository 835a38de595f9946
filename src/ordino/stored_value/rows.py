"""Rows of stored value as they are read and written. Amounts are minor units of the account's currency."""

from datetime import datetime
from typing import Literal

from ordino.kernel.messages import Record

AccountKind = Literal["gift_card", "store_credit"]
MovementKind = Literal["issue", "grant", "redeem", "give_back", "refund", "expire"]

CUSTOMER = "customer"
# Where the other side of a movement is: value sold or granted, orders paid, value that nobody used.
COUNTER_ACCOUNTS: dict[MovementKind, tuple[str, str]] = {
    "issue": ("sold", CUSTOMER),
    "grant": ("granted", CUSTOMER),
    "redeem": (CUSTOMER, "orders"),
    "give_back": ("orders", CUSTOMER),
    "refund": ("orders", CUSTOMER),
    "expire": (CUSTOMER, "expired"),
}


class AccountRow(Record, frozen=True):
    """An account: what the customer has, and what of it is set aside for orders."""

    id: int
    kind: AccountKind
    customer_id: int | None
    currency: str
    balance_minor: int
    reserved_minor: int
    last_four: str
    expires_at: datetime | None

    @property
    def available_minor(self) -> int:
        return self.balance_minor - self.reserved_minor

    def expired(self, now: datetime) -> bool:
        return self.expires_at is not None and self.expires_at <= now


class ReservationRow(Record, frozen=True):
    """Value of an account set aside for a payment, and what became of it."""

    id: int
    account_id: int
    order_id: int
    payment_id: int
    request_key: str
    amount_minor: int
    redeemed_minor: int = 0
    released_minor: int = 0
    given_back_minor: int = 0

    @property
    def left_minor(self) -> int:
        """What may still be redeemed or released."""
        return self.amount_minor - self.redeemed_minor - self.released_minor


class MovementRow(Record, frozen=True):
    """Value that moved between a customer's account and the books of the merchant."""

    account_id: int
    kind: MovementKind
    from_account: str
    to_account: str
    amount_minor: int
    request_key: str | None = None
    reservation_id: int | None = None
    order_id: int | None = None
    reference: str = ""
