"""Decide whether a revision of a quote takes a command: by its state, and by the clock. Pure."""

from datetime import date, datetime

from ordino.kernel.messages import Command, Record
from ordino.kernel.problems import Problem, StateRefuses
from ordino.quotes.commands import AcceptQuote, DeclineQuote, ExpireQuote, QuoteResult, SendQuote
from ordino.quotes.lifecycle import QUOTE
from ordino.quotes.problems import QuoteNoLongerValid, QuoteStillValid


class Revision(Record, frozen=True):
    """A revision under the lock of its quote."""

    quote_id: int
    number: int
    newest: int
    channel_id: int
    state: str
    total_minor: int
    currency: str
    valid_until: date
    expires_at: datetime
    order_id: int | None
    note: str = ""

    def result(self) -> QuoteResult:
        return QuoteResult(
            quote_id=self.quote_id,
            revision=self.number,
            state=self.state,
            total_minor=self.total_minor,
            currency=self.currency,
            order_id=self.order_id,
        )


def next_state(revision: Revision, command: type[Command], *, now: datetime) -> str | Problem:
    """The state the command leads to. An answer that comes too late is none, whether or not the revision was put away."""
    target = QUOTE.target(revision.state, command.kind())
    if target is None:
        return StateRefuses(
            subject=f"Revision {revision.number} of quote {revision.quote_id}",
            state=revision.state,
            command=command.kind(),
            permitted=QUOTE.permitted(revision.state),
        )
    is_over = now >= revision.expires_at
    if is_over and command in (SendQuote, AcceptQuote, DeclineQuote):
        return QuoteNoLongerValid(quote_id=revision.quote_id, revision=revision.number, expired_at=revision.expires_at)
    if not is_over and command is ExpireQuote:
        return QuoteStillValid(quote_id=revision.quote_id, revision=revision.number, expires_at=revision.expires_at)
    return target
