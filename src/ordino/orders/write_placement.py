"""The rows of accepted placements: orders and lines pending until the end of the transaction, the rest at once."""

from collections.abc import Sequence

from ordino.engine import Unit
from ordino.orders.accepted import AcceptedOrder
from ordino.orders.facts import SQL
from ordino.orders.pending import PendingOrders
from ordino.orders.rows import PlacedLine
from ordino.orders.write_rows import ChargeRow, DiscountRow, DiscountShareRow, HoldRow, LineRow, OrderRow


def write_placements(unit: Unit, accepted: Sequence[AcceptedOrder]) -> None:
    """Write the orders with all of their parts."""
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
