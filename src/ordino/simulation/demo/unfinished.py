"""What stands unfinished where the demo ends: orders of an article that is still to come, drafts of the telephone, an offer."""

from datetime import datetime, timedelta
from decimal import Decimal

from ordino.catalog.commands import RegisterSku
from ordino.inventory.commands import ExpectStock
from ordino.orders.commands import DraftOrder, PlaceOrder
from ordino.orders.rows import OrderedLine
from ordino.quotes.commands import DraftQuote, QuoteResult, SendQuote
from ordino.simulation.demo.assortment import COMPANIES
from ordino.simulation.demo.days import address_of, person
from ordino.simulation.demo.warehouse import Do

_NEXT_JAR = RegisterSku(
    code="JAR-4", name="Storage jar, 5 l", product="JAR", tax_category="standard", weight_grams=1100
)
_PRICE = Decimal("24.90")
_BACKORDERS, _DRAFTS, _COMES_IN_DAYS = 5, 3, 9


def leave_unfinished(do: Do, now: datetime, customer_ids: list[int]) -> int:
    """The next jar sells on the marketplace before it is there, calls were not ended, an offer waits; answers how many orders."""
    do([_NEXT_JAR])
    comes = now + timedelta(days=_COMES_IN_DAYS)
    do([ExpectStock(sku=_NEXT_JAR.code, location="BER", quantity=40, expected_at=comes, reference="PO-4900")])
    sold = do([_backorder(number, now, customer_ids) for number in range(_BACKORDERS)])
    drafts = do([DraftOrder(order=_call(number, customer_ids)) for number in range(_DRAFTS)])
    (offer,) = do([DraftQuote(order=_offered(customer_ids), valid_until=comes.date())])
    if isinstance(offer, QuoteResult):
        do([SendQuote(quote_id=offer.quote_id, revision=offer.revision)])
    return sum(result is not None for result in (*sold, *drafts))


def _backorder(number: int, now: datetime, customer_ids: list[int]) -> PlaceOrder:
    return PlaceOrder(
        channel="market",
        external_reference=f"MARKET-NEXT-{number}",
        customer_id=customer_ids[-1 - number],
        placed_at=now - timedelta(minutes=7 * number),
        ship_to=address_of(number, person(len(customer_ids) - 1 - number)),
        lines=(OrderedLine(sku=_NEXT_JAR.code, quantity=1 + number % 2, unit_price=_PRICE, tax_rate=Decimal(19)),),
        payment_terms="paid_elsewhere",
        out_of_stock="backorder",
    )


def _call(number: int, customer_ids: list[int]) -> PlaceOrder:
    return PlaceOrder(
        channel="phone",
        customer_id=customer_ids[-10 - number],
        ship_to=address_of(number, person(len(customer_ids) - 10 - number)),
        lines=(OrderedLine(sku="KETTLE-1", quantity=1), OrderedLine(sku="FILTER-1", quantity=2 + number)),
        note="Calls again about the color.",
    )


def _offered(customer_ids: list[int]) -> PlaceOrder:
    return PlaceOrder(
        channel="trade",
        customer_id=customer_ids[0],
        ship_to=address_of(0, COMPANIES[0]),
        lines=(OrderedLine(sku="MUG-1", quantity=60), OrderedLine(sku="GRIND-1", quantity=4)),
        payment_terms="on_invoice",
    )
