"""The figures of a priced cart under the names each peer gives them; money in major units unless named `_minor`."""

from collections.abc import Callable
from decimal import Decimal
from typing import Any

from msgspec.structs import replace

from ordino.kernel.money import major
from ordino.orders.decide.price_order import price_order
from ordino.orders.decide.pricing_rows import DiscountToApply, PricedOrder
from tests.peers.cart import order_of, tax_on, with_tax, without_tax
from tests.peers.cases import Facts, PeerCase, number


class Cart:
    """A case's priced cart and the sums that several figures need."""

    def __init__(self, case: PeerCase) -> None:
        self.case = case
        self.order = order_of(case)
        self.priced: PricedOrder = price_order(self.order)
        self.shipping = [charge for charge in self.priced.charges if charge.kind == "shipping"]
        self.fees = [charge for charge in self.priced.charges if charge.kind == "fee"]
        self.goods_taken = sum(d.amount_minor for d in self.priced.discounts if d.applies_to == "goods")

    def goods_amount(self) -> int:
        return sum(line.amount_minor for line in self.priced.lines)

    def goods_tax(self) -> int:
        return sum(line.tax_minor for line in self.priced.lines)

    def net(self) -> int:
        """Goods and fees after discounts, without tax and without shipping."""
        return sum(without_tax(self.priced, part.amount_minor, part.tax_minor) for part in self._goods_and_fees())

    def gross(self) -> int:
        return sum(with_tax(self.priced, part.amount_minor, part.tax_minor) for part in self._goods_and_fees())

    def refund(self) -> int:
        """What the first `refund_qty` units give back."""
        units, included = int(self.case.inputs["refund_qty"]), self.order.prices_include_tax
        return self.priced.lines[0].shares().of_units(0, units, prices_include_tax=included).total_minor

    def goods_tax_before_discounts(self) -> int:
        return sum(line.tax_minor for line in price_order(replace(self.order, discounts=())).lines)

    def taken_on_the_sum(self) -> int:
        percent = number(self.case.inputs["line_discount_percent"])
        once = replace(self.order, discounts=(DiscountToApply("Once", percent),))
        return price_order(once).discount_minor

    def discount_with_tax(self) -> int:
        return self.goods_taken + tax_on(self.goods_taken, self.order.lines[0].tax_rate)

    def _goods_and_fees(self) -> list[Any]:
        return [*self.priced.lines, *self.fees]


Figure = Callable[[Cart], Any]

# Figures that mean the same with every peer, in minor units.
COMMON: dict[str, Figure] = {
    "total": lambda cart: cart.priced.total_minor,
    "total_minor": lambda cart: cart.priced.total_minor - cart.priced.tax_minor,
    "total_unrounded": lambda cart: cart.priced.total_minor,
    "total_with_tax_minor": lambda cart: cart.priced.total_minor,
    "gross_total": lambda cart: cart.priced.total_minor,
    "net_total": lambda cart: cart.priced.total_minor - cart.priced.tax_minor,
    "tax_total": lambda cart: cart.priced.tax_minor,
    "tax_unrounded": lambda cart: cart.priced.tax_minor,
    "included_tax_total": lambda cart: cart.priced.tax_minor,
    "discount": lambda cart: cart.goods_taken,
    "discount_total": lambda cart: cart.goods_taken,
    "order_discount_total": lambda cart: cart.goods_taken,
    "discount_tax": lambda cart: cart.goods_tax_before_discounts() - cart.goods_tax(),
    "discount_gross": Cart.discount_with_tax,
    "if_taken_on_sum": Cart.taken_on_the_sum,
    "line_discounts": lambda cart: [line.discount_minor for line in cart.priced.lines],
    "first_line_discount": lambda cart: cart.priced.lines[0].discount_minor,
    "unit_prices_after": lambda cart: [line.amount_minor for line in cart.priced.lines],
    "goods_tax": Cart.goods_tax,
    "shipping_tax": lambda cart: sum(charge.tax_minor for charge in cart.shipping),
    "subtotal": lambda cart: without_tax(cart.priced, cart.priced.goods_minor, cart.goods_tax()),
    "subtotal_after_discount": Cart.goods_amount,
    "gross_after_discount_unrounded": Cart.gross,
    "refund": Cart.refund,
    "refund_unrounded": Cart.refund,
    "items_subtotal": lambda cart: cart.priced.goods_minor,
    "items_subtotal_tax": Cart.goods_tax_before_discounts,
    "items_total": Cart.goods_amount,
    "items_tax": Cart.goods_tax,
    "fees_total": lambda cart: cart.priced.fee_minor,
    "fees_tax": lambda cart: sum(charge.tax_minor for charge in cart.fees),
    "shipping": lambda cart: cart.priced.shipping_minor,
    "subtotal_minor": Cart.net,
    "subtotal_with_tax_minor": Cart.gross,
    "line_totals_with_tax_minor": lambda cart: [
        with_tax(cart.priced, line.amount_minor, line.tax_minor) for line in cart.priced.lines
    ],
    "shipping_minor": lambda cart: sum(
        without_tax(cart.priced, charge.amount_minor, charge.tax_minor) for charge in cart.shipping
    ),
    "shipping_with_tax_minor": lambda cart: sum(
        with_tax(cart.priced, charge.amount_minor, charge.tax_minor) for charge in cart.shipping
    ),
}


def cart_figures(case: PeerCase) -> Facts:
    """The figures the case expects, computed by Ordino, in the case's units."""
    cart = Cart(case)
    figures: Facts = {}
    for name in case.expected:
        if name == "refund_to_cents_accepts":
            figures[name] = _accepted(cart, case.expected[name])
        elif name in COMMON:
            figures[name] = _in_units_of(name, COMMON[name](cart), cart.order.currency)
    return figures


def _accepted(cart: Cart, accepted: list[str]) -> list[str]:
    """The list itself where our figure is among those the peer accepts."""
    ours = major(cart.refund(), cart.order.currency)
    return accepted if ours in map(Decimal, accepted) else [str(ours)]


def _in_units_of(name: str, minor: Any, currency: str) -> Any:
    if name.endswith("_minor"):
        return minor
    if isinstance(minor, list):
        return [major(part, currency) for part in minor]
    return major(minor, currency)
