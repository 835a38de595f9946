"""What may be done with the newest revision of a quote: send it, note what the customer says."""

from typing import NamedTuple

from ordino.kernel.messages import Command
from ordino.office.actions import Action, Booked, Field, Subject, by_name, form, when_permitted
from ordino.office.forms import Form
from ordino.office.templatetags.ordino import amount
from ordino.office.texts import _, in_words
from ordino.quotes.commands import AcceptQuote, DeclineQuote, QuoteResult, SendQuote
from ordino.quotes.queries import QuoteView, RevisionView


class Offer(NamedTuple):
    """A quote with its newest revision and the commands that the revision's state permits."""

    quote: QuoteView
    newest: RevisionView
    permitted: tuple[str, ...]


def _send(subject: Subject, form: Form) -> Command:
    return SendQuote(quote_id=subject.key, revision=subject.view.newest.number)


def _accept(subject: Subject, form: Form) -> Command:
    return AcceptQuote(quote_id=subject.key, revision=subject.view.newest.number)


def _decline(subject: Subject, form: Form) -> Command:
    return DeclineQuote(quote_id=subject.key, revision=subject.view.newest.number, reason=form.text("reason"))


def _booked(view: Offer, result: QuoteResult) -> list[Booked]:
    total = f"{amount(result.total_minor, result.currency)} {result.currency}"
    return [Booked(_("Quote"), in_words(view.newest.state), in_words(result.state)), Booked(_("Total"), "", total)]


QUOTE_ACTIONS = by_name(
    Action("send", _("Send"), "mail", SendQuote, _send, when_permitted(SendQuote), booked=_booked),
    Action("accept", _("Accept"), "check", AcceptQuote, _accept, when_permitted(AcceptQuote), booked=_booked),
    Action(
        "decline",
        _("Decline"),
        "x",
        DeclineQuote,
        _decline,
        when_permitted(DeclineQuote),
        form(Field("reason", _("Reason"), required=False)),
        _booked,
        stops=True,
    ),
)
