"""Reads of quotes and of purchase orders."""

from ordino.api.reads.reading import Asked, Page, PageQuery, Query, Read, found, only_known
from ordino.kernel.messages import Record
from ordino.procurement import queries as procurement
from ordino.procurement.lifecycle import PURCHASE_ORDER
from ordino.procurement.queries import PurchaseOrderSummary, PurchaseOrderView
from ordino.quotes import queries as quotes
from ordino.quotes.lifecycle import QUOTE
from ordino.quotes.queries import LARGEST_KEY, QuoteFilter, QuoteSummary


class QuoteList(PageQuery, frozen=True, kw_only=True):
    """Quotes by the state of their newest revision, or of one customer, the newest first."""

    state: tuple[str, ...] = ()
    customer_id: int | None = None


class PurchaseOrderList(PageQuery, frozen=True, kw_only=True):
    """Purchase orders by state or supplier, the newest first."""

    state: tuple[str, ...] = ()
    supplier: str | None = None


class BelowNumber(Record, frozen=True):
    id: int = LARGEST_KEY


def list_quotes(asked: Asked) -> Page[QuoteSummary]:
    """Quotes by state or customer, the newest first."""
    query: QuoteList = asked.query
    states = only_known(query.state, QUOTE.states, "state") or QUOTE.states
    before_id = asked.after(BelowNumber()).id
    wanted = QuoteFilter(states, query.customer_id)
    rows = quotes.list_quotes(asked.reader, wanted, before_id=before_id, limit=query.limit + 1)
    return asked.page(rows, lambda row: BelowNumber(row.id))


def list_purchase_orders(asked: Asked) -> Page[PurchaseOrderSummary]:
    """Purchase orders by state or supplier, the newest first."""
    query: PurchaseOrderList = asked.query
    states = only_known(query.state, PURCHASE_ORDER.states, "state") or PURCHASE_ORDER.states
    before_id = asked.after(BelowNumber()).id
    rows = procurement.list_purchase_orders(
        asked.reader, states=states, supplier=query.supplier, before_id=before_id, limit=query.limit + 1
    )
    return asked.page(rows, lambda row: BelowNumber(row.id))


def show_purchase_order(asked: Asked) -> PurchaseOrderView:
    """One purchase order with its lines, receipts and invoices."""
    key = asked.keys["purchase_order_id"]
    return found(procurement.show_purchase_order(asked.reader, key), "purchase order", key)


_PURCHASE = ("purchase_order_id",)
READS = (
    Read("/quotes", "quotes", QuoteList, Page[QuoteSummary], list_quotes, "refused"),
    Read(
        "/purchase-orders",
        "procurement",
        PurchaseOrderList,
        Page[PurchaseOrderSummary],
        list_purchase_orders,
        "refused",
    ),
    Read(
        "/purchase-orders/{purchase_order_id}",
        "procurement",
        Query,
        PurchaseOrderView,
        show_purchase_order,
        "refused",
        _PURCHASE,
    ),
)
