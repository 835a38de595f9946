"""What may be done about the messages to the customer of an order: send one again."""

from ordino.kernel.messages import Command
from ordino.notifications.commands import NotificationResult, ResendNotification
from ordino.office.actions import Action, Booked, Field, Subject, by_name, form
from ordino.office.forms import Form
from ordino.office.texts import _, in_words
from ordino.orders.views import OrderView


def _resend(subject: Subject, form: Form) -> Command:
    return ResendNotification(message_id=form.number("message_id"), recipient=form.text("recipient"))


def _booked(view: OrderView, result: NotificationResult) -> list[Booked]:
    return [Booked(_("This message"), "", in_words(result.state))]


MESSAGE_ACTIONS = by_name(
    Action(
        "resend",
        _("Send again"),
        "mail",
        ResendNotification,
        _resend,
        lambda view: True,
        form(
            Field("message_id", "", "hidden"),
            Field("recipient", _("To another address, empty for the same"), "email", False),
        ),
        _booked,
        of_a_part=True,
    ),
)
