"""The sheet of a change: every change of it is previewed; what somebody else changed meanwhile is named."""

from typing import NamedTuple

from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import render
from django.urls import reverse
from django.views.decorators.http import require_http_methods

from ordino.catalog.queries import search_skus, skus_by_code
from ordino.catalog.rows import FoundSku, SkuRow
from ordino.engine import Completed, Outcome, Reader
from ordino.kernel.messages import Refused
from ordino.kernel.problems import Problem, VersionConflict
from ordino.office.bench import go
from ordino.office.change_order.wish import changed, first_sheet, renewed, units_text
from ordino.office.engine import office_engine
from ordino.office.forms import NotUnderstood
from ordino.office.happenings import facts_of, since
from ordino.office.new_order.sheet import Sheet
from ordino.office.order.figures import charges_to_waive
from ordino.office.people import actor_of, page
from ordino.orders.commands import ChangeOrder, OrderAccepted
from ordino.orders.lifecycle import ORDER
from ordino.orders.queries import show_order
from ordino.orders.views import LineView, OrderView

_FOUND = 8


class Row(NamedTuple):
    """A line with the units that were typed; `free` of them can still be taken off."""

    line: LineView
    units: str
    before: str
    free: int


@require_http_methods(["GET", "HEAD", "POST"])
@page("orders.change_order")
def change_order(request: HttpRequest, order_id: int) -> HttpResponse:
    """The sheet; `do` is `place` to change the order, `renew` to go on from what somebody else made of it."""
    actor = actor_of(request)
    with office_engine().reader() as reader:
        view = show_order(reader, order_id)
        if view is None:
            raise Http404(f"There is no order {order_id}.")
        sheet = _sheet(request, reader, view)
        skus = skus_by_code(reader, [line.sku for line in sheet.lines()]) if sheet.lines() else {}
        found = search_skus(reader, sheet.text("find"), limit=_FOUND)
    command = _command(sheet, view, skus)
    outcome: Outcome | None = None
    if isinstance(command, ChangeOrder):
        if sheet.text("do") == "place" and request.method == "POST":
            outcome = office_engine().execute([command], actor=actor)[0]
            if isinstance(outcome, Completed):
                return go(request, reverse("order", args=[order_id]))
        else:
            outcome = office_engine().preview([command], actor=actor)[0]
    problem = command if isinstance(command, Problem) else outcome.problem if isinstance(outcome, Refused) else None
    whole = "change_order/sheet.html" if "HX-Request" in request.headers else "change_order/page.html"
    return render(request, whole, _context(view, sheet, skus, found, outcome, problem))


def _sheet(request: HttpRequest, reader: Reader, view: OrderView) -> Sheet:
    if request.method != "POST":
        return first_sheet(view)
    sheet = Sheet({name: str(value) for name, value in request.POST.items()})
    name, _, argument = sheet.text("do").partition(":")
    if name == "renew":
        return renewed(sheet, view)
    if name == "add":
        return sheet.adding(argument)
    if name == "remove" and argument.isdigit():
        return sheet.without(int(argument))
    if name == "enter" and sheet.text("find"):
        exact = skus_by_code(reader, [sheet.text("find")]).get(sheet.text("find"))
        return sheet.adding(exact.code) if exact is not None else sheet
    return sheet


def _command(sheet: Sheet, view: OrderView, skus: dict[str, FoundSku]) -> ChangeOrder | Problem | None:
    try:
        return changed(sheet, view, skus)
    except NotUnderstood as wrong:
        return wrong.problem


def _context(
    view: OrderView,
    sheet: Sheet,
    skus: dict[str, FoundSku],
    found: list[SkuRow],
    outcome: Outcome | None,
    problem: Problem | None,
) -> dict[str, object]:
    result = outcome.result if isinstance(outcome, Completed) else None
    events = outcome.events if isinstance(outcome, Completed) else ()
    currency = view.order.currency
    return {
        "order": view.order,
        "sheet": sheet.fields(),
        "rows": [_row(line, sheet) for line in view.lines if line.ordered > line.canceled],
        "added": [(line, skus.get(line.sku)) for line in sheet.lines()],
        "charges": _charges(view, sheet),
        "found": found,
        "taken": sheet.text("do").startswith("add:") or (sheet.text("do") == "enter" and not sheet.text("find")),
        "problem": problem,
        "meanwhile": since(view.timeline, sheet.text("seen"), currency) if isinstance(problem, VersionConflict) else [],
        "result": result if isinstance(result, OrderAccepted) else None,
        "difference_minor": result.total_minor - view.order.total_minor if isinstance(result, OrderAccepted) else 0,
        "follows": [(one.event.kind(), facts_of(one.event, currency)) for one in events],
        "permitted": ChangeOrder.kind() in ORDER.permitted(view.order.state),
    }


def _row(line: LineView, sheet: Sheet) -> Row:
    free = line.unsourced + line.backordered + line.allocated
    return Row(line, sheet.text(f"units-{line.number}"), units_text(line), free)


def _charges(view: OrderView, sheet: Sheet) -> list[tuple[int, str, int, bool]]:
    """Charges that are not waived yet: number, label, amount, and whether this change waives them."""
    return [(number, label, minor, f"waive-{number}" in sheet) for number, label, minor in charges_to_waive(view)]
