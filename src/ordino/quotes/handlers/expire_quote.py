"""Put away what nobody has answered."""

from collections.abc import Sequence

from ordino.engine import Unit, handles
from ordino.kernel.messages import Decision
from ordino.quotes.commands import ExpireQuote
from ordino.quotes.events import QuoteExpired
from ordino.quotes.moving import move_revisions


@handles(ExpireQuote)
def expire_quotes(unit: Unit, commands: Sequence[ExpireQuote]) -> list[Decision]:
    """End revisions whose time is over; they could not be accepted before this, either."""
    return move_revisions(
        unit, commands, lambda command: QuoteExpired(quote_id=command.quote_id, revision=command.revision)
    )
