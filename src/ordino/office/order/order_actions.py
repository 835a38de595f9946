"""What may be done with the order itself: confirm, hold, release, prioritize, cancel."""

from collections.abc import Callable

from ordino.kernel.messages import Command
from ordino.office.actions import Action, Booked, Field, Subject, by_name, form
from ordino.office.forms import Form
from ordino.office.templatetags.ordino import amount
from ordino.office.texts import _, in_words
from ordino.orders.commands import (
    CancelOrder,
    CancelUnits,
    ChangeOrder,
    ConfirmOrder,
    HoldOrder,
    OrderAccepted,
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


def _prioritize(subject: Subject, form: Form) -> Command:
    return PrioritizeOrder(order_id=subject.key, priority=form.number("priority"))


def _cancel_units(subject: Subject, form: Form) -> Command:
    units = CancelUnits(line_number=form.number("line_number"), quantity=form.number("quantity"))
    return ChangeOrder(order_id=subject.key, expected_version=form.number("version"), actions=(units,))


def _cancel(subject: Subject, form: Form) -> Command:
    return CancelOrder(order_id=subject.key, reason=form.text("reason"), expected_version=form.number("version"))


def _booked(view: OrderView, result: OrderAccepted) -> list[Booked]:
    before, currency = view.order, view.order.currency
    return [
        Booked(_("Order"), in_words(before.state), in_words(result.state)),
        Booked(_("Total"), amount(before.total_minor, currency), f"{amount(result.total_minor, currency)} {currency}"),
        Booked(_("Version"), str(before.version), str(result.version)),
    ]


def _when_permitted(command: type[Command]) -> Callable[[OrderView], bool]:
    return lambda view: command.kind() in ORDER.permitted(view.order.state)


_REASON = Field("reason", _("Reason"))
ORDER_ACTIONS = by_name(
    Action("place", _("Place draft"), "check", PlaceDraft, _place, _when_permitted(PlaceDraft), booked=_booked),
    Action("confirm", _("Confirm"), "check", ConfirmOrder, _confirm, _when_permitted(ConfirmOrder), booked=_booked),
    Action(
        "hold",
        _("Hold"),
        "hand-stop",
        HoldOrder,
        _hold,
        _when_permitted(HoldOrder),
        form(_REASON, Field("detail", _("Detail"), required=False)),
        _booked,
    ),
    Action(
        "release-hold",
        _("Release hold"),
        "player-play",
        ReleaseHold,
        _release,
        _when_permitted(ReleaseHold),
        form(Field("hold_id", "", "hidden"), Field("note", _("Note: why it may go on"))),
        _booked,
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
        _booked,
    ),
    Action(
        "change",
        _("Cancel units"),
        "trash",
        ChangeOrder,
        _cancel_units,
        _when_permitted(ChangeOrder),
        form(Field("line_number", _("Line"), "number"), Field("quantity", _("Units to cancel"), "number")),
        _booked,
    ),
    Action(
        "cancel",
        _("Cancel order"),
        "x",
        CancelOrder,
        _cancel,
        _when_permitted(CancelOrder),
        form(_REASON),
        _booked,
        stops=True,
    ),
)
