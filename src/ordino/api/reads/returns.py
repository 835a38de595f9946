"""Reads of returns, and of what of an order may be returned."""

from ordino.api.reads.actions import PermittedAction, permitted_actions
from ordino.api.reads.reading import Asked, Beyond, NewestOfTime, Page, Query, Read, by_state, found, only_known
from ordino.kernel.messages import Record
from ordino.returns import queries as returns
from ordino.returns.lifecycle import RETURN
from ordino.returns.queries import ReturnFilter
from ordino.returns.views import (
    ReceiptView,
    RefundView,
    ReturnableLine,
    ReturnHead,
    ReturnLineView,
    ReturnSerialView,
    ReturnSummary,
)


class ReturnResource(Record, frozen=True):
    """A return with its lines, receipts and refunds, and what may be done with it now."""

    head: ReturnHead
    lines: list[ReturnLineView]
    receipts: list[ReceiptView]
    refunds: list[RefundView]
    serials: list[ReturnSerialView]
    permitted_actions: list[PermittedAction]


class ReturnableLines(Record, frozen=True):
    items: list[ReturnableLine]


class ReturnList(NewestOfTime, frozen=True, kw_only=True):
    """Returns; states may be several; `created_before` is not included; `sort` is `-id` or `id`."""

    state: tuple[str, ...] = ()
    order_id: int | None = None
    customer_id: int | None = None
    channel: str | None = None


def list_returns(asked: Asked) -> Page[ReturnSummary]:
    """Returns by state, order, customer or channel, the newest first."""
    query: ReturnList = asked.query
    states = only_known(query.state, RETURN.states, "state") or RETURN.states
    wanted = ReturnFilter(
        states=states,
        order_id=query.order_id,
        customer_id=query.customer_id,
        channel=asked.own_channel(query.channel),
    )
    rows = returns.list_returns(asked.reader, wanted, asked.window())
    return asked.page(rows, lambda row: Beyond(row.id))


def show_return(asked: Asked) -> ReturnResource:
    """One return with its lines, receipts and refunds."""
    key = asked.keys["return_id"]
    view = found(returns.show_return(asked.reader, key), "return", key)
    actions = permitted_actions(asked, view.permitted, return_id=key)
    return ReturnResource(view.head, view.lines, view.receipts, view.refunds, view.serials, actions)


def list_returnable_lines(asked: Asked) -> ReturnableLines:
    """What of an order may be returned, until when."""
    return ReturnableLines(returns.returnable_lines(asked.reader, asked.keys["order_id"], now=asked.now))


_RETURNABLE = "/orders/{order_id}/returnable-lines"
READS = (
    Read(
        "/returns",
        "returns",
        ReturnList,
        Page[ReturnSummary],
        list_returns,
        "filtered",
        acts=by_state(RETURN, "return_id"),
    ),
    Read("/returns/{return_id}", "returns", Query, ReturnResource, show_return, "by_key", ("return_id",)),
    Read(_RETURNABLE, "returns", Query, ReturnableLines, list_returnable_lines, "by_key", ("order_id",)),
)
