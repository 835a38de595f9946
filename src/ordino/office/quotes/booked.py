"""What actions on quotes know and show."""

from typing import NamedTuple

from ordino.office.actions import Booked
from ordino.office.templatetags.ordino import amount
from ordino.office.texts import _, in_words
from ordino.quotes.commands import QuoteResult
from ordino.quotes.queries import QuoteView, RevisionView


class Offer(NamedTuple):
    """A quote with its newest revision and the commands that the revision's state permits."""

    quote: QuoteView
    newest: RevisionView
    permitted: tuple[str, ...]


def quote_booked(view: Offer, result: QuoteResult) -> list[Booked]:
    """Which revision it is and where it stands, before and after, and what it comes to."""
    newest = view.newest
    return [
        Booked(_("Revision"), str(newest.number), str(result.revision)),
        Booked(_("Quote"), in_words(newest.state), in_words(result.state)),
        Booked(
            _("Total"),
            f"{amount(newest.total_minor, newest.currency)} {newest.currency}",
            f"{amount(result.total_minor, result.currency)} {result.currency}",
        ),
    ]
