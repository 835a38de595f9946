"""One day of the demo merchant: what is delivered, ordered, changed, counted. Drawn from dice only, never from the database."""

import random
from datetime import datetime, timedelta
from decimal import Decimal

from msgspec import structs

from ordino.inventory.commands import ExpectStock, ReceiveStock
from ordino.orders.commands import PlaceOrder
from ordino.orders.rows import OrderedCharge, OrderedDiscount, OrderedLine, PostalAddress
from ordino.simulation.demo.assortment import (
    ADDRESSES,
    ARTICLES,
    BRITISH_ADDRESS,
    COMPANIES,
    FIRST_NAMES,
    LAST_NAMES,
    STARTER_SET,
    Article,
)

CUSTOMERS = 240
_WEEKDAY_PERCENT = (110, 100, 100, 100, 120, 140, 130)


class Dice(random.Random):
    """The merchant's luck: the same seed draws the same days."""

    def happens(self, percent: int) -> bool:
        return self.randrange(100) < percent

    def article(self) -> Article:
        return self.choices(ARTICLES, weights=[article.popularity for article in ARTICLES])[0]


def person(number: int) -> str:
    """The name of the merchant's customer of that number."""
    return f"{FIRST_NAMES[number % len(FIRST_NAMES)]} {LAST_NAMES[number // len(FIRST_NAMES) % len(LAST_NAMES)]}"


def address_of(number: int, recipient: str) -> PostalAddress:
    return structs.replace(ADDRESSES[number % len(ADDRESSES)], recipient=recipient)


def deliveries(dice: Dice, day: int) -> list[ReceiveStock]:
    """A first filling of every location; then, each Tuesday, about what a week sells."""
    if day != 0 and day % 7 != 1:
        return []
    shares = (("BER", 9), ("LYS", 4), ("STORE", 1)) if day == 0 else (("BER", 3), ("LYS", 1), ("STORE", 0))
    return [
        ReceiveStock(
            sku=article.code,
            location=code,
            quantity=max(1, dice.randint(4, 9) * article.popularity * share // 10),
            reference=f"DELIVERY-{day}",
        )
        for article in ARTICLES
        for code, share in shares
        if share
    ]


def expected_deliveries(dice: Dice, now: datetime) -> list[ExpectStock]:
    """What suppliers have announced for the coming weeks."""
    return [
        ExpectStock(
            sku=article.code,
            location="BER",
            quantity=dice.randint(4, 12) * article.popularity,
            expected_at=now + timedelta(days=dice.randint(3, 20)),
            reference=f"PO-{4000 + number}",
        )
        for number, article in enumerate(ARTICLES)
        if dice.happens(40)
    ]


def orders(dice: Dice, day: int, at: datetime, per_day: int, customer_ids: list[int]) -> list[PlaceOrder]:
    """The orders of a part of a day."""
    count = per_day * _WEEKDAY_PERCENT[at.weekday()] * dice.randint(70, 130) // 10_000
    return [order(dice, f"{day}-{at.hour}-{number}", at, customer_ids) for number in range(count)]


def order(dice: Dice, reference: str, at: datetime, customer_ids: list[int]) -> PlaceOrder:
    """An order of somebody, in some channel, placed within the hours before a moment."""
    channel = dice.choices(("web", "phone", "market", "trade", "uk"), weights=(52, 8, 20, 10, 10))[0]
    number = dice.randrange(CUSTOMERS)
    lines = _lines(dice, most=30 if channel == "trade" else 3, priced=channel == "market")
    recipient = COMPANIES[number % len(COMPANIES)] if channel == "trade" else person(number)
    placed = PlaceOrder(
        channel=channel,
        external_reference=f"{channel.upper()}-{reference}",
        customer_id=customer_ids[number % len(COMPANIES) if channel == "trade" else number],
        placed_at=at - timedelta(minutes=dice.randrange(200)),
        ship_to=structs.replace(BRITISH_ADDRESS, recipient=recipient)
        if channel == "uk"
        else address_of(number, recipient),
        lines=lines,
        charges=(OrderedCharge(kind="shipping", label="Standard shipping", amount_minor=490),),
        payment_terms="on_invoice" if channel == "trade" else "paid_elsewhere",
        ship_complete=dice.happens(6),
        priority=10 if dice.happens(4) else 0,
    )
    return _with_trouble(dice, _with_discount(dice, placed))


def _lines(dice: Dice, *, most: int, priced: bool) -> tuple[OrderedLine, ...]:
    articles = {
        article.code: article for article in (dice.article() for _ in range(dice.choice((1, 1, 1, 2, 2, 3, 4))))
    }
    lines = [
        OrderedLine(
            sku=article.code,
            quantity=dice.randint(1, most),
            unit_price=article.price if priced else None,
            tax_rate=Decimal(7 if article.tax_category == "reduced" else 19) if priced else None,
        )
        for article in articles.values()
    ]
    if not priced and dice.happens(5):
        lines.append(OrderedLine(sku=STARTER_SET, quantity=1, unit_price=Decimal("35.00")))
    return tuple(lines)


def _with_discount(dice: Dice, order: PlaceOrder) -> PlaceOrder:
    if order.channel == "web" and dice.happens(15):
        welcome = OrderedDiscount(label="Welcome", code="WELCOME10", percent=Decimal(10))
        return structs.replace(order, discounts=(welcome,))
    return order


def _with_trouble(dice: Dice, order: PlaceOrder) -> PlaceOrder:
    """A few orders come with what happens to every merchant."""
    match dice.randrange(100):
        case 0 | 1:
            return structs.replace(order, ship_to=structs.replace(order.ship_to, postal_code=""))
        case 2:
            line = structs.replace(order.lines[0], sku="GRIND-9", unit_price=Decimal("89.00"), tax_rate=Decimal(19))
            return structs.replace(order, lines=(line, *order.lines[1:]))
        case 3 | 4 if order.channel == "market":
            return structs.replace(order, priced_elsewhere=True, stated_total_minor=9999)
        case 5 | 6 if order.channel == "web":
            return structs.replace(order, payment_terms="prepaid")
        case _:
            return order
