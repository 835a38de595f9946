"""What may be done about an order's goods: let a location begin, say that services are done, ask for units back."""

from ordino.delivery.commands import Performed, PerformServices
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


def _perform(subject: Subject, form: Form) -> Command:
    return PerformServices(order_id=subject.key, expected_version=form.number("version"))


def _can_perform(view: OrderView) -> bool:
    """Some unit of a service is not performed yet."""
    return view.order.state == "confirmed" and any(not line.shippable and line.allocated for line in view.lines)


def _performed(view: OrderView, result: Performed) -> list[Booked]:
    return [Booked(_("Units of services performed"), "", str(result.quantity))]


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
    Action(
        "perform",
        _("Services performed"),
        "tool",
        PerformServices,
        _perform,
        _can_perform,
        booked=_performed,
    ),
    RETURN,
)
