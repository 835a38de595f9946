"""The page of one order."""

from itertools import groupby
from operator import itemgetter
from typing import Any

from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import render
from django.utils import timezone
from django.views.decorators.http import require_safe

from ordino.notes.queries import NotesOfOrder, notes_of_order
from ordino.office.actions import Action, offered
from ordino.office.engine import office_engine
from ordino.office.happenings import facts_of_row
from ordino.office.order.actions import ACTIONS
from ordino.office.order.life import drawing
from ordino.office.order.notes_actions import NOTES_ACTIONS
from ordino.office.order.work import work_of
from ordino.office.people import actor_of, page
from ordino.orders.commands import ChangeOrder
from ordino.orders.decide.complete_order import OrderMoney, still_open
from ordino.orders.lifecycle import ORDER
from ordino.orders.queries import show_order
from ordino.orders.reading import lines_of, open_holds_of
from ordino.orders.views import Happening, OrderHead, OrderView
from ordino.sourcing.queries import plans_of_order, promises_of_order

_NEWEST = 60


@require_safe
@page()
def order(request: HttpRequest, order_id: int) -> HttpResponse:
    """Everything about an order, with what the signed-in person may do with it now."""
    engine = office_engine()
    with engine.reader() as reader:
        view = show_order(reader, order_id)
        if view is None:
            raise Http404(f"There is no order {order_id}.")
        lines = lines_of(reader, [order_id]).get(order_id, [])
        holds = open_holds_of(reader, [order_id]).get(order_id, [])
        plans = plans_of_order(reader, order_id)
        promises = promises_of_order(reader, order_id)
        notes = notes_of_order(reader, order_id)
        work = work_of(reader, order_id, now=engine.clock())
    needs = still_open(lines, holds, _money(view.order)) if view.order.state in ("placed", "confirmed") else ()
    actions = offered(ACTIONS, view, actor_of(request))
    dates: dict[int, list[Any]] = {}
    for promise in promises:
        dates.setdefault(promise.line_number, []).append(promise)
    return render(
        request,
        "order/page.html",
        {
            "view": view,
            "order": view.order,
            "lines": [(line, dates.get(line.number, []), _sources(view, line.number)) for line in view.lines],
            "units": sum(line.ordered - line.canceled for line in view.lines),
            "open_holds": [hold for hold in view.holds if hold.state == "open"],
            "plan": plans[0] if plans else None,
            "actions": [action for action in actions if not (action.of_a_part or action.rare)],
            "rare": [action for action in actions if action.rare],
            "may_change": ChangeOrder.kind() in ORDER.permitted(view.order.state)
            and actor_of(request).may(ChangeOrder.permission()),
            "may_release": ACTIONS["release-hold"] in actions,
            "may_resend": ACTIONS["resend"] in actions,
            "may_assign": ACTIONS["assign-hold"] in actions,
            "work": work,
            "notes": notes,
            "notes_actions": _notes_actions(request, actions, notes),
            "life": drawing(view, needs),
            "days": _days(view.timeline, view.order.currency),
            "goods_minor": sum(line.goods_minor for line in view.lines),
            "discount_minor": sum(line.discount_minor for line in view.lines),
            "tax_minor": sum(line.tax_minor for line in view.lines) + sum(part.tax_minor for part in view.charges),
            "canceled_units": sum(line.canceled for line in view.lines),
        },
    )


def _notes_actions(request: HttpRequest, actions: list[Action], notes: NotesOfOrder) -> list[Action]:
    """Of watching and watching no more only what is left to do."""
    over = "watch" if actor_of(request).name in notes.watchers else "unwatch"
    return [action for action in actions if action.name in NOTES_ACTIONS and action.name != over]


def _money(order: OrderHead) -> OrderMoney:
    return OrderMoney(
        order.currency,
        order.payment_terms,
        order.total_minor,
        order.credited_minor,
        order.captured_minor,
        order.refunded_minor,
    )


def _sources(view: OrderView, line_number: int) -> list[tuple[str, int]]:
    return [(row.location, row.quantity) for row in view.allocations if row.line_number == line_number]


def _days(timeline: list[Happening], currency: str) -> list[tuple[Any, list[Any]]]:
    """The newest happenings, day by day, in the reader's zone."""
    newest = sorted(timeline, key=lambda row: row.sequence, reverse=True)[:_NEWEST]
    entries = [(timezone.localtime(row.recorded_at).date(), row, facts_of_row(row.data, currency)) for row in newest]
    return [(day, [(row, facts) for _, row, facts in group]) for day, group in groupby(entries, key=itemgetter(0))]
