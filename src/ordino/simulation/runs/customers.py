"""Customers: they order through channels, keep a cart for a while, order again by mistake, and change their minds."""

from collections.abc import Sequence
from decimal import Decimal

from msgspec import structs

from ordino.inventory.commands import ReleaseReservation, ReserveStock
from ordino.kernel.messages import Command
from ordino.orders.commands import CancelOrder, CancelUnits, ChangeOrder, PlaceOrder
from ordino.orders.rows import OrderedCharge, OrderedDiscount, OrderedLine, PaymentTerms
from ordino.simulation.demo import assortment
from ordino.simulation.runs.turn import Turn
from ordino.simulation.runs.world import ARTICLES, COMPANIES, CUSTOMERS, LOCATIONS, SERVICE

MOST_ORDERS = 23
_CARTS = 12


def order(turn: Turn) -> Sequence[Command]:
    """Some orders, each with a reference of its own."""
    orders = [some_order(turn, f"{turn.number}.{place}") for place in range(1 + turn.dice.randrange(MOST_ORDERS))]
    turn.book.sent += orders
    return orders


def order_again(turn: Turn) -> Sequence[Command]:
    """A channel sends orders again that it has sent before."""
    sent = turn.book.sent
    return [turn.choose(sent) for _ in range(1 + turn.dice.randrange(4))] if sent else ()


def fill_a_cart(turn: Turn) -> Sequence[Command]:
    return [
        ReserveStock(
            sku=turn.choose(ARTICLES).code,
            location=turn.choose(LOCATIONS),
            owner=f"cart-{turn.dice.randrange(_CARTS)}",
            quantity=turn.dice.randint(1, 4),
            minutes=turn.choose((5, 15, 60)),
        )
        for _ in range(1 + turn.dice.randrange(8))
    ]


def leave_a_cart(turn: Turn) -> Sequence[Command]:
    return [ReleaseReservation(reservation_id=work.key) for work in turn.pick(turn.book.reservations, 4)]


def take_less(turn: Turn) -> Sequence[Command]:
    """Customers cancel units of lines."""
    commands = []
    for work in turn.pick(turn.book.open_orders, 12, keep=True):
        known = turn.book.order(work.key)
        line_number = turn.choose(sorted(known.lines))
        actions = (CancelUnits(line_number=line_number, quantity=turn.dice.randint(1, 3)),)
        commands.append(ChangeOrder(order_id=work.key, expected_version=known.version, actions=actions))
    return commands


def cancel(turn: Turn) -> Sequence[Command]:
    return [
        CancelOrder(order_id=work.key, reason="changed their mind")
        for work in turn.pick(turn.book.open_orders, 6, keep=True)
    ]


def some_order(turn: Turn, reference: str | None) -> PlaceOrder:
    """An order as customers give it, perhaps with what happens to every merchant; without a reference it is nobody else's."""
    dice = turn.dice
    channel = dice.choices(("web", "phone", "market", "trade"), weights=(50, 12, 20, 18))[0]
    number = dice.randrange(COMPANIES) if channel == "trade" else COMPANIES + dice.randrange(CUSTOMERS - COMPANIES)
    terms: PaymentTerms = "on_invoice" if channel == "trade" else "paid_elsewhere" if channel == "market" else "prepaid"
    placed = PlaceOrder(
        channel=channel,
        external_reference=reference,
        customer_id=number + 1,
        ship_to=structs.replace(turn.choose(assortment.ADDRESSES), recipient=f"Customer {number}"),
        lines=tuple(_line(turn) for _ in range(dice.choice((1, 1, 2, 2, 3)))),
        charges=_charges(turn),
        discounts=_discounts(turn),
        payment_terms=terms,
        ship_complete=turn.happens(8),
        maximum_parcels=dice.choice((None, None, None, 1, 2)),
        out_of_stock=dice.choice((None, None, None, "refuse")),
        priority=10 if turn.happens(8) else 0,
        reservation_owner=f"cart-{dice.randrange(_CARTS)}" if turn.happens(15) else "",
    )
    return _with_trouble(turn, placed)


def _line(turn: Turn) -> OrderedLine:
    if turn.happens(4):
        return OrderedLine(sku=SERVICE, quantity=turn.dice.randint(1, 2), unit_price=Decimal("12.50"))
    article = turn.dice.choices(ARTICLES, weights=[one.popularity for one in ARTICLES])[0]
    if turn.happens(4):
        return OrderedLine(sku=assortment.STARTER_SET, quantity=turn.dice.randint(1, 2), unit_price=Decimal("35.00"))
    price = Decimal(turn.dice.randint(1, 9999)) / 100 if turn.happens(30) else None
    return OrderedLine(sku=article.code, quantity=turn.dice.choice((1, 1, 2, 3, 5, 7)), unit_price=price)


def _charges(turn: Turn) -> tuple[OrderedCharge, ...]:
    if turn.happens(40):
        return ()
    shipping = OrderedCharge(kind="shipping", label="Standard shipping", amount_minor=turn.choose((390, 490, 1, 1299)))
    return (
        (shipping, OrderedCharge(kind="fee", label="Gift wrap", amount_minor=299)) if turn.happens(15) else (shipping,)
    )


def _discounts(turn: Turn) -> tuple[OrderedDiscount, ...]:
    if turn.happens(70):
        return ()
    if turn.happens(50):
        return (OrderedDiscount(label="Welcome", percent=Decimal(turn.choose((5, 10, 15, 33)))),)
    return (OrderedDiscount(label="Voucher", amount_minor=turn.choose((1, 100, 777))),)


def _with_trouble(turn: Turn, order: PlaceOrder) -> PlaceOrder:
    """A few orders come with what happens to every merchant."""
    match turn.dice.randrange(40):
        case 0:
            return structs.replace(order, ship_to=structs.replace(order.ship_to, postal_code=""))
        case 1:
            line = structs.replace(order.lines[0], sku="MISPRINT", unit_price=Decimal("9.99"), tax_rate=Decimal(19))
            return structs.replace(order, lines=(line, *order.lines[1:]))
        case 2 if order.channel == "market":
            return structs.replace(order, stated_total_minor=4242)
        case _:
            return order
