"""From the lines of one order to a PlaceOrder command and the figures that account for each line."""

from decimal import Decimal

from ordino.adapters.importing.figures import Figures, ListedLine
from ordino.adapters.importing.grouping import OrderLines
from ordino.adapters.importing.lines import Line
from ordino.adapters.importing.mapping import ImportMapping
from ordino.kernel.messages import Record
from ordino.kernel.money import major, rounded_minor
from ordino.orders.commands import PlaceOrder
from ordino.orders.rows import ChargeKind, OrderedCharge, OrderedDiscount, OrderedLine, PostalAddress

ZERO = Decimal(0)


class OrderDraft(Record, frozen=True):
    """What becomes of one order of the file: the command (None where nothing of it is an order), the figures that hold once
    it is captured, what is listed anyway, and its amount in the file."""

    reference: str
    first_line: int
    command: PlaceOrder | None
    figures: Figures
    listed: tuple[ListedLine, ...]
    noted: tuple[ListedLine, ...] = ()


class _Content(Record, frozen=True):
    lines: tuple[OrderedLine, ...]
    charges: tuple[OrderedCharge, ...]
    discounts: tuple[OrderedDiscount, ...]


def draft_order(group: OrderLines, mapping: ImportMapping) -> OrderDraft:
    """Build the command for the goods, charges and discounts of an order; list the rest."""
    kept = [line for line in group.lines if line.kind != "listed"]
    listed = [listed_line(line, line.category) for line in group.lines if line.kind == "listed"]
    goods = [line for line in kept if line.kind == "goods"]
    first = group.lines[0]
    if not goods:
        listed += [listed_line(line, mapping.charges_without_goods) for line in kept]
        listed += _lost_shipping(first, mapping)
        return OrderDraft(group.order, first.line, None, Figures(), tuple(listed))
    lines = tuple(_ordered_line(line, mapping.currency) for line in goods)
    charges = _charges(kept, first, mapping.currency)
    content = _Content(lines, charges, _discounts(kept, mapping.currency))
    figures = _figures(kept, first, content, mapping.currency)
    command = _command(goods[0], content, figures.total, mapping)
    noted = tuple(listed_line(line, line.note) for line in kept if line.note)
    return OrderDraft(group.order, first.line, command, figures, tuple(listed), noted)


def listed_line(line: Line, category: str) -> ListedLine:
    """A line of the file as the list names it; its amount includes its discount."""
    return ListedLine(
        line=line.line,
        order=line.order,
        category=category,
        sku=line.sku,
        description=line.description,
        quantity=line.quantity,
        unit_price=line.unit_price,
        amount=exact_amount(line),
    )


def exact_amount(line: Line) -> Decimal:
    """Quantity × unit price less the line's discount, with every digit."""
    return line.amount - line.amount * line.discount_rate if line.discount_rate else line.amount


def _lost_shipping(first: Line, mapping: ImportMapping) -> list[ListedLine]:
    if not first.shipping:
        return []
    return [
        ListedLine(
            line=first.line,
            order=first.order,
            category=mapping.charges_without_goods,
            sku="",
            description="shipping",
            quantity=1,
            unit_price=first.shipping,
            amount=first.shipping,
        )
    ]


def _ordered_line(line: Line, currency: str) -> OrderedLine:
    discount = rounded_minor(line.amount * line.discount_rate, currency) if line.discount_rate else 0
    return OrderedLine(
        sku=line.sku,
        quantity=line.quantity,
        unit_price=line.unit_price,
        discount_minor=discount,
        tax_rate=ZERO,
        tax_minor=0,
        description=line.description,
    )


def _charges(kept: list[Line], first: Line, currency: str) -> tuple[OrderedCharge, ...]:
    charges = [
        _charge("shipping" if line.kind == "shipping" else "fee", line.description or line.sku, line.amount, currency)
        for line in kept
        if line.kind in ("shipping", "fee")
    ]
    if first.shipping:
        charges.append(_charge("shipping", "Shipping", first.shipping, currency))
    return tuple(charges)


def _charge(kind: ChargeKind, label: str, amount: Decimal, currency: str) -> OrderedCharge:
    minor = rounded_minor(amount, currency)
    return OrderedCharge(kind=kind, label=label, amount_minor=minor, tax_rate=ZERO, tax_minor=0)


def _discounts(kept: list[Line], currency: str) -> tuple[OrderedDiscount, ...]:
    """Lines that take money off: their amount is negative in the file."""
    return tuple(
        OrderedDiscount(label=line.description or line.sku, amount_minor=rounded_minor(-line.amount, currency))
        for line in kept
        if line.kind == "discount"
    )


def _figures(kept: list[Line], first: Line, content: _Content, currency: str) -> Figures:
    """What the order will hold, and the difference to every digit of the file, which rounding to the minor unit makes."""
    goods = [line for line in kept if line.kind == "goods"]
    goods_minor = sum(rounded_minor(line.amount, currency) for line in goods)
    discount_minor = sum(line.discount_minor for line in content.lines)
    discount_minor += sum(d.amount_minor or 0 for d in content.discounts)
    captured = Figures(
        orders=1,
        lines=len(goods),
        goods=major(goods_minor, currency),
        discounts=major(discount_minor, currency),
        shipping=major(sum(c.amount_minor for c in content.charges if c.kind == "shipping"), currency),
        fees=major(sum(c.amount_minor for c in content.charges if c.kind == "fee"), currency),
    )
    exact = sum(map(exact_amount, kept), first.shipping)
    return captured + Figures(rounding=exact - captured.total)


def _command(first: Line, content: _Content, total: Decimal, mapping: ImportMapping) -> PlaceOrder:
    return PlaceOrder(
        channel=mapping.channel,
        external_reference=first.order,
        customer_reference=customer_reference(first, mapping),
        customer_name=first.customer_name,
        email=first.email,
        currency=mapping.currency,
        placed_at=first.placed_at,
        ship_to=PostalAddress(
            recipient=first.recipient,
            company=first.company,
            street=first.street,
            city=first.city,
            region=first.region,
            postal_code=first.postal_code,
            country=first.country,
            phone=first.phone,
        ),
        lines=content.lines,
        discounts=content.discounts,
        charges=content.charges,
        priced_elsewhere=True,
        verified_elsewhere=mapping.verified_elsewhere,
        stated_total_minor=rounded_minor(total, mapping.currency),
        payment_terms=mapping.payment_terms,
        out_of_stock=mapping.out_of_stock,
    )


def customer_reference(line: Line, mapping: ImportMapping) -> str | None:
    """The customer the line names, or the one who stands at the counter for it."""
    if line.customer:
        return line.customer
    return mapping.counter_customer.reference if mapping.counter_customer is not None else None
