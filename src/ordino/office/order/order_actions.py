"""What may be done with the order itself: confirm, hold, give a hold to somebody, release, prioritize, cancel."""

from collections.abc import Callable

from ordino.kernel.messages import Command
from ordino.office.actions import Action, Field, Subject, by_name, form
from ordino.office.forms import Form
from ordino.office.order.cancel_action import CANCEL
from ordino.office.order.figures import order_booked
from ordino.office.texts import _
from ordino.orders.commands import (
    AssignHold,
    ConfirmOrder,
    HoldOrder,
    PlaceDraft,
    PrioritizeOrder,
    ReleaseHold,
)
from ordino.orders.lifecycle import ORDER
from ordino.orders.views import OrderView


def _place(subject: Subject, form: Form) -> Command:
    return PlaceDraft(order_id=subject.key, expected_version=form.number("version"))


def _confirm(subject: Subject, form: Form) -> Command:
    return ConfirmOrder(order_id=subject.key)


def _hold(subject: Subject, form: Form) -> Command:
    return HoldOrder(order_id=subject.key, reason=form.text("reason"), detail=form.text("detail"))


def _release(subject: Subject, form: Form) -> Command:
    return ReleaseHold(order_id=subject.key, hold_id=form.number("hold_id"), note=form.text("note"))


def _assign(subject: Subject, form: Form) -> Command:
    due = form.noon("due") if form.text("due") else None
    return AssignHold(order_id=subject.key, hold_id=form.number("hold_id"), owner=form.text("owner"), due_at=due)


def _prioritize(subject: Subject, form: Form) -> Command:
    return PrioritizeOrder(order_id=subject.key, priority=form.number("priority"))


def _when_permitted(command: type[Command]) -> Callable[[OrderView], bool]:
    return lambda view: command.kind() in ORDER.permitted(view.order.state)


_REASON = Field("reason", _("Reason"))
ORDER_ACTIONS = by_name(
    Action("place", _("Place draft"), "check", PlaceDraft, _place, _when_permitted(PlaceDraft), booked=order_booked),
    Action(
        "confirm", _("Confirm"), "check", ConfirmOrder, _confirm, _when_permitted(ConfirmOrder), booked=order_booked
    ),
    Action(
        "hold",
        _("Hold"),
        "hand-stop",
        HoldOrder,
        _hold,
        _when_permitted(HoldOrder),
        form(_REASON, Field("detail", _("Detail"), required=False)),
        order_booked,
    ),
    Action(
        "release-hold",
        _("Release hold"),
        "player-play",
        ReleaseHold,
        _release,
        _when_permitted(ReleaseHold),
        form(Field("hold_id", "", "hidden"), Field("note", _("Note: why it may go on"))),
        order_booked,
        of_a_part=True,
    ),
    Action(
        "assign-hold",
        _("Assign hold"),
        "user-plus",
        AssignHold,
        _assign,
        _when_permitted(AssignHold),
        form(
            Field("hold_id", "", "hidden"),
            Field("owner", _("To whom; nobody without a name"), required=False),
            Field("due", _("Due on the day, empty for none"), "date", False),
        ),
        order_booked,
        of_a_part=True,
    ),
    Action(
        "prioritize",
        _("Prioritize"),
        "arrow-up",
        PrioritizeOrder,
        _prioritize,
        _when_permitted(PrioritizeOrder),
        form(Field("priority", _("Priority"), "number")),
        order_booked,
        rare=True,
    ),
    CANCEL,
)
