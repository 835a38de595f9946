"""The list of customers, and one with everything between us."""

from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import render
from django.views.decorators.http import require_safe

from ordino.billing.queries import DocumentFilter, credit_notes, invoices
from ordino.engine import Window
from ordino.office.actions import offered
from ordino.office.customers.consents import CONSENT_ACTIONS, Consenting
from ordino.office.customers.terms_actions import TERMS_ACTIONS, Party
from ordino.office.engine import office_engine
from ordino.office.exporting import all_rows, exported, wants_export
from ordino.office.lists import window_of
from ordino.office.people import actor_of, page
from ordino.orders.lifecycle import ORDER
from ordino.orders.queries import OrderFilter, list_orders
from ordino.parties.queries import (
    addresses,
    consents,
    contacts,
    customers_by_id,
    list_customers,
    probable_duplicates,
)
from ordino.returns.queries import ReturnFilter, list_returns
from ordino.stored_value.queries import store_credit_of

_ROWS = 50
_NEWEST = 20
_NEWEST_ROWS = Window(_NEWEST)


@require_safe
@page()
def customers(request: HttpRequest) -> HttpResponse:
    """A page of customers, the newest first, or those that a search found."""
    text, window = request.GET.get("name", "").strip(), window_of(request, _ROWS)
    with office_engine().reader() as reader:
        if wants_export(request):
            every = all_rows(lambda piece: list_customers(reader, text=text, window=piece), window)
            return exported(request, "customers", every)
        rows = list_customers(reader, text=text, window=window)
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
            "invoices": invoices(reader, DocumentFilter(customer_id=customer_id), _NEWEST_ROWS),
            "credit_notes": credit_notes(reader, DocumentFilter(customer_id=customer_id), _NEWEST_ROWS),
            "returns": list_returns(reader, ReturnFilter(customer_id=customer_id), _NEWEST_ROWS),
            "consents": agreed.rows,
            "consent_actions": {one.name for one in offered(CONSENT_ACTIONS, agreed, actor_of(request))},
            "duplicates": probable_duplicates(reader, customer_id),
            "credit": store_credit_of(reader, customer_id),
            "actions": offered(TERMS_ACTIONS, Party(row, ()), actor_of(request)),
        }
    return render(request, "customers/customer.html", context)
