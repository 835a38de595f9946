"""What may be done with the newest revision of a quote: send it, revise it, note what the customer says."""

from ordino.kernel.messages import Command
from ordino.office.actions import Action, Field, Subject, by_name, form, when_permitted
from ordino.office.forms import Form
from ordino.office.quotes.booked import quote_booked
from ordino.office.quotes.revise_action import REVISE
from ordino.office.texts import _
from ordino.quotes.commands import AcceptQuote, DeclineQuote, SendQuote


def _send(subject: Subject, form: Form) -> Command:
    return SendQuote(quote_id=subject.key, revision=subject.view.newest.number)


def _accept(subject: Subject, form: Form) -> Command:
    return AcceptQuote(quote_id=subject.key, revision=subject.view.newest.number)


def _decline(subject: Subject, form: Form) -> Command:
    return DeclineQuote(quote_id=subject.key, revision=subject.view.newest.number, reason=form.text("reason"))


QUOTE_ACTIONS = by_name(
    Action("send", _("Send"), "mail", SendQuote, _send, when_permitted(SendQuote), booked=quote_booked),
    REVISE,
    Action("accept", _("Accept"), "check", AcceptQuote, _accept, when_permitted(AcceptQuote), booked=quote_booked),
    Action(
        "decline",
        _("Decline"),
        "x",
        DeclineQuote,
        _decline,
        when_permitted(DeclineQuote),
        form(Field("reason", _("Reason"), required=False)),
        quote_booked,
        stops=True,
    ),
)
