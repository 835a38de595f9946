"""Documents and money of all orders, and the refunds that wait for somebody."""

from collections.abc import Sequence
from datetime import date

from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import render
from django.urls import reverse
from django.utils import timezone
from django.views.decorators.http import require_http_methods, require_safe

from ordino.billing.lifecycle import OPEN_INVOICE
from ordino.billing.queries import DocumentFilter, TransferView, credit_notes, invoices, open_totals, transfers
from ordino.billing.views import DocumentSummary
from ordino.engine import Reader, Window
from ordino.office.actions import Subject, drawer, offered
from ordino.office.engine import office_engine
from ordino.office.exporting import all_rows, exported, wants_export
from ordino.office.lists import window_of
from ordino.office.money.actions import REFUND_ACTIONS, Due
from ordino.office.money.transfer_actions import RECORD_TRANSFER, TRANSFER_ACTIONS
from ordino.office.people import actor_of, page
from ordino.office.texts import _
from ordino.payments.lifecycle import REFUND
from ordino.payments.queries import PaymentView, RefundView, list_payments, list_refunds
from ordino.stored_value.commands import IssueGiftCard

_ROWS = 50
MoneyRow = DocumentSummary | PaymentView | RefundView | TransferView
_REFUNDS = {
    "refunds": ("proposed", "approved", "requested", "failed"),
    "refunds-ended": ("succeeded", "reversed", "declined"),
}
TABS = (
    ("invoices", _("Invoices")),
    ("overdue", _("Overdue")),
    ("credit-notes", _("Credit notes")),
    ("payments", _("Payments")),
    ("refunds", _("Refunds that wait")),
    ("refunds-ended", _("Refunds that ended")),
    ("transfers", _("Bank transfers")),
)


@require_safe
@page()
def money(request: HttpRequest) -> HttpResponse:
    """A page of one kind, the newest first; of what is overdue also what it comes to."""
    known = [name for name, _ in TABS]
    tab = request.GET.get("tab", "") if request.GET.get("tab") in known else known[0]
    window, today = window_of(request, _ROWS), timezone.localdate()
    with office_engine().reader() as reader:
        if wants_export(request):
            return exported(request, tab, all_rows(lambda piece: _rows(reader, tab, today, piece), window))
        rows = _rows(reader, tab, today, window)
        totals = open_totals(reader, due_before=today) if tab == "overdue" else []
    shown, actor = rows[:_ROWS], actor_of(request)
    context: dict[str, object] = {
        "tabs": TABS,
        "tab": tab,
        "today": today,
        "totals": totals,
        "may_issue": actor.may(IssueGiftCard.permission()),
        "next": shown[-1].id if len(rows) > _ROWS else None,
    }
    if tab in _REFUNDS:
        context["refunds"] = [
            (row, offered(REFUND_ACTIONS, _due(row), actor)) for row in shown if isinstance(row, RefundView)
        ]
    elif tab == "transfers":
        context["may_record"] = actor.may(RECORD_TRANSFER.command.permission())
        context["transfers"] = [
            (row, offered(TRANSFER_ACTIONS, row, actor)) for row in shown if isinstance(row, TransferView)
        ]
    else:
        context["payments" if tab == "payments" else "documents"] = shown
    return render(request, "money/page.html", context)


def _rows(reader: Reader, tab: str, today: date, window: Window) -> Sequence[MoneyRow]:
    if tab == "overdue":
        return invoices(reader, DocumentFilter(OPEN_INVOICE, due_before=today), window)
    if tab == "credit-notes":
        return credit_notes(reader, DocumentFilter(), window)
    if tab == "payments":
        return list_payments(reader, window=window)
    if tab == "transfers":
        return transfers(reader, window=window)
    if tab in _REFUNDS:
        return list_refunds(reader, states=_REFUNDS[tab], window=window)
    return invoices(reader, DocumentFilter(), window)


@require_http_methods(["GET", "HEAD", "POST"])
@page()
def refund_action(request: HttpRequest, refund_id: int, name: str) -> HttpResponse:
    """The drawer of an action on a refund."""
    found = REFUND_ACTIONS.get(name)
    if found is None:
        raise Http404(f"There is no action {name}.")
    with office_engine().reader() as reader:
        rows = list_refunds(reader, window=Window(1, refund_id + 1))
    if not rows or rows[0].id != refund_id:
        raise Http404(f"There is no refund {refund_id}.")
    tab = next(name for name, states in _REFUNDS.items() if rows[0].state in states)
    here = f"{reverse('money')}?tab={tab}"
    return drawer(
        request,
        found,
        Subject(refund_id, _("refund %(number)s") % {"number": refund_id}, here, _due(rows[0]), rows[0].currency),
    )


def _due(row: RefundView) -> Due:
    return Due(row, REFUND.permitted(row.state))
