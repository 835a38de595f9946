"""Reads of quotes and of purchase orders."""

from collections.abc import Sequence

import msgspec

from ordino.api.reads.actions import PermittedAction, permitted_actions
from ordino.api.reads.reading import Asked, Beyond, NewestOfTime, Page, Query, Read, by_state, found, only_known
from ordino.kernel.messages import Record
from ordino.procurement import queries as procurement
from ordino.procurement.lifecycle import PURCHASE_ORDER
from ordino.procurement.queries import (
    PurchaseLineView,
    PurchaseOrderHead,
    PurchaseOrderSummary,
    ReceiptLineView,
    SupplierInvoiceView,
)
from ordino.quotes import queries as quotes
from ordino.quotes.lifecycle import QUOTE
from ordino.quotes.queries import QuoteFilter, QuoteSummary, RevisionFacts, RevisionView


class QuotedRevision(RevisionFacts, frozen=True):
    """What was offered, and what became of it; `order` is what placing an order takes."""

    order: msgspec.Raw


class QuoteResource(Record, frozen=True):
    """A quote with its revisions, the newest first, and what may be done with the newest now; name its number as `revision`."""

    id: int
    revisions: list[QuotedRevision]
    permitted_actions: list[PermittedAction]


class PurchaseOrderResource(Record, frozen=True):
    """A purchase order with its lines, receipts and invoices, and what may be done with it now."""

    purchase_order: PurchaseOrderHead
    lines: Sequence[PurchaseLineView]
    receipts: Sequence[ReceiptLineView]
    invoices: Sequence[SupplierInvoiceView]
    permitted_actions: list[PermittedAction]


class QuoteList(NewestOfTime, frozen=True, kw_only=True):
    """Quotes; states are those of the newest revision and may be several; `created_before` is not included."""

    state: tuple[str, ...] = ()
    customer_id: int | None = None
    channel: str | None = None


class PurchaseOrderList(NewestOfTime, frozen=True, kw_only=True):
    """Purchase orders; states may be several; `created_before` is not included."""

    state: tuple[str, ...] = ()
    supplier: str | None = None


def list_quotes(asked: Asked) -> Page[QuoteSummary]:
    """Quotes by state, customer or channel, the newest first."""
    query: QuoteList = asked.query
    states = only_known(query.state, QUOTE.states, "state") or QUOTE.states
    wanted = QuoteFilter(states, query.customer_id, asked.own_channel(query.channel))
    rows = quotes.list_quotes(
        asked.reader,
        wanted,
        window=asked.window(),
    )
    return asked.page(rows, lambda row: Beyond(row.id))


def show_quote(asked: Asked) -> QuoteResource:
    """One quote with all that was offered under it."""
    key = asked.keys["quote_id"]
    quote = found(quotes.show_quote(asked.reader, key), "quote", key)
    actions = permitted_actions(asked, quote.revisions[0].permitted, quote_id=key)
    return QuoteResource(key, [_told(revision) for revision in quote.revisions], actions)


def _told(revision: RevisionView) -> QuotedRevision:
    told = {name: getattr(revision, name) for name in QuotedRevision.__struct_fields__}
    return QuotedRevision(**told | {"order": msgspec.Raw(msgspec.json.encode(revision.order))})


def list_purchase_orders(asked: Asked) -> Page[PurchaseOrderSummary]:
    """Purchase orders by state or supplier, the newest first."""
    query: PurchaseOrderList = asked.query
    states = only_known(query.state, PURCHASE_ORDER.states, "state") or PURCHASE_ORDER.states
    rows = procurement.list_purchase_orders(
        asked.reader,
        states=states,
        supplier=query.supplier,
        window=asked.window(),
    )
    return asked.page(rows, lambda row: Beyond(row.id))


def show_purchase_order(asked: Asked) -> PurchaseOrderResource:
    """One purchase order with its lines, receipts and invoices."""
    key = asked.keys["purchase_order_id"]
    view = found(procurement.show_purchase_order(asked.reader, key), "purchase order", key)
    actions = permitted_actions(asked, view.permitted, purchase_order_id=key)
    return PurchaseOrderResource(view.head, view.lines, view.receipts, view.invoices, actions)


_PURCHASE = ("purchase_order_id",)
READS = (
    Read("/quotes", "quotes", QuoteList, Page[QuoteSummary], list_quotes, "filtered", acts=by_state(QUOTE, "quote_id")),
    Read("/quotes/{quote_id}", "quotes", Query, QuoteResource, show_quote, "by_key", ("quote_id",)),
    Read(
        "/purchase-orders",
        "procurement",
        PurchaseOrderList,
        Page[PurchaseOrderSummary],
        list_purchase_orders,
        "refused",
        acts=by_state(PURCHASE_ORDER, "purchase_order_id"),
    ),
    Read(
        "/purchase-orders/{purchase_order_id}",
        "procurement",
        Query,
        PurchaseOrderResource,
        show_purchase_order,
        "refused",
        _PURCHASE,
    ),
)
