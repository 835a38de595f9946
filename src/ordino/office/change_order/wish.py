"""What was typed into the sheet of a change, and the actions it means."""

from collections.abc import Mapping
from decimal import Decimal

from ordino.catalog.rows import SkuRow
from ordino.kernel.problems import InvalidInput
from ordino.office.forms import NotUnderstood, decimal_of
from ordino.office.new_order.sheet import ADDRESS_FIELDS, Sheet, ordered_line
from ordino.office.texts import _
from ordino.orders.commands import AddLine, CancelCharge, CancelUnits, ChangeAction, ChangeAddress, ChangeOrder
from ordino.orders.rows import OrderedLine
from ordino.orders.views import LineView, OrderView


def first_sheet(view: OrderView) -> Sheet:
    """The sheet of an order as it stands."""
    fields = {f"units-{line.number}": units_text(line) for line in view.lines}
    fields |= {name: getattr(view.ship_to, name) for name in ADDRESS_FIELDS}
    fields |= {"phone": view.ship_to.phone, **_seen(view)}
    return Sheet(fields)


def renewed(sheet: Sheet, view: OrderView) -> Sheet:
    """The same wishes against the version the order has now."""
    return sheet.with_fields(_seen(view))


def changed(sheet: Sheet, view: OrderView, skus: Mapping[str, SkuRow]) -> ChangeOrder | None:
    """The change that was typed; None where nothing is another. Raises NotUnderstood."""
    actions: list[ChangeAction] = []
    for line in view.lines:
        actions += _of_line(line, sheet)
    actions += [AddLine(line=ordered_line(line, skus.get(line.sku))) for line in sheet.lines()]
    if any(sheet.text(name) != getattr(view.ship_to, name) for name in (*ADDRESS_FIELDS, "phone")):
        actions.append(ChangeAddress(ship_to=sheet.ship_to()))
    waivable = sorted({charge.charge_number for charge in view.charges if not charge.canceled})
    actions += [CancelCharge(charge_number=number) for number in waivable if f"waive-{number}" in sheet]
    if not actions:
        return None
    return ChangeOrder(order_id=view.order.id, expected_version=sheet.number("version"), actions=tuple(actions))


def units_text(line: LineView) -> str:
    """How many units of a line stand, as they are typed."""
    return f"{Decimal(line.ordered - line.canceled).scaleb(-line.quantity_scale):f}"


def _of_line(line: LineView, sheet: Sheet) -> list[ChangeAction]:
    """Fewer units are canceled; more come as a line of their own at the line's price."""
    text = sheet.text(f"units-{line.number}")
    wanted = (
        decimal_of(_("units of %(sku)s") % {"sku": line.sku}, text).scaleb(line.quantity_scale) if text else Decimal(0)
    )
    if wanted != wanted.to_integral_value() or wanted < 0:
        raise NotUnderstood(
            InvalidInput(
                field=_("units of %(sku)s") % {"sku": line.sku},
                reason=_("%(text)s is no quantity it is sold in.") % {"text": text},
            )
        )
    further = int(wanted) - (line.ordered - line.canceled)
    if further < 0:
        return [CancelUnits(line_number=line.number, quantity=-further)]
    if further > 0:
        more = OrderedLine(sku=line.sku, quantity=further, unit_price=line.unit_price, description=line.description)
        return [AddLine(line=more)]
    return []


def _seen(view: OrderView) -> dict[str, str]:
    newest = max((row.sequence for row in view.timeline), default=0)
    return {"version": str(view.order.version), "seen": str(newest)}
