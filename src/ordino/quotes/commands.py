"""What may be asked about quotes."""

from datetime import date
from typing import ClassVar

from ordino.kernel.messages import Command, Result
from ordino.orders.commands import PlaceOrder


class QuoteResult(Result, frozen=True, kw_only=True):
    """The revision as it stands after a command on it; `order_id` once it was ordered."""

    quote_id: int
    revision: int
    state: str
    total_minor: int
    currency: str
    order_id: int | None = None


class QuoteCommand(Command, frozen=True, kw_only=True):
    """A command on quotes."""

    context: ClassVar[str] = "quotes"
    result: ClassVar[type[Result]] = QuoteResult


class RevisionCommand(QuoteCommand, frozen=True, kw_only=True):
    """A command on one revision of a quote."""

    quote_id: int
    revision: int


class DraftQuote(QuoteCommand, frozen=True, kw_only=True):
    """Offer an order: its prices, discounts and tax rates are those of now, and stay so until `valid_until` has ended.

    The day ends at midnight where the channel is. The order is named by its quote: it has no reference of its own.
    """

    order: PlaceOrder
    valid_until: date


class ReviseQuote(RevisionCommand, frozen=True, kw_only=True):
    """Offer something else instead of the newest revision, which is superseded unless it has ended already."""

    order: PlaceOrder
    valid_until: date


class SendQuote(RevisionCommand, frozen=True, kw_only=True):
    """Say that the customer has the revision and may accept it."""


class AcceptQuote(RevisionCommand, frozen=True, kw_only=True):
    """The customer takes the revision: its order is placed at the prices quoted. Accepting again answers the same order."""


class DeclineQuote(RevisionCommand, frozen=True, kw_only=True, omit_defaults=True):
    """The customer does not take the revision."""

    reason: str = ""


class ExpireQuote(RevisionCommand, frozen=True, kw_only=True):
    """Put away a revision that nobody has answered in its time."""


class OrderQuote(QuoteCommand, frozen=True, kw_only=True):
    """Keep the order that the accepted revision has become; refused where it is not the one that was quoted."""

    quote_id: int
    order_id: int
    channel_id: int
    total_minor: int
    currency: str
