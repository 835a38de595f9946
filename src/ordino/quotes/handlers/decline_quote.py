"""Decline a quote."""

from collections.abc import Sequence

from ordino.engine import Unit, handles
from ordino.kernel.messages import Decision, Event
from ordino.kernel.registration import decide_storable
from ordino.quotes.commands import DeclineQuote
from ordino.quotes.events import QuoteDeclined
from ordino.quotes.moving import move_revisions


@handles(DeclineQuote)
def decline_quotes(unit: Unit, commands: Sequence[DeclineQuote]) -> list[Decision]:
    """Keep that the customer does not take a revision, and why."""
    return decide_storable(
        commands, lambda storable: move_revisions(unit, storable, _declined, lambda command: command.reason)
    )


def _declined(command: DeclineQuote) -> Event:
    return QuoteDeclined(quote_id=command.quote_id, revision=command.revision, reason=command.reason)
