"""What may be done with a refund: approve or decline it, say what became of one that is given by hand."""

from collections.abc import Callable
from typing import NamedTuple

from ordino.kernel.messages import Command
from ordino.office.actions import Action, Booked, Field, Subject, by_name, form, when_permitted
from ordino.office.forms import Form
from ordino.office.templatetags.ordino import amount
from ordino.office.texts import _, in_words
from ordino.payments.commands import (
    ApproveRefund,
    ConfirmRefund,
    DeclineRefund,
    FailRefund,
    OrderPaid,
    RequestRefund,
    ReverseRefund,
)
from ordino.payments.gateway import given_by_hand
from ordino.payments.queries import RefundView

_Note = (
    type[ApproveRefund]
    | type[DeclineRefund]
    | type[RequestRefund]
    | type[ConfirmRefund]
    | type[FailRefund]
    | type[ReverseRefund]
)


class Due(NamedTuple):
    """A refund and the commands that its state permits."""

    refund: RefundView
    permitted: tuple[str, ...]


def _build(command: _Note) -> Callable[[Subject, Form], Command]:
    return lambda subject, form: command(refund_id=subject.key, note=form.text("note"))


def _booked(view: Due, result: OrderPaid) -> list[Booked]:
    currency = result.currency
    return [
        Booked(
            _("This refund"), in_words(view.refund.state), f"{amount(view.refund.amount_minor, currency)} {currency}"
        ),
        Booked(_("Order given back"), "", f"{amount(result.refunded_minor, currency)} {currency}"),
    ]


def _when_by_hand(command: _Note) -> Callable[[Due], bool]:
    """What becomes of a refund that a gateway gives, the gateway says."""
    permitted = when_permitted(command)
    return lambda view: permitted(view) and view.refund.to == "original" and given_by_hand(view.refund.gateway)


def _action(name: str, word: str, icon: str, command: _Note, *, stops: bool = False, decides: bool = False) -> Action:
    """Somebody `decides` about a refund of any gateway; the others say what became of one that is given by hand."""
    when = when_permitted(command) if decides else _when_by_hand(command)
    note = Field("note", _("Note"), required=False)
    return Action(name, word, icon, command, _build(command), when, form(note), _booked, stops, of_a_part=True)


REFUND_ACTIONS = by_name(
    _action("approve", _("Approve"), "check", ApproveRefund, decides=True),
    _action("request", _("On its way"), "arrow-right", RequestRefund),
    _action("confirm", _("Confirm given"), "circle-check", ConfirmRefund),
    _action("decline", _("Decline"), "x", DeclineRefund, stops=True, decides=True),
    _action("fail", _("Failed"), "alert-triangle", FailRefund, stops=True),
    _action("reverse", _("Came back"), "arrow-back-up", ReverseRefund, stops=True),
)
