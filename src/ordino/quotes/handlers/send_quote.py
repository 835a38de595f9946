"""Send a quote."""

from collections.abc import Sequence

from ordino.engine import Unit, handles
from ordino.kernel.messages import Decision
from ordino.quotes.commands import SendQuote
from ordino.quotes.events import QuoteSent
from ordino.quotes.moving import move_revisions


@handles(SendQuote)
def send_quotes(unit: Unit, commands: Sequence[SendQuote]) -> list[Decision]:
    """Let customers accept what was drafted, while it is valid."""
    return move_revisions(
        unit, commands, lambda command: QuoteSent(quote_id=command.quote_id, revision=command.revision)
    )
