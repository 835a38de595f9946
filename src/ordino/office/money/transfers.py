"""Bank transfers: the drawers that record one and use what is left of it."""

from django.http import Http404, HttpRequest, HttpResponse
from django.views.decorators.http import require_http_methods

from ordino.billing.queries import transfers
from ordino.office.actions import Subject, drawer
from ordino.office.engine import office_engine
from ordino.office.money.transfer_actions import RECORD_TRANSFER, TRANSFER_ACTIONS, transfers_page
from ordino.office.people import page
from ordino.office.texts import _


@require_http_methods(["GET", "HEAD", "POST"])
@page()
def new_transfer_action(request: HttpRequest) -> HttpResponse:
    """The drawer that records a transfer of a customer."""
    return drawer(request, RECORD_TRANSFER, Subject(0, _("bank transfer"), transfers_page(), None))


@require_http_methods(["GET", "HEAD", "POST"])
@page()
def transfer_action(request: HttpRequest, transfer_id: int, name: str) -> HttpResponse:
    """The drawer of an action on what is left of a transfer."""
    with office_engine().reader() as reader:
        rows = transfers(reader, transfer_id=transfer_id)
    if not rows or name not in TRANSFER_ACTIONS:
        raise Http404(f"There is no action {name} on the transfer {transfer_id}.")
    row = rows[0]
    subject = Subject(transfer_id, row.bank_reference, transfers_page(), row, row.currency)
    return drawer(request, TRANSFER_ACTIONS[name], subject)
