"""Purchase orders and one of them, suppliers and one of them, and the invoices that suppliers send."""

from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import render
from django.urls import reverse
from django.views.decorators.http import require_http_methods, require_safe

from ordino.engine import Reader
from ordino.network.queries import fulfilling_locations
from ordino.office.actions import Subject, drawer, offered
from ordino.office.engine import office_engine
from ordino.office.exporting import all_pages, all_rows, exported, wants_export
from ordino.office.lists import window_of
from ordino.office.people import actor_of, page
from ordino.office.purchasing.actions import PURCHASE_ACTIONS
from ordino.office.purchasing.supplier_actions import INVOICE_ACTIONS, SUPPLIER_ACTIONS, OwedInvoice, Seller
from ordino.office.tabs import Tab, tab_of, with_chosen
from ordino.office.texts import _
from ordino.procurement.lifecycle import PURCHASE_ORDER, SUPPLIER_INVOICE
from ordino.procurement.queries import (
    SupplierInvoiceView,
    items_of,
    list_purchase_orders,
    list_supplier_invoices,
    list_suppliers,
    show_purchase_order,
    show_supplier,
)

_ROWS = 50
_EXPORTED = 1000
_NEW = "new"


TABS = (
    Tab("open", _("Open"), tuple(state for state in PURCHASE_ORDER.states if state not in PURCHASE_ORDER.final)),
    Tab("draft", _("Drafts"), ("draft",)),
    Tab("expected", _("Expected"), ("sent", "acknowledged", "partially_received")),
    Tab("over", _("Over"), PURCHASE_ORDER.final),
    Tab("invoices", _("Supplier invoices")),
    Tab("suppliers", _("Suppliers")),
)


@require_safe
@page()
def purchasing(request: HttpRequest) -> HttpResponse:
    """A page of purchase orders at one step, of suppliers, or of the invoices they sent."""
    tab = tab_of(request.GET.get("tab", ""), TABS, "purchase_order", PURCHASE_ORDER.states)
    with office_engine().reader() as reader:
        if wants_export(request):
            return _export(request, reader, tab)
        if tab.name == "suppliers":
            suppliers = list_suppliers(reader, after=request.GET.get("after", ""), limit=_ROWS + 1)
            rows: dict[str, object] = {"suppliers": suppliers[:_ROWS]}
            following = f"after={suppliers[_ROWS - 1].code}" if len(suppliers) > _ROWS else None
        elif tab.name == "invoices":
            rows, following = {"invoices": list_supplier_invoices(reader, limit=_EXPORTED)}, None
        else:
            orders = list_purchase_orders(reader, states=tab.states, window=window_of(request, _ROWS))
            rows = {"orders": orders[:_ROWS]}
            following = f"before={orders[_ROWS - 1].id}" if len(orders) > _ROWS else None
    may_register = actor_of(request).may(SUPPLIER_ACTIONS["set"].command.permission())
    context = {
        "tabs": with_chosen(TABS, tab),
        "tab": tab,
        "next": following,
        "may_register": may_register,
        "now": office_engine().clock(),
    }
    return render(request, "purchasing/page.html", {**context, **rows})


def _export(request: HttpRequest, reader: Reader, tab: Tab) -> HttpResponse:
    if tab.name == "suppliers":
        sellers = all_pages(lambda last: list_suppliers(reader, after=last.code if last else "", limit=_EXPORTED))
        return exported(request, tab.name, sellers)
    if tab.name == "invoices":
        return exported(request, "supplier-invoices", list_supplier_invoices(reader, limit=_EXPORTED))
    orders = all_rows(
        lambda piece: list_purchase_orders(reader, states=tab.states, window=piece), window_of(request, _ROWS)
    )
    return exported(request, "purchase-orders", orders)


