"""Reads of what stands around orders: customers, fulfillment, returns, exceptions, messages, API keys."""

from datetime import datetime

from ordino.access.queries import api_keys
from ordino.access.rows import ApiKeyView
from ordino.api.reads.reading import Asked, Page, PageQuery, Query, Read, found, only_known
from ordino.exceptions import queries as exceptions
from ordino.exceptions.queries import ExceptionView, QueuedException
from ordino.fulfillment import queries as fulfillment
from ordino.fulfillment.queries import FulfillmentLineView, FulfillmentOrderView, PackageView
from ordino.kernel.messages import Record
from ordino.notifications import queries as notifications
from ordino.notifications.queries import MessageView
from ordino.parties import queries as parties
from ordino.parties.rows import AddressRow, ConsentRow, ContactRow, CustomerRow
from ordino.returns import queries as returns
from ordino.returns.lifecycle import RETURN
from ordino.returns.queries import LARGEST_KEY, ReturnFilter
from ordino.returns.views import ReturnableLine, ReturnSummary, ReturnView


class CustomerResource(Record, frozen=True):
    """A customer with addresses, contacts and consents."""

    customer: CustomerRow
    addresses: list[AddressRow]
    contacts: list[ContactRow]
    consents: list[ConsentRow]


class FulfillmentResource(Record, frozen=True):
    """A fulfillment order with its lines and packages."""

    fulfillment_order: FulfillmentOrderView
    lines: list[FulfillmentLineView]
    packages: list[PackageView]


class FulfillmentOrders(Record, frozen=True):
    items: list[FulfillmentOrderView]


class ReturnableLines(Record, frozen=True):
    items: list[ReturnableLine]


class ApiKeys(Record, frozen=True):
    items: list[ApiKeyView]


class ReturnList(PageQuery, frozen=True, kw_only=True):
    """Returns, the newest first; states may be several."""

    state: tuple[str, ...] = ()
    order_id: int | None = None
    customer_id: int | None = None


class ExceptionList(PageQuery, frozen=True, kw_only=True):
    """Work that waits, due first."""

    kind: str | None = None
    owner: str | None = None
    order_id: int | None = None


class MessageList(PageQuery, frozen=True, kw_only=True):
    """Messages to customers, the newest first."""

    order_id: int | None = None
    state: str | None = None


class Below(Record, frozen=True):
    """Where a list by falling key goes on."""

    id: int


class Due(Record, frozen=True):
    """Where a list by due time goes on."""

    due_at: datetime
    id: int


def show_customer(asked: Asked) -> CustomerResource:
    """One customer with addresses, contacts and consents."""
    customer_id = asked.keys["customer_id"]
    customer = found(parties.customers_by_id(asked.reader, [customer_id]).get(customer_id), "customer", customer_id)
    return CustomerResource(
        customer,
        parties.addresses(asked.reader, [customer_id]).get(customer_id, []),
        parties.contacts(asked.reader, [customer_id]).get(customer_id, []),
        parties.consents(asked.reader, [customer_id]).get(customer_id, []),
    )


def list_fulfillment_orders_of_order(asked: Asked) -> FulfillmentOrders:
    """Where the units of an order are fulfilled, and how far that is."""
    return FulfillmentOrders(fulfillment.fulfillment_orders(asked.reader, order_id=asked.keys["order_id"]))


def show_fulfillment_order(asked: Asked) -> FulfillmentResource:
    """One fulfillment order with its lines and packages."""
    key = asked.keys["fulfillment_order_id"]
    return FulfillmentResource(
        found(fulfillment.fulfillment_order(asked.reader, key), "fulfillment order", key),
        fulfillment.lines(asked.reader, key),
        fulfillment.packages(asked.reader, fulfillment_order_id=key),
    )


def list_returns(asked: Asked) -> Page[ReturnSummary]:
    """Returns by state, order or customer, the newest first."""
    query: ReturnList = asked.query
    states = only_known(query.state, RETURN.states, "state") or RETURN.states
    wanted = ReturnFilter(states=states, order_id=query.order_id, customer_id=query.customer_id)
    before_id = asked.after(Below(LARGEST_KEY)).id
    rows = returns.list_returns(asked.reader, wanted, before_id=before_id, limit=query.limit + 1)
    return asked.page(rows, lambda row: Below(row.id))


def show_return(asked: Asked) -> ReturnView:
    """One return with its lines, receipts and refunds, and what may be done with it."""
    key = asked.keys["return_id"]
    return found(returns.show_return(asked.reader, key), "return", key)


def list_returnable_lines(asked: Asked) -> ReturnableLines:
    """What of an order may be returned, until when."""
    return ReturnableLines(returns.returnable_lines(asked.reader, asked.keys["order_id"], now=asked.now))


def list_exceptions(asked: Asked) -> Page[QueuedException]:
    """Work that waits for people, due first."""
    query: ExceptionList = asked.query
    after = asked.after(Due(exceptions.EARLIEST, 0))
    rows = exceptions.exception_queue(
        asked.reader,
        now=asked.now,
        kind=query.kind,
        owner=query.owner,
        order_id=query.order_id,
        after=(after.due_at, after.id),
        limit=query.limit + 1,
    )
    return asked.page(rows, lambda row: Due(row.due_at, row.id))


def show_exception(asked: Asked) -> ExceptionView:
    """One exception with what became of it."""
    key = asked.keys["exception_id"]
    return found(exceptions.show_exception(asked.reader, key), "exception", key)


def list_messages(asked: Asked) -> Page[MessageView]:
    """Messages to customers and what became of them, the newest first."""
    query: MessageList = asked.query
    before_id = asked.after(Below(notifications.LAST)).id
    rows = notifications.messages(
        asked.reader, order_id=query.order_id, state=query.state, before_id=before_id, limit=query.limit + 1
    )
    return asked.page(rows, lambda row: Below(row.id))


def list_api_keys(asked: Asked) -> ApiKeys:
    """The API keys, when each was used last, and which are revoked; never a secret."""
    return ApiKeys(api_keys(asked.reader))


_ORDER = ("order_id",)
_FULFILLMENT = "/orders/{order_id}/fulfillment-orders"
READS = (
    Read("/customers/{customer_id}", "parties", Query, CustomerResource, show_customer, "by_key", ("customer_id",)),
    Read(_FULFILLMENT, "fulfillment", Query, FulfillmentOrders, list_fulfillment_orders_of_order, "by_key", _ORDER),
    Read(
        "/fulfillment-orders/{fulfillment_order_id}",
        "fulfillment",
        Query,
        FulfillmentResource,
        show_fulfillment_order,
        "by_key",
        ("fulfillment_order_id",),
    ),
    Read("/returns", "returns", ReturnList, Page[ReturnSummary], list_returns, "refused"),
    Read("/returns/{return_id}", "returns", Query, ReturnView, show_return, "by_key", ("return_id",)),
    Read(
        "/orders/{order_id}/returnable-lines",
        "returns",
        Query,
        ReturnableLines,
        list_returnable_lines,
        "by_key",
        _ORDER,
    ),
    Read("/exceptions", "exceptions", ExceptionList, Page[QueuedException], list_exceptions, "refused"),
    Read(
        "/exceptions/{exception_id}", "exceptions", Query, ExceptionView, show_exception, "refused", ("exception_id",)
    ),
    Read("/messages", "notifications", MessageList, Page[MessageView], list_messages, "refused"),
    Read("/api-keys", "access", Query, ApiKeys, list_api_keys, "refused"),
)
