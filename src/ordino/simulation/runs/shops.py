"""Shops: at the checkout they have the units of a cart kept, order what is kept, and let go of carts that were left."""

from collections.abc import Sequence

from msgspec import structs

from ordino.kernel.messages import Command
from ordino.orders.commands import PlaceOrder
from ordino.orders.rows import OrderedLine
from ordino.simulation.demo import assortment
from ordino.simulation.runs.customers import some_order
from ordino.simulation.runs.turn import Turn
from ordino.simulation.runs.world import ARTICLES, SERVICE
from ordino.sourcing.commands import CartLine, ReleaseCheckout, ReserveCheckout

_CHANNELS = ("web", "phone")
_CARTS = 12


def go_to_the_checkout(turn: Turn) -> Sequence[Command]:
    """Carts are kept for a while; now and then a cart that is kept already, or one of which not all is there."""
    return [
        ReserveCheckout(
            channel=turn.choose(_CHANNELS),
            cart=f"basket-{turn.dice.randrange(_CARTS)}",
            minutes=turn.choose((5, 15, 60, 600)),
            lines=tuple(_line(turn) for _ in range(turn.dice.choice((1, 1, 2, 3)))),
        )
        for _ in range(1 + turn.dice.randrange(6))
    ]


def order_what_is_kept(turn: Turn) -> Sequence[Command]:
    """Customers order their carts: some too late, some twice, some through another channel, some more than was kept."""
    return [
        _order(turn, reservation, f"{turn.number}.{place}.{copy}")
        for place, reservation in enumerate(_some(turn))
        for copy in range(turn.choose((1, 1, 1, 2)))
    ]


def leave_the_checkout(turn: Turn) -> Sequence[Command]:
    carts = (turn.book.checkouts[reservation] for reservation in _some(turn)[:2])
    return [ReleaseCheckout(channel=cart.channel, cart=cart.cart) for cart in carts]


def _some(turn: Turn) -> list[str]:
    known = sorted(turn.book.checkouts)
    return turn.dice.sample(known, min(len(known), 1 + turn.dice.randrange(6)))


def _order(turn: Turn, reservation: str, reference: str) -> PlaceOrder:
    cart = turn.book.checkouts[reservation]
    more = turn.choose((0, 0, 0, 1))
    return structs.replace(
        some_order(turn, reference),
        channel=turn.choose(_CHANNELS) if turn.happens(15) else cart.channel,
        lines=tuple(OrderedLine(sku=line.sku, quantity=line.quantity + more) for line in cart.lines),
        payment_terms="prepaid",
        stated_total_minor=None,
        reservation_owner=reservation,
    )


def _line(turn: Turn) -> CartLine:
    article = turn.dice.choices(ARTICLES, weights=[one.popularity for one in ARTICLES])[0].code
    sku = turn.choose((article,) * 8 + (assortment.STARTER_SET, SERVICE))
    return CartLine(sku=sku, quantity=turn.dice.choice((1, 1, 2, 3)))
