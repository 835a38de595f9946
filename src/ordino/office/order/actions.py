"""What may be done with an order on its page: choose, preview, submit. Each action only builds its command."""

from collections.abc import Callable, Mapping
from typing import NamedTuple

from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import render
from django.urls import reverse
from django.views.decorators.http import require_http_methods

from ordino.engine import Outcome
from ordino.kernel.messages import Refused
from ordino.kernel.problems import InvalidInput, Problem
from ordino.office.engine import office_engine
from ordino.office.people import actor_of, page
from ordino.orders.commands import (
    CancelOrder,
    CancelUnits,
    ChangeOrder,
    ConfirmOrder,
    HoldOrder,
    OrderAccepted,
    OrderCommand,
    PrioritizeOrder,
    ReleaseHold,
)
from ordino.orders.queries import show_order
from ordino.orders.views import OrderView

Form = Mapping[str, str]


class Field(NamedTuple):
    """A field of an action's form."""

    name: str
    word: str
    kind: str = "text"
    required: bool = True


class Action(NamedTuple):
    """An action: its word on the button, its form, and how its command is built from what was typed."""

    name: str
    word: str
    icon: str
    command: type[OrderCommand]
    fields: tuple[Field, ...]
    build: Callable[[int, Form], OrderCommand | Problem]
    stops: bool = False
    of_a_hold: bool = False


def _confirm(order_id: int, form: Form) -> OrderCommand:
    return ConfirmOrder(order_id=order_id)


def _hold(order_id: int, form: Form) -> OrderCommand:
    return HoldOrder(order_id=order_id, reason=form.get("reason", ""), detail=form.get("detail", ""))


def _release(order_id: int, form: Form) -> OrderCommand | Problem:
    hold_id = _number(form, "hold_id")
    return (
        hold_id if isinstance(hold_id, Problem) else ReleaseHold(order_id=order_id, hold_id=hold_id, note=form["note"])
    )


def _prioritize(order_id: int, form: Form) -> OrderCommand | Problem:
    priority = _number(form, "priority")
    return priority if isinstance(priority, Problem) else PrioritizeOrder(order_id=order_id, priority=priority)


def _cancel_units(order_id: int, form: Form) -> OrderCommand | Problem:
    numbers = [_number(form, name) for name in ("version", "line_number", "quantity")]
    for number in numbers:
        if isinstance(number, Problem):
            return number
    version, line_number, quantity = (int(str(number)) for number in numbers)
    action = CancelUnits(line_number=line_number, quantity=quantity)
    return ChangeOrder(order_id=order_id, expected_version=version, actions=(action,))


def _cancel(order_id: int, form: Form) -> OrderCommand | Problem:
    version = _number(form, "version")
    if isinstance(version, Problem):
        return version
    return CancelOrder(order_id=order_id, reason=form.get("reason", ""), expected_version=version)


def _number(form: Form, name: str) -> int | InvalidInput:
    text = form.get(name, "").strip()
    if not text.removeprefix("-").isascii() or not text.removeprefix("-").isdigit() or len(text) > 18:
        return InvalidInput(field=name, reason=f"{text!r} is not a whole number.")
    return int(text)


_REASON = Field("reason", "Reason")
ACTIONS: dict[str, Action] = {
    action.name: action
    for action in (
        Action("confirm", "Confirm", "check", ConfirmOrder, (), _confirm),
        Action("hold", "Hold", "hand-stop", HoldOrder, (_REASON, Field("detail", "Detail", required=False)), _hold),
        Action(
            "release-hold",
            "Release hold",
            "player-play",
            ReleaseHold,
            (Field("hold_id", "", "hidden"), Field("note", "Note: why it may go on")),
            _release,
            of_a_hold=True,
        ),
        Action(
            "prioritize",
            "Prioritize",
            "arrow-up",
            PrioritizeOrder,
            (Field("priority", "Priority", "number"),),
            _prioritize,
        ),
        Action(
            "change",
            "Cancel units",
            "pencil",
            ChangeOrder,
            (Field("line_number", "Line", "number"), Field("quantity", "Units to cancel", "number")),
            _cancel_units,
        ),
        Action("cancel", "Cancel order", "x", CancelOrder, (_REASON,), _cancel, stops=True),
    )
}


class Booked(NamedTuple):
    """What a command would book, or has: before and after."""

    word: str
    before: str
    after: str


@require_http_methods(["GET", "HEAD", "POST"])
@page()
def action(request: HttpRequest, order_id: int, name: str) -> HttpResponse:
    """The drawer of an action; a POST with `preview` shows what would be booked, one without books it."""
    found = ACTIONS.get(name)
    if found is None:
        raise Http404(f"There is no action {name}.")
    with office_engine().reader() as reader:
        view = show_order(reader, order_id)
    if view is None:
        raise Http404(f"There is no order {order_id}.")
    form: dict[str, str] = {key: str(value) for key, value in (request.POST or request.GET).items()}
    context: dict[str, object] = {
        "action": found,
        "view": view,
        "order": view.order,
        "fields": [(field, form.get(field.name, "")) for field in found.fields],
        "version": form.get("version") or view.order.version,
    }
    if request.method == "POST":
        outcome = _run(request, found, order_id, form)
        if isinstance(outcome, Refused):
            context["problem"] = outcome.problem
        elif "preview" in form:
            context["booked"] = _booked(view, outcome)
        else:
            return HttpResponse(headers={"HX-Redirect": reverse("order", args=[order_id])})
    return render(request, "order/drawer.html", context)


def _run(request: HttpRequest, found: Action, order_id: int, form: Form) -> Outcome:
    command = found.build(order_id, form)
    if isinstance(command, Problem):
        return Refused(command)
    run = office_engine().preview if "preview" in form else office_engine().execute
    return run([command], actor=actor_of(request))[0]


def _booked(view: OrderView, outcome: Outcome) -> list[Booked]:
    result = getattr(outcome, "result", None)
    if not isinstance(result, OrderAccepted):
        return []
    before = view.order
    return [
        Booked("Order", before.state, result.state),
        Booked("Total", str(before.total_minor), str(result.total_minor)),
        Booked("Version", str(before.version), str(result.version)),
    ]
