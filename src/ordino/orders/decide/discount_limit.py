"""How much somebody may take off an order."""

from ordino.orders.decide.pricing_rows import PricedOrder
from ordino.orders.problems import DiscountOverLimit

GIVE_DISCOUNT = "orders.give_discount"


def check_discount(priced: PricedOrder, limit_percent: int | None) -> DiscountOverLimit | None:
    """Why the discounts of an order are too much for its asker, or None; all together count, against the goods."""
    if limit_percent is None:
        return None
    goods = sum(line.goods_minor for line in priced.lines)
    off = sum(discount.amount_minor for discount in priced.discounts)
    if off * 100 <= goods * limit_percent:
        return None
    return DiscountOverLimit(
        discount_minor=off, goods_minor=goods, currency=priced.currency, limit_percent=limit_percent
    )
