"""Reads of what stands around orders: customers, exceptions, messages, API keys."""

from datetime import datetime
from typing import Literal

from ordino.access.lifecycle import ACTIVE, API_KEY, REVOKED
from ordino.access.queries import api_keys
from ordino.access.rows import ApiKeyView
from ordino.api.reads.actions import PermittedAction, permitted_actions
from ordino.api.reads.reading import Asked, Beyond, NewestOfTime, Page, PageQuery, Query, Read, Rows, by_state, found
from ordino.engine import Window
from ordino.exceptions import queries as exceptions
from ordino.exceptions.lifecycle import EXCEPTION
from ordino.exceptions.queries import ExceptionView, QueuedException
from ordino.kernel.messages import Record
from ordino.notifications import queries as notifications
from ordino.notifications.lifecycle import MESSAGE
from ordino.notifications.queries import MessageView
from ordino.parties import queries as parties
from ordino.parties.lifecycle import CUSTOMER, state_of
from ordino.parties.queries import FIRST_NAME, CustomerName
from ordino.parties.rows import AddressRow, ConsentRow, ContactRow, CustomerRow


class CustomerResource(Record, frozen=True):
    """A customer with addresses, contacts and consents, and what may be done with it now."""

    customer: CustomerRow
    addresses: list[AddressRow]
    contacts: list[ContactRow]
    consents: list[ConsentRow]
    permitted_actions: list[PermittedAction]


class ExceptionResource(Record, frozen=True):
    """An exception with what became of it, and what may be done with it now."""

    exception: ExceptionView
    permitted_actions: list[PermittedAction]


class MessageResource(Record, frozen=True):
    """A message to a customer, and what may be done with it now."""

    message: MessageView
    permitted_actions: list[PermittedAction]


class ApiKeyResource(Record, frozen=True):
    """An API key, and what may be done with it now."""

    api_key: ApiKeyView
    permitted_actions: list[PermittedAction]


class CustomerList(NewestOfTime, frozen=True, kw_only=True):
    """Customers that were not merged; `q` is an e-mail address or a part of a name; `sort` is `-id`, `id` or `name`."""

    q: str = ""
    channel: str | None = None
    sort: Literal["-id", "id", "name"] = "-id"  # type: ignore[assignment]  # one more than lists have


class ExceptionList(PageQuery, frozen=True, kw_only=True):
    """Work that waits, due first."""

    kind: str | None = None
    owner: str | None = None
    order_id: int | None = None


class MessageList(NewestOfTime, frozen=True, kw_only=True):
    """Messages to customers; `created_before` is not included; `sort` is `-id` or `id`."""

    order_id: int | None = None
    state: str | None = None


class Due(Record, frozen=True):
    """Where a list by due time goes on."""

    due_at: datetime
    id: int


def list_customers(asked: Asked) -> Page[CustomerRow]:
    """Customers by name, e-mail address or channel, the newest first."""
    query: CustomerList = asked.query
    channel = asked.own_channel(query.channel)
    if query.sort != "name":
        rows = parties.list_customers(asked.reader, text=query.q, channel=channel, window=asked.window())
        return asked.page(rows, lambda row: Beyond(row.id))
    after = asked.after(FIRST_NAME)
    rows = parties.list_customers_by_name(
        asked.reader, text=query.q, channel=channel, after=after, window=query.window(Beyond(None))
    )
    return asked.page(rows, lambda row: CustomerName(row.name, row.id))


def show_customer(asked: Asked) -> CustomerResource:
    """One customer with addresses, contacts and consents."""
    customer_id = asked.keys["customer_id"]
    customer = found(parties.customers_by_id(asked.reader, [customer_id]).get(customer_id), "customer", customer_id)
    return CustomerResource(
        customer,
        parties.addresses(asked.reader, [customer_id]).get(customer_id, []),
        parties.contacts(asked.reader, [customer_id]).get(customer_id, []),
        parties.consents(asked.reader, [customer_id]).get(customer_id, []),
        permitted_actions(asked, CUSTOMER.permitted(state_of(customer)), customer_id=customer_id),
    )


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


def show_exception(asked: Asked) -> ExceptionResource:
    """One exception with what became of it."""
    key = asked.keys["exception_id"]
    view = found(exceptions.show_exception(asked.reader, key), "exception", key)
    return ExceptionResource(view, permitted_actions(asked, EXCEPTION.permitted(view.state), exception_id=key))


def list_messages(asked: Asked) -> Page[MessageView]:
    """Messages to customers and what became of them, the newest first."""
    query: MessageList = asked.query
    rows = notifications.messages(
        asked.reader,
        order_id=query.order_id,
        state=query.state,
        window=asked.window(),
    )
    return asked.page(rows, lambda row: Beyond(row.id))


def show_message(asked: Asked) -> MessageResource:
    """One message to a customer and what became of it."""
    key = asked.keys["message_id"]
    rows = notifications.messages(asked.reader, window=Window(1, key + 1))
    view = found(next((row for row in rows if row.id == key), None), "message", key)
    return MessageResource(view, permitted_actions(asked, MESSAGE.permitted(view.state), message_id=key))


def list_api_keys(asked: Asked) -> Rows[ApiKeyView]:
    """The API keys, when each was used last, and which are revoked; never a secret."""
    return Rows(items=api_keys(asked.reader))


def show_api_key(asked: Asked) -> ApiKeyResource:
    """One API key, when it was used last, and whether it is revoked; never a secret."""
    key = asked.keys["api_key_id"]
    view = found(next((row for row in api_keys(asked.reader) if row.id == key), None), "API key", key)
    return ApiKeyResource(view, permitted_actions(asked, API_KEY.permitted(_state_of_key(view)), api_key_id=key))


def _state_of_key(view: ApiKeyView) -> str:
    return ACTIVE if view.revoked_at is None else REVOKED


READS = (
    Read(
        "/customers",
        "parties",
        CustomerList,
        Page[CustomerRow],
        list_customers,
        "filtered",
        acts=by_state(CUSTOMER, "customer_id", state=state_of),
    ),
    Read("/customers/{customer_id}", "parties", Query, CustomerResource, show_customer, "by_key", ("customer_id",)),
    Read(
        "/exceptions",
        "exceptions",
        ExceptionList,
        Page[QueuedException],
        list_exceptions,
        "refused",
        acts=by_state(EXCEPTION, "exception_id"),
    ),
    Read(
        "/exceptions/{exception_id}",
        "exceptions",
        Query,
        ExceptionResource,
        show_exception,
        "refused",
        ("exception_id",),
    ),
    Read(
        "/messages",
        "notifications",
        MessageList,
        Page[MessageView],
        list_messages,
        "refused",
        acts=by_state(MESSAGE, "message_id"),
    ),
    Read("/messages/{message_id}", "notifications", Query, MessageResource, show_message, "by_key", ("message_id",)),
    Read(
        "/api-keys",
        "access",
        Query,
        Rows[ApiKeyView],
        list_api_keys,
        "refused",
        acts=by_state(API_KEY, "api_key_id", state=_state_of_key),
    ),
    Read("/api-keys/{api_key_id}", "access", Query, ApiKeyResource, show_api_key, "refused", ("api_key_id",)),
)
