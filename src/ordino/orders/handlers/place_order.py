"""Place orders: read what the batch needs, decide each, write all."""

from collections.abc import Sequence

from ordino.engine import Unit, handles
from ordino.kernel.messages import Decision, Done, Known, Record, Refused, StreamEvent
from ordino.kernel.problems import Problem
from ordino.orders.commands import OrderAccepted, PlaceOrder
from ordino.orders.decide.place_order import PlacementFacts, decide_placement
from ordino.orders.decide.placement_rows import ChannelFacts, Placement
from ordino.orders.events import OrderConfirmed, OrderPlaced, order_stream
from ordino.orders.facts import SQL, KnownOrder, read_known_orders, read_placement_facts
from ordino.orders.pending import PendingOrders
from ordino.orders.rows import OpenedHold, PlacedLine
from ordino.orders.write_rows import ChargeRow, DiscountRow, DiscountShareRow, HoldRow, LineRow, OrderRow


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


@handles(PlaceOrder)
def place_orders(unit: Unit, commands: Sequence[PlaceOrder]) -> list[Decision]:
    """Accept each order at once with its holds; an order without holds is confirmed."""
    facts = read_placement_facts(unit, commands)
    known = read_known_orders(unit, commands, facts.channels)
    decided: dict[int, Decision] = {}
    placements: list[tuple[int, Placement]] = []
    repeated: list[tuple[int, int]] = []
    first: dict[tuple[int, str], int] = {}
    for index, command in enumerate(commands):
        reference = _reference(command, facts)
        if reference is not None and reference in known:
            decided[index] = Known(known_result(known[reference]))
        elif reference is not None and reference in first:
            repeated.append((index, first[reference]))
        else:
            placement = decide_placement(command, facts, now=unit.now)
            if isinstance(placement, Problem):
                decided[index] = Refused(placement)
                continue
            facts.use_credit(command, placement.priced.total_minor)
            placements.append((index, placement))
            if reference is not None:
                first[reference] = index
    accepted = accept(unit, commands, facts, placements, unit.next_ids("orders_order_id_seq", len(placements)))
    _write(unit, accepted)
    for item in accepted:
        decided[item.index] = Done(item.result(), placement_events(item, unit))
    for index, original in repeated:
        done = decided[original]
        decided[index] = Known(done.result) if isinstance(done, Done) else done
    return [decided[index] for index in range(len(commands))]


def _reference(command: PlaceOrder, facts: PlacementFacts) -> tuple[int, str] | None:
    channel = facts.channels.get(command.channel)
    if channel is None or command.external_reference is None:
        return None
    return channel.id, command.external_reference


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


def _write(unit: Unit, accepted: Sequence[AcceptedOrder]) -> None:
    pending = unit.pending(PendingOrders)
    for item in accepted:
        pending.add_order(order_row(item, unit))
    write_parts(unit, accepted)


def write_parts(unit: Unit, accepted: Sequence[AcceptedOrder]) -> None:
    """Write everything of the orders but their own rows."""
    unit.pending(PendingOrders).add_lines([line_row(item.order_id, line) for item in accepted for line in item.lines])
    unit.write(SQL.insert_discounts, [row for item in accepted for row in _discount_rows(item)])
    unit.write(SQL.insert_discount_shares, [row for item in accepted for row in _discount_share_rows(item)])
    unit.write(SQL.insert_charges, [row for item in accepted for row in _charge_rows(item)])
    holds = [row for item in accepted for row in _hold_rows(item)]
    unit.write(SQL.insert_holds, holds, now=unit.now, opened_by=unit.actor.name)


def order_row(item: AcceptedOrder, unit: Unit) -> OrderRow:
    """The order as it is written."""
    command, priced = item.command, item.placement.priced
    return OrderRow(
        item.order_id,
        item.channel.id,
        command.external_reference,
        item.customer_id,
        item.customer_name,
        item.email,
        item.state,
        "unsourced",
        priced.currency,
        priced.prices_include_tax,
        command.payment_terms,
        item.placement.payment_due_at,
        command.priority,
        command.ship_complete,
        command.maximum_parcels,
        command.out_of_stock or item.channel.out_of_stock,
        command.ship_to,
        command.bill_to,
        priced.goods_minor,
        priced.discount_minor,
        priced.shipping_minor,
        priced.fee_minor,
        priced.tax_minor,
        priced.total_minor,
        command.stated_total_minor,
        command.note,
        command.placed_at or unit.now,
    )


def line_row(order_id: int, line: PlacedLine) -> LineRow:
    """A placed line as it is written."""
    return LineRow(
        order_id,
        line.number,
        line.sku_id,
        line.sku,
        line.description,
        line.bundle,
        line.quantity_scale,
        line.shippable,
        line.quantity,
        line.quantity if line.shippable else 0,
        0,
        0 if line.shippable else line.quantity,
        line.unit_price,
        line.goods_minor,
        line.discount_minor,
        line.amount_minor,
        line.tax_category,
        line.tax_rate,
        line.tax_minor,
    )


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
            )
        )
    return tuple(lines)


def _discount_rows(item: AcceptedOrder) -> list[DiscountRow]:
    return [
        DiscountRow(item.order_id, number, discount.label, discount.code, discount.applies_to, discount.amount_minor)
        for number, discount in enumerate(item.placement.priced.discounts, 1)
    ]


def _discount_share_rows(item: AcceptedOrder) -> list[DiscountShareRow]:
    return [
        DiscountShareRow(item.order_id, number, part.number, part.amount_minor)
        for number, discount in enumerate(item.placement.priced.discounts, 1)
        for part in discount.shares
    ]


def _charge_rows(item: AcceptedOrder) -> list[ChargeRow]:
    parts = [
        (charge_number, charge, part)
        for charge_number, charge in enumerate(item.placement.priced.charges, 1)
        for part in charge.parts
    ]
    return [
        ChargeRow(
            item.order_id,
            number,
            charge_number,
            charge.kind,
            charge.label,
            part.amount_minor,
            part.tax_category,
            part.tax_rate,
            part.tax_minor,
        )
        for number, (charge_number, charge, part) in enumerate(parts, 1)
    ]


def _hold_rows(item: AcceptedOrder) -> list[HoldRow]:
    return [
        HoldRow(hold_id, item.order_id, hold.line_number, hold.scope, hold.reason, hold.detail, "", hold.due_at)
        for hold_id, hold in zip(item.hold_ids, item.placement.holds, strict=True)
    ]


def placement_events(item: AcceptedOrder, unit: Unit, *, begins: bool = True) -> tuple[StreamEvent, ...]:
    """The order was placed and, where nothing holds it, confirmed."""
    command, priced, stream = item.command, item.placement.priced, order_stream(item.order_id)
    placed = OrderPlaced(
        order_id=item.order_id,
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
    if item.placement.holds:
        return (StreamEvent(stream, placed, begins=begins),)
    return (StreamEvent(stream, placed, begins=begins), StreamEvent(stream, OrderConfirmed(order_id=item.order_id)))
