"""What may be done about an order's goods: let a location begin, ask for units back."""

from typing import get_args

from ordino.fulfillment.commands import PlanFulfillment, Planned
from ordino.kernel.messages import Command
from ordino.office.actions import Action, Booked, Field, Subject, by_name
from ordino.office.forms import Form
from ordino.office.texts import _
from ordino.orders.views import LineView, OrderView
from ordino.returns.commands import RequestReturn
from ordino.returns.rows import ReturnReason, UnitsToReturn


def _plan(subject: Subject, form: Form) -> Command:
    return PlanFulfillment(order_id=subject.key, release=True)


def _can_be_planned(view: OrderView) -> bool:
    return view.order.state == "confirmed" and any(line.shippable and line.allocated for line in view.lines)


def _planned(view: OrderView, result: Planned) -> list[Booked]:
    before = sum(line.released for line in view.lines)
    return [Booked(_("Units released"), str(before), str(before + result.quantity))]


def _request(subject: Subject, form: Form) -> Command:
    reason = form.text("reason")
    return RequestReturn(
        order_id=subject.key,
        lines=tuple(
            UnitsToReturn(line_number=line, quantity=units, reason=reason, comment=form.text("comment"))  # type: ignore[arg-type]
            for line, units in form.units("units", [line.number for line in _delivered(subject.view)])
        ),
        override_reason=form.text("override_reason"),
    )


def _delivered(view: OrderView) -> list[LineView]:
    return [line for line in view.lines if line.delivered > line.returned + line.return_expected]


def _return_form(view: OrderView) -> list[Field]:
    lines = [
        Field(
            f"units-{line.number}",
            _("%(what)s: units back, of %(left)s")
            % {"what": line.description or line.sku, "left": line.delivered - line.returned - line.return_expected},
            "number",
            required=False,
        )
        for line in _delivered(view)
    ]
    reason = Field("reason", _("Reason"), value="changed_mind", choices=get_args(ReturnReason))
    said = Field("comment", _("What the customer says"), required=False)
    return [*lines, reason, said, Field("override_reason", _("Why it is permitted against the policy"), required=False)]


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
        "return",
        _("Request return"),
        "arrow-back-up",
        RequestReturn,
        _request,
        lambda view: bool(_delivered(view)),
        _return_form,
    ),
)
