"""Documents and money of all orders, and the refunds that wait for somebody."""

from typing import NamedTuple

from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import render
from django.urls import reverse
from django.utils import timezone
from django.views.decorators.http import require_http_methods, require_safe

from ordino.billing.queries import credit_notes, invoices
from ordino.billing.views import DocumentSummary
from ordino.office.actions import Subject, drawer, offered
from ordino.office.engine import office_engine
from ordino.office.money.actions import REFUND_ACTIONS, Due
from ordino.office.people import actor_of, page
from ordino.payments.lifecycle import REFUND
from ordino.payments.queries import RefundView, list_payments, list_refunds

_ROWS = 100
_OPEN_AMONG = 1000
_WAITING = ("proposed", "approved", "requested", "failed")
TABS = (
    ("invoices", "Invoices"),
    ("overdue", "Overdue"),
    ("credit-notes", "Credit notes"),
    ("payments", "Payments"),
    ("refunds", "Refunds that wait"),
)


class Total(NamedTuple):
    """What rows of one currency come to."""

    currency: str
    open_minor: int


@require_safe
@page()
def money(request: HttpRequest) -> HttpResponse:
    """The newest rows of one kind; overdue are sought among the newest 1,000 open invoices."""
    known = [name for name, _ in TABS]
    tab = request.GET.get("tab", "") if request.GET.get("tab") in known else known[0]
    context: dict[str, object] = {"tabs": TABS, "tab": tab, "most": _ROWS, "today": timezone.localdate()}
    actor = actor_of(request)
    with office_engine().reader() as reader:
        if tab == "invoices":
            context["documents"] = invoices(reader, limit=_ROWS)
        elif tab == "overdue":
            overdue = [row for row in invoices(reader, open_only=True, limit=_OPEN_AMONG) if _is_overdue(row)]
            context |= {"documents": sorted(overdue, key=lambda row: (row.due_on, row.id)), "totals": _totals(overdue)}
        elif tab == "credit-notes":
            context["documents"] = credit_notes(reader, limit=_ROWS)
        elif tab == "payments":
            context["payments"] = list_payments(reader, limit=_ROWS)
        else:
            refunds = list_refunds(reader, states=_WAITING, limit=_ROWS)
            context["refunds"] = [(row, offered(REFUND_ACTIONS, _due(row), actor)) for row in refunds]
    return render(request, "money/page.html", context)


@require_http_methods(["GET", "HEAD", "POST"])
@page()
def refund_action(request: HttpRequest, refund_id: int, name: str) -> HttpResponse:
    """The drawer of an action on a refund."""
    found = REFUND_ACTIONS.get(name)
    if found is None:
        raise Http404(f"There is no action {name}.")
    with office_engine().reader() as reader:
        rows = list_refunds(reader, before_id=refund_id + 1, limit=1)
    if not rows or rows[0].id != refund_id:
        raise Http404(f"There is no refund {refund_id}.")
    here = reverse("money") + "?tab=refunds"
    return drawer(request, found, Subject(refund_id, f"refund {refund_id}", here, _due(rows[0]), rows[0].currency))


def _due(row: RefundView) -> Due:
    return Due(row, REFUND.permitted(row.state))


def _is_overdue(row: DocumentSummary) -> bool:
    return row.due_on is not None and row.due_on < timezone.localdate() and row.open_minor > 0


def _totals(rows: list[DocumentSummary]) -> list[Total]:
    """Sums by currency: amounts of two currencies are never added."""
    sums: dict[str, int] = {}
    for row in rows:
        sums[row.currency] = sums.get(row.currency, 0) + row.open_minor
    return [Total(currency, minor) for currency, minor in sorted(sums.items())]
