"""What may be asked of stored value. Amounts are minor units of the account's currency."""

from datetime import datetime
from typing import ClassVar

from ordino.kernel.messages import Command, Result


class StoredValueCommand(Command, frozen=True, kw_only=True):
    """A command on gift cards and store credit."""

    context: ClassVar[str] = "stored_value"


class ValueMoved(Result, frozen=True, kw_only=True):
    """The amount that moved or was set aside, and the account as it stands then."""

    account_id: int
    amount_minor: int
    balance_minor: int
    available_minor: int
    currency: str
    reservation_id: int | None = None


class MovingCommand(StoredValueCommand, frozen=True, kw_only=True):
    """A command that moves value of one account."""

    result: ClassVar[type[Result]] = ValueMoved


class IssueGiftCard(MovingCommand, frozen=True, kw_only=True, omit_defaults=True):
    """Open a gift card under the hash of a code that only the customer gets (`stored_value.codes`).

    `granted`: given away, not sold.
    """

    code_hash: str
    last_four: str
    currency: str
    amount_minor: int
    expires_at: datetime | None = None
    granted: bool = False
    reference: str = ""


class GrantStoreCredit(MovingCommand, frozen=True, kw_only=True, omit_defaults=True):
    """Put an amount on a customer's store credit, for example out of goodwill."""

    customer_id: int
    currency: str
    amount_minor: int
    reference: str = ""


class ReserveStoredValue(MovingCommand, frozen=True, kw_only=True):
    """Set value aside for a payment, once for its key: what an authorization is for a card."""

    account_id: int
    order_id: int
    payment_id: int
    currency: str
    amount_minor: int
    request_key: str


class RedeemStoredValue(MovingCommand, frozen=True, kw_only=True):
    """Take value that was set aside, once for its key; several times in parts."""

    reservation_id: int
    amount_minor: int
    request_key: str


class ReleaseStoredValue(MovingCommand, frozen=True, kw_only=True):
    """Set what is left of a reservation free again; where nothing is left, nothing changes."""

    reservation_id: int


class GiveBackStoredValue(MovingCommand, frozen=True, kw_only=True):
    """Put redeemed value back on its account, once for its key; a card that has expired meanwhile can be used again for 90 days."""

    reservation_id: int
    amount_minor: int
    request_key: str


class CreditRefund(MovingCommand, frozen=True, kw_only=True):
    """Put a refund of an order on its customer's store credit, once for its key."""

    order_id: int
    currency: str
    amount_minor: int
    request_key: str


class ValueExpiry(Result, frozen=True, kw_only=True):
    """How many accounts lost what they had."""

    expired: int


class ExpireStoredValue(StoredValueCommand, frozen=True, kw_only=True):
    """Let what is available on accounts past their last moment expire, at most `limit` of them."""

    result: ClassVar[type[Result]] = ValueExpiry
    limit: int = 500
