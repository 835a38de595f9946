"""The list of customers, and one with everything between us."""

from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import render
from django.views.decorators.http import require_safe

from ordino.billing.queries import DocumentFilter, credit_notes, invoices
from ordino.office.actions import offered
from ordino.office.cursors import number_or
from ordino.office.customers.consents import CONSENT_ACTIONS, Consenting
from ordino.office.engine import office_engine
from ordino.office.exporting import all_pages, exported, wants_export
from ordino.office.lists import is_oldest_first
from ordino.office.people import actor_of, page
from ordino.orders.lifecycle import ORDER
from ordino.orders.queries import OrderFilter, list_orders
from ordino.parties.queries import (
    LARGEST_KEY,
    addresses,
    consents,
    contacts,
    customers_by_id,
    list_customers,
    probable_duplicates,
)
from ordino.returns.queries import ReturnFilter, list_returns

_ROWS = 50
_EXPORTED = 1000
_NEWEST = 20


@require_safe
@page()
def customers(request: HttpRequest) -> HttpResponse:
    """A page of customers, the newest first, or those that a search found."""
    text, before = request.GET.get("name", "").strip(), request.GET.get("before", "")
    oldest = is_oldest_first(request)
    first = 0 if oldest else LARGEST_KEY
    before_id = number_or(before, first)
    with office_engine().reader() as reader:
        if wants_export(request):
            every = all_pages(
                lambda last: list_customers(
                    reader,
                    text=text,
                    before_id=first if last is None else last.id,
                    limit=_EXPORTED,
                    oldest_first=oldest,
                )
            )
            return exported(request, "customers", every)
        rows = list_customers(reader, text=text, before_id=before_id, limit=_ROWS + 1, oldest_first=oldest)
    following = rows[_ROWS - 1].id if len(rows) > _ROWS else None
    return render(request, "customers/page.html", {"rows": rows[:_ROWS], "text": text, "next": following})


@require_safe
@page()
def customer(request: HttpRequest, customer_id: int) -> HttpResponse:
    """A customer: terms, addresses, orders, documents, returns, and who is probably the same."""
    with office_engine().reader() as reader:
        row = customers_by_id(reader, [customer_id]).get(customer_id)
        if row is None:
            raise Http404(f"There is no customer {customer_id}.")
        agreed = Consenting(consents(reader, [customer_id]).get(customer_id, []), row.merged_into_id is not None)
        wanted = OrderFilter(states=ORDER.states, customer_id=customer_id)
        context = {
            "row": row,
            "addresses": addresses(reader, [customer_id]).get(customer_id, []),
            "contacts": contacts(reader, [customer_id]).get(customer_id, []),
            "orders": list_orders(reader, wanted, limit=_NEWEST),
            "invoices": invoices(reader, DocumentFilter(customer_id=customer_id), limit=_NEWEST),
            "credit_notes": credit_notes(reader, DocumentFilter(customer_id=customer_id), limit=_NEWEST),
            "returns": list_returns(reader, ReturnFilter(customer_id=customer_id), limit=_NEWEST),
            "consents": agreed.rows,
            "consent_actions": {one.name for one in offered(CONSENT_ACTIONS, agreed, actor_of(request))},
            "duplicates": probable_duplicates(reader, customer_id),
        }
    return render(request, "customers/customer.html", context)
