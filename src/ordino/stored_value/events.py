"""What has happened to stored value, on the stream `stored_value/<account>`. Amounts are minor units of the account's currency."""

from datetime import datetime

from ordino.kernel.messages import Event
from ordino.stored_value.rows import AccountKind


def stored_value_stream(account_id: int) -> str:
    return f"stored_value/{account_id}"


class ValueEvent(Event, frozen=True, kw_only=True, omit_defaults=True):
    """Something that happened to an account."""

    account_id: int
    amount_minor: int


class ValueIssued(ValueEvent, frozen=True, kw_only=True, omit_defaults=True):
    """Value was sold, granted, or is a refund of an order."""

    account_kind: AccountKind
    currency: str
    customer_id: int | None = None
    order_id: int | None = None
    granted: bool = False
    expires_at: datetime | None = None
    reference: str = ""


class ValueReserved(ValueEvent, frozen=True, kw_only=True):
    order_id: int
    reservation_id: int


class ValueRedeemed(ValueEvent, frozen=True, kw_only=True):
    order_id: int
    reservation_id: int


class ValueReleased(ValueEvent, frozen=True, kw_only=True):
    order_id: int
    reservation_id: int


class ValueGivenBack(ValueEvent, frozen=True, kw_only=True):
    order_id: int
    reservation_id: int


class ValueExpired(ValueEvent, frozen=True, kw_only=True):
    """Nobody used it in time."""
