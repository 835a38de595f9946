"""A placement that was accepted: its numbers, its lines as agreed, its answer and its events."""

from collections.abc import Sequence

from ordino.engine import Unit
from ordino.kernel.messages import Record, StreamEvent
from ordino.kernel.problems import Problem
from ordino.orders.commands import OrderAccepted, PlaceOrder
from ordino.orders.decide.place_order import PlacementFacts
from ordino.orders.decide.placement_rows import ChannelFacts, Placement
from ordino.orders.events import OrderConfirmed, OrderPlaced, order_stream
from ordino.orders.facts import KnownOrder
from ordino.orders.rows import OpenedHold, PlacedLine


class AcceptedOrder(Record, frozen=True):
    """A placement with its number and the numbers of its holds."""

    index: int
    command: PlaceOrder
    channel: ChannelFacts
    customer_id: int | None
    customer_name: str
    email: str
    placement: Placement
    lines: tuple[PlacedLine, ...]
    order_id: int
    hold_ids: tuple[int, ...]

    @property
    def state(self) -> str:
        return "placed" if self.placement.holds else "confirmed"

    def result(self) -> OrderAccepted:
        priced = self.placement.priced
        return OrderAccepted(
            order_id=self.order_id,
            state=self.state,
            version=1,
            total_minor=priced.total_minor,
            currency=priced.currency,
        )


def known_result(row: KnownOrder) -> OrderAccepted:
    """The answer where an external reference names an order already."""
    return OrderAccepted(
        order_id=row.id, state=row.state, version=row.version, total_minor=row.total_minor, currency=row.currency
    )


def accept(
    unit: Unit,
    commands: Sequence[PlaceOrder],
    facts: PlacementFacts,
    placements: Sequence[tuple[int, Placement]],
    order_ids: Sequence[int],
) -> list[AcceptedOrder]:
    """The placements, each with the index of its command, under their numbers; nothing is written yet."""
    hold_ids = iter(unit.next_ids("orders_hold_id_seq", sum(len(placement.holds) for _, placement in placements)))
    accepted = []
    for (index, placement), order_id in zip(placements, order_ids, strict=True):
        command = commands[index]
        channel = facts.channels[command.channel]
        customer = facts.customer_of(command, channel)
        found = None if customer is None or isinstance(customer, Problem) else customer
        accepted.append(
            AcceptedOrder(
                index,
                command,
                channel,
                found.id if found is not None else None,
                command.customer_name or (found.name if found is not None else ""),
                command.email or (found.email if found is not None else ""),
                placement,
                placed_lines(placement),
                order_id,
                tuple(next(hold_ids) for _ in placement.holds),
            )
        )
    return accepted


def placed_lines(placement: Placement) -> tuple[PlacedLine, ...]:
    """The lines as agreed; what is no goods needs no source and counts as allocated."""
    lines = []
    for line, priced in zip(placement.lines, placement.priced.lines, strict=True):
        shippable = line.sku is None or line.sku.kind != "service"
        lines.append(
            PlacedLine(
                number=line.number,
                sku_id=line.sku.id if line.sku is not None else None,
                sku=line.code,
                quantity=line.quantity,
                quantity_scale=priced.quantity_scale,
                unit_price=line.unit_price,
                goods_minor=priced.goods_minor,
                discount_minor=priced.discount_minor,
                amount_minor=priced.amount_minor,
                tax_rate=line.tax_rate,
                tax_minor=priced.tax_minor,
                description=line.description,
                tax_category=line.tax_category,
                bundle=line.bundle,
                shippable=shippable,
                backorderable=line.sku is None or line.sku.backorderable,
            )
        )
    return tuple(lines)


def placement_events(item: AcceptedOrder, unit: Unit, *, version: int = 1) -> tuple[StreamEvent, ...]:
    """The order was placed and, where nothing holds it, confirmed; its first version begins its stream."""
    command, priced, stream = item.command, item.placement.priced, order_stream(item.order_id)
    placed = OrderPlaced(
        order_id=item.order_id,
        order_version=version,
        channel_id=item.channel.id,
        channel=item.channel.code,
        external_reference=command.external_reference,
        customer_id=item.customer_id,
        currency=priced.currency,
        total_minor=priced.total_minor,
        placed_at=command.placed_at or unit.now,
        lines=item.lines,
        ship_to=command.ship_to,
        ship_complete=command.ship_complete,
        maximum_parcels=command.maximum_parcels,
        out_of_stock=command.out_of_stock or item.channel.out_of_stock,
        priority=command.priority,
        reservation_owner=command.reservation_owner,
        holds=tuple(
            OpenedHold(
                hold_id=hold_id, reason=hold.reason, scope=hold.scope, line_number=hold.line_number, detail=hold.detail
            )
            for hold_id, hold in zip(item.hold_ids, item.placement.holds, strict=True)
        ),
    )
    first = StreamEvent(stream, placed, begins=version == 1)
    if item.placement.holds:
        return (first,)
    return (first, StreamEvent(stream, OrderConfirmed(order_id=item.order_id, order_version=version)))
