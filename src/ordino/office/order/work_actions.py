"""What may be done about an order's goods: let a location begin, ask for units back."""

from ordino.fulfillment.commands import PlanFulfillment, Planned
from ordino.kernel.messages import Command
from ordino.office.actions import Action, Booked, Subject, by_name
from ordino.office.forms import Form
from ordino.office.order.return_action import RETURN
from ordino.office.texts import _
from ordino.orders.views import OrderView


def _plan(subject: Subject, form: Form) -> Command:
    return PlanFulfillment(order_id=subject.key, release=True)


def _can_be_planned(view: OrderView) -> bool:
    return view.order.state == "confirmed" and any(line.shippable and line.allocated for line in view.lines)


def _planned(view: OrderView, result: Planned) -> list[Booked]:
    before = sum(line.released for line in view.lines)
    return [Booked(_("Units released"), str(before), str(before + result.quantity))]


WORK_ACTIONS = by_name(
    Action(
        "release",
        _("Release to fulfillment"),
        "stack-2",
        PlanFulfillment,
        _plan,
        _can_be_planned,
        booked=_planned,
    ),
    RETURN,
)
