"""What colleagues do about an order on its page: write a note, say whose it is, watch it."""

from ordino.kernel.messages import Command
from ordino.notes.commands import AssignOrder, OrderAttended, WatchOrder, WriteNote
from ordino.office.actions import Action, Booked, Field, Subject, by_name, form
from ordino.office.forms import Form
from ordino.office.texts import _
from ordino.orders.views import OrderView


def _note(subject: Subject, form: Form) -> Command:
    return WriteNote(order_id=subject.key, text=form.text("text"))


def _assign(subject: Subject, form: Form) -> Command:
    return AssignOrder(order_id=subject.key, owner=form.text("owner"))


def _watch(subject: Subject, form: Form) -> Command:
    return WatchOrder(order_id=subject.key)


def _unwatch(subject: Subject, form: Form) -> Command:
    return WatchOrder(order_id=subject.key, watching=False)


def _attended(view: OrderView, result: OrderAttended) -> list[Booked]:
    return [
        Booked(_("Owner"), "", result.owner or _("nobody")),
        Booked(_("Watchers"), "", ", ".join(result.watchers) or _("nobody")),
    ]


def _always(view: OrderView) -> bool:
    return True


NOTES_ACTIONS = by_name(
    Action(
        "note",
        _("Write note"),
        "message",
        WriteNote,
        _note,
        _always,
        form(Field("text", _("Note; @login mentions a colleague"))),
        of_a_part=True,
    ),
    Action(
        "assign",
        _("Assign"),
        "user-plus",
        AssignOrder,
        _assign,
        _always,
        form(Field("owner", _("To whom; nobody without a name"), required=False)),
        _attended,
        of_a_part=True,
    ),
    Action("watch", _("Watch"), "bell", WatchOrder, _watch, _always, booked=_attended, of_a_part=True),
    Action("unwatch", _("Watch no more"), "bell", WatchOrder, _unwatch, _always, booked=_attended, of_a_part=True),
)
