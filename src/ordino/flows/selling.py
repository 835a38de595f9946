"""How a quote becomes an order, once, in the same transaction.

A quote is accepted: its order is placed, at the prices quoted. The order is placed: the quote names it. References like
`quote/7` belong to quotes: an order that calls itself so without having been accepted, or comes to another total, is refused.
"""

import re

from ordino.engine import follows
from ordino.orders.commands import PlaceOrder
from ordino.orders.events import OrderPlaced
from ordino.quotes.commands import OrderQuote
from ordino.quotes.events import QuoteAccepted

_REFERENCE = re.compile(r"quote/([0-9]{1,18})")


@follows(required=True)
def place_what_was_quoted(accepted: QuoteAccepted) -> PlaceOrder:
    return accepted.order


@follows(required=True)
def name_the_order_of_a_quote(placed: OrderPlaced) -> OrderQuote | None:
    of_quote = _REFERENCE.fullmatch(placed.external_reference or "")
    if of_quote is None or placed.split_from is not None:
        return None
    return OrderQuote(
        quote_id=int(of_quote[1]),
        order_id=placed.order_id,
        channel_id=placed.channel_id,
        total_minor=placed.total_minor,
        currency=placed.currency,
    )
