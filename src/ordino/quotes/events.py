"""What has happened to a quote. The stream of quote 7 is `quote/7`, and so is the reference of its order."""

from datetime import date, datetime

from ordino.kernel.messages import Event
from ordino.orders.commands import PlaceOrder


def quote_stream(quote_id: int) -> str:
    return f"quote/{quote_id}"


class QuoteDrafted(Event, frozen=True, kw_only=True):
    """The first revision, with its prices."""

    quote_id: int
    revision: int
    channel_id: int
    order: PlaceOrder
    total_minor: int
    currency: str
    valid_until: date
    expires_at: datetime


class QuoteRevised(Event, frozen=True, kw_only=True):
    """A further revision; the one before it is in the state `former`."""

    quote_id: int
    revision: int
    former: str
    channel_id: int
    order: PlaceOrder
    total_minor: int
    currency: str
    valid_until: date
    expires_at: datetime


class QuoteSent(Event, frozen=True, kw_only=True):
    quote_id: int
    revision: int


class QuoteAccepted(Event, frozen=True, kw_only=True):
    """The customer has taken the revision; `order` is to be placed now."""

    quote_id: int
    revision: int
    order: PlaceOrder


class QuoteDeclined(Event, frozen=True, kw_only=True, omit_defaults=True):
    quote_id: int
    revision: int
    reason: str = ""


class QuoteExpired(Event, frozen=True, kw_only=True):
    quote_id: int
    revision: int


class QuoteOrdered(Event, frozen=True, kw_only=True):
    """The quote has become an order, once and for good."""

    quote_id: int
    revision: int
    order_id: int