@require_safe
@page()
def purchase_order(request: HttpRequest, purchase_order_id: int) -> HttpResponse:
    """A purchase order: lines with what came of them, receipts, invoices."""
    with office_engine().reader() as reader:
        view = show_purchase_order(reader, purchase_order_id)
    if view is None:
        raise Http404(f"There is no purchase order {purchase_order_id}.")
    actor = actor_of(request)
    invoices = [(invoice, offered(INVOICE_ACTIONS, _owed(invoice), actor)) for invoice in view.invoices]
    context = {"view": view, "head": view.head, "invoices": invoices, "now": office_engine().clock()}
    return render(request, "purchasing/order.html", {**context, "actions": offered(PURCHASE_ACTIONS, view, actor)})


@require_http_methods(["GET", "HEAD", "POST"])
@page()
def purchase_order_action(request: HttpRequest, purchase_order_id: int, name: str) -> HttpResponse:
    """The drawer of an action on a purchase order."""
    with office_engine().reader() as reader:
        view = show_purchase_order(reader, purchase_order_id)
    if view is None or name not in PURCHASE_ACTIONS:
        raise Http404(f"There is no action {name} on purchase order {purchase_order_id}.")
    here = reverse("purchase-order", args=[purchase_order_id])
    subject = Subject(
        purchase_order_id,
        _("purchase order %(number)s") % {"number": purchase_order_id},
        here,
        view,
        view.head.currency,
    )
    return drawer(request, PURCHASE_ACTIONS[name], subject)


@require_safe
@page()
def supplier(request: HttpRequest, code: str) -> HttpResponse:
    """A supplier with what it sells and the orders it was given."""
    with office_engine().reader() as reader:
        seller = _seller(reader, code)
        orders = list_purchase_orders(reader, supplier=code)
    assert seller.supplier is not None
    actions = offered(SUPPLIER_ACTIONS, seller, actor_of(request))
    context = {"row": seller.supplier, "items": seller.items, "orders": orders, "actions": actions}
    return render(request, "purchasing/supplier.html", {**context, "now": office_engine().clock()})


@require_http_methods(["GET", "HEAD", "POST"])
@page()
def supplier_action(request: HttpRequest, code: str, name: str) -> HttpResponse:
    """The drawer of an action on a supplier, or of a new one under the code `new`."""
    if name not in SUPPLIER_ACTIONS or (code == _NEW and name != "set"):
        raise Http404(f"There is no action {name}.")
    action = SUPPLIER_ACTIONS[name]
    if code == _NEW:
        here = reverse("purchasing") + "?tab=suppliers"
        return drawer(request, action._replace(word=_("Keep supplier")), Subject(0, _("new"), here, Seller(None)))
    with office_engine().reader() as reader:
        seller = _seller(reader, code)
    return drawer(request, action, Subject(0, code, reverse("supplier", args=[code]), seller))


@require_http_methods(["GET", "HEAD", "POST"])
@page()
def supplier_invoice_action(request: HttpRequest, purchase_order_id: int, invoice_id: int, name: str) -> HttpResponse:
    """The drawer of an action on a supplier's invoice."""
    with office_engine().reader() as reader:
        rows = list_supplier_invoices(reader, purchase_order_id=purchase_order_id)
    row = next((one for one in rows if one.id == invoice_id), None)
    if row is None or name not in INVOICE_ACTIONS:
        raise Http404(f"There is no action {name} on the invoice {invoice_id}.")
    here = reverse("purchase-order", args=[purchase_order_id])
    subject = Subject(invoice_id, _("invoice %(number)s") % {"number": row.number}, here, _owed(row), row.currency)
    return drawer(request, INVOICE_ACTIONS[name], subject)


def _owed(row: SupplierInvoiceView) -> OwedInvoice:
    return OwedInvoice(row, SUPPLIER_INVOICE.permitted(row.state))


def _seller(reader: Reader, code: str) -> Seller:
    found = show_supplier(reader, code)
    if found is None:
        raise Http404(f"There is no supplier {code}.")
    locations = tuple(row.code for row in fulfilling_locations(reader))
    return Seller(found, items_of(reader, code), locations)
