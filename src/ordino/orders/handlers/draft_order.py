"""Keep orders that are still being entered: content only, nothing priced, promised or reserved."""

from collections.abc import Sequence

from msgspec import structs

from ordino.engine import Unit, handles
from ordino.kernel.messages import Decision, Done, Known, Record, Refused
from ordino.kernel.money import is_currency
from ordino.kernel.problems import InvalidInput, NotFound, Problem
from ordino.orders.accepted import known_result
from ordino.orders.commands import DraftOrder, OrderAccepted, PlaceOrder, ReviseDraft
from ordino.orders.decide.placement_rows import ChannelFacts
from ordino.orders.events import DraftRevised, OrderDrafted, happened
from ordino.orders.facts import SQL, KnownOrder, KnownOrders, Reference
from ordino.orders.handlers.transitions import done_with
from ordino.orders.locking import lock_orders, permitted_order
from ordino.orders.rows import PostalAddress


class _DraftRow(Record, frozen=True):
    """A draft as it is written; `draft` is its content in full, the other columns are for lists."""

    id: int
    channel_id: int
    external_reference: str | None
    customer_id: int | None
    customer_name: str
    email: str
    currency: str
    prices_include_tax: bool
    payment_terms: str
    out_of_stock: str
    ship_to: PostalAddress
    note: str
    draft: PlaceOrder


class _References:
    """The channels the drafts name and the orders their references belong to."""

    def __init__(self, unit: Unit, orders: Sequence[PlaceOrder]) -> None:
        codes = sorted({order.channel for order in orders})
        self._channels = {row.code: row for row in unit.fetch(SQL.select_channels, ChannelFacts, channels=codes)}
        self._known = KnownOrders.of(unit, orders).by_reference()

    def channel(self, order: PlaceOrder) -> ChannelFacts | NotFound:
        return self._channels.get(order.channel) or NotFound(what="channel", reference=order.channel)

    def owner(self, order: PlaceOrder, channel: ChannelFacts) -> KnownOrder | None:
        """The order that has the draft's external reference."""
        if order.external_reference is None:
            return None
        return self._known.get(Reference(channel.code, order.external_reference))


@handles(DraftOrder)
def draft_orders(unit: Unit, commands: Sequence[DraftOrder]) -> list[Decision]:
    """Keep each draft under a number of its own; a reference that is known answers the order it belongs to."""
    references = _References(unit, [command.order for command in commands])
    order_ids = unit.next_ids("orders_order_id_seq", len(commands))
    rows: list[_DraftRow] = []
    decisions: list[Decision] = []
    for command, order_id in zip(commands, order_ids, strict=True):
        channel = references.channel(command.order)
        if isinstance(channel, Problem):
            decisions.append(Refused(channel))
            continue
        known = references.owner(command.order, channel)
        if known is not None:
            decisions.append(Known(known_result(known)))
            continue
        row = _draft_row(order_id, command.order, channel)
        if isinstance(row, Problem):
            decisions.append(Refused(row))
            continue
        rows.append(row)
        result = OrderAccepted(order_id=order_id, state="draft", version=1, total_minor=0, currency=row.currency)
        decisions.append(Done(result, happened(order_id, 1, [OrderDrafted(order_id=order_id)])))
    unit.write(SQL.insert_drafts, rows, now=unit.now)
    return decisions


@handles(ReviseDraft)
def revise_drafts(unit: Unit, commands: Sequence[ReviseDraft]) -> list[Decision]:
    """Replace the content of each draft; of one revised twice in a batch the last stays."""
    references = _References(unit, [command.order for command in commands])
    orders = lock_orders(unit, (command.order_id for command in commands))
    revisions: list[list[_DraftRow]] = []
    counts: dict[int, int] = {}
    decisions: list[Decision] = []
    for command in commands:
        order = permitted_order(orders, command.order_id, ReviseDraft, expected_version=command.expected_version)
        if isinstance(order, Problem):
            decisions.append(Refused(order))
            continue
        row = _revision(command, references)
        if isinstance(row, Problem):
            decisions.append(Refused(row))
            continue
        place = counts[order.id] = counts.get(order.id, 0) + 1
        if place > len(revisions):
            revisions.append([])
        revisions[place - 1].append(row)
        orders[order.id] = order = structs.replace(order, version=order.version + 1, currency=row.currency)
        decisions.append(done_with(order, DraftRevised(order_id=order.id)))
    for rows in revisions:
        unit.write(SQL.revise_drafts, rows)
    return decisions


def _revision(command: ReviseDraft, references: _References) -> _DraftRow | Problem:
    channel = references.channel(command.order)
    if isinstance(channel, Problem):
        return channel
    owner = references.owner(command.order, channel)
    if owner is not None and owner.id != command.order_id:
        return InvalidInput(field="order.external_reference", reason=f"it belongs to order {owner.id}.")
    return _draft_row(command.order_id, command.order, channel)


def _draft_row(order_id: int, order: PlaceOrder, channel: ChannelFacts) -> _DraftRow | InvalidInput:
    currency = order.currency or channel.currency
    if not is_currency(currency):
        return InvalidInput(field="order.currency", reason=f"{currency!r} is not an ISO 4217 currency such as EUR.")
    return _DraftRow(
        order_id,
        channel.id,
        order.external_reference,
        order.customer_id,
        order.customer_name,
        order.email,
        currency,
        channel.prices_include_tax,
        order.payment_terms,
        order.out_of_stock or channel.out_of_stock,
        order.ship_to,
        order.note,
        order,
    )
