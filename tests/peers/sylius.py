"""Sylius carts: a catalog, a cart, promotions with conditions, tax rates by category."""

from collections.abc import Iterator
from decimal import Decimal
from typing import Any

from msgspec.structs import replace

from ordino.kernel.money import exact_minor, major
from ordino.orders.decide.price_order import price_order
from ordino.orders.decide.pricing_rows import (
    ChargeToPrice,
    DiscountToApply,
    LineToPrice,
    OrderToPrice,
    PricedOrder,
    TaxRounding,
)
from tests.peers.cart import goods_left
from tests.peers.cases import Facts, PeerCase, number, only_known

CURRENCY = "USD"


class SyliusCart:
    """A case's cart as an order, with the promotions that apply translated to discounts."""

    def __init__(self, case: PeerCase) -> None:
        only_known(case.inputs, "catalog", "cart", "promotions", "tax_rates", "shipping_methods", "selected_shipping")
        self.facts = case.inputs
        self.products = {product["name"]: product for product in self.facts["catalog"]}
        self.rates = {rate["category"]: number(rate["percent"]) for rate in self.facts.get("tax_rates", ())}
        self.order = OrderToPrice(
            CURRENCY,
            any(rate["included"] for rate in self.facts.get("tax_rates", ())),
            tuple(self._line(position, row) for position, row in enumerate(self.facts["cart"], 1)),
            charges=tuple(self._shipping()),
            tax_rounding=_rounding(case),
        )
        self.item_discounts: set[int] = set()
        for promotion in self._promotions():
            self._apply(promotion)

    def priced(self) -> PricedOrder:
        return price_order(self.order)

    def product_of(self, line: LineToPrice) -> Facts:
        product: Facts = self.products[self.facts["cart"][line.number - 1]["product"]]
        return product

    def _line(self, position: int, row: Facts) -> LineToPrice:
        product = self.products[row["product"]]
        category = product.get("tax_category", "")
        return LineToPrice(
            position, int(row["qty"]), number(product["price"]), self.rates.get(category, Decimal(0)), category
        )

    def _shipping(self) -> Iterator[ChargeToPrice]:
        methods = self.facts.get("shipping_methods", ())
        chosen = self.facts.get("selected_shipping", methods[0]["name"] if methods else None)
        for method in methods:
            if method["name"] == chosen:
                category = method.get("tax_category", "")
                rate = self.rates.get(category, Decimal(0))
                yield ChargeToPrice("shipping", chosen, _minor(method["fee"]), "own", rate, category)

    def _promotions(self) -> Iterator[Facts]:
        """Highest priority first; the first exclusive one that applies stands alone."""
        ranked = sorted(self.facts.get("promotions", ()), key=lambda promotion: -(promotion["priority"] or 0))
        exclusive = [promotion for promotion in ranked if promotion["exclusive"] and self._eligible(promotion)]
        return iter(exclusive[:1] or [promotion for promotion in ranked if not promotion["exclusive"]])

    def _eligible(self, promotion: Facts) -> bool:
        return any(self._condition_holds(action) for action in promotion["actions"])

    def _condition_holds(self, action: Facts) -> bool:
        names = {self.product_of(line)["name"] for line in self.order.lines}
        return (
            goods_left(self.order) >= _minor(action.get("min_total", 0))
            and sum(line.quantity for line in self.order.lines) >= action.get("min_qty", 0)
            and action.get("contains_product", next(iter(names))) in names
        )

    def _apply(self, promotion: Facts) -> None:
        for action in promotion["actions"]:
            only_known(
                action,
                *("type", "amount", "percent", "min_total", "min_qty", "contains_product"),
                *("product", "taxon", "min_price", "max_price"),
            )
            if self._condition_holds(action):
                for discount in self._discounts(promotion["name"], action):
                    self.order = replace(self.order, discounts=(*self.order.discounts, discount))

    def _discounts(self, label: str, action: Facts) -> Iterator[DiscountToApply]:
        percent = number(action["percent"]) if "percent" in action else None
        amount = _minor(action.get("amount", 0))
        match action["type"]:
            case "order_discount":
                yield DiscountToApply(label, percent, amount)
            case "shipping_discount":
                yield DiscountToApply(label, percent, amount, applies_to="shipping")
            case "free_shipping":
                yield DiscountToApply(label, Decimal(100), applies_to="shipping")
            case "item_discount":
                for line in self.order.lines:
                    if self._chosen(line, action):
                        yield DiscountToApply(
                            label, percent, amount * line.quantity, code="item", line_numbers=(line.number,)
                        )

    def _chosen(self, line: LineToPrice, action: Facts) -> bool:
        product, price = self.product_of(line), line.unit_price
        return (
            action.get("product", product["name"]) == product["name"]
            and action.get("taxon", product.get("taxon")) == product.get("taxon")
            and number(action.get("min_price", price)) <= price <= number(action.get("max_price", price))
        )


def sylius_figures(case: PeerCase) -> Facts:
    """The figures of the case, computed by Ordino, in major units; a discount is negative there."""
    cart = SyliusCart(case)
    priced = cart.priced()
    order_level = sum(d.amount_minor for d in priced.discounts if d.applies_to == "goods" and d.code != "item")
    items = sum(d.amount_minor for d in priced.discounts if d.code == "item")
    shipping = sum(charge.amount_minor for charge in priced.charges)
    names = [cart.product_of(line)["name"] for line in cart.order.lines]
    return {
        "cart_total": _major(priced.total_minor),
        "cart_shipping_total": _major(shipping),
        "discount": _major(-order_level),
        "each_unit_price_decrease": _major(items),
        "unit_price_decrease": {
            name: _major(line.discount_minor) for name, line in zip(names, priced.lines, strict=True)
        },
        "cart_taxes": _major(0 if priced.prices_include_tax else priced.tax_minor),
        "included_in_price_taxes": _major(priced.tax_minor if priced.prices_include_tax else 0),
        "item_totals": {name: _major(line.amount_minor) for name, line in zip(names, priced.lines, strict=True)},
    }


def _rounding(case: PeerCase) -> TaxRounding:
    """Sylius taxes by unit where the case says so, with decimals kept until the total where `tax_decimal`; else by line."""
    if case.policy.get("tax_decimal"):
        return "total"
    return "unit" if case.policy.get("tax_strategy") == "Order item units based" else "line"


def _minor(amount: Any) -> int:
    return exact_minor(number(amount), CURRENCY)


def _major(minor: int) -> Decimal:
    return major(minor, CURRENCY)
