"""Verification: what is wrong with an order becomes a hold with a reason, never a lost order."""

from collections.abc import Iterator
from datetime import datetime

from ordino.kernel.money import major_text
from ordino.orders.commands import PlaceOrder
from ordino.orders.decide.placement_rows import CustomerFacts, HoldToOpen, LineToPlace
from ordino.orders.decide.price_stated import check_stated_totals
from ordino.orders.decide.pricing_rows import PricedOrder, StatedTotals
from ordino.orders.rows import PostalAddress
from ordino.parties.decide.address import PostalAddress as AddressToCheck
from ordino.parties.decide.address import check_address


def find_holds(
    command: PlaceOrder,
    lines: tuple[LineToPlace, ...],
    priced: PricedOrder,
    customer: CustomerFacts | None,
    *,
    payment_due_at: datetime | None,
) -> tuple[HoldToOpen, ...]:
    """Every reason why the order cannot go on as it is; several may hold at once."""
    return (
        *_skus(lines),
        *_taxes(command, lines),
        *_totals(command, priced),
        *_address(command, lines),
        *_credit(command, priced, customer),
        *_payment(command, priced, payment_due_at),
    )


def _skus(lines: tuple[LineToPlace, ...]) -> Iterator[HoldToOpen]:
    for line in lines:
        if line.sku is None:
            yield HoldToOpen("unknown_sku", f"There is no SKU {line.code}; choose one.", "line", line.number)
        elif not line.sku.sellable:
            yield HoldToOpen("not_sellable", f"{line.code} is not sold any more.", "line", line.number)


def _taxes(command: PlaceOrder, lines: tuple[LineToPlace, ...]) -> Iterator[HoldToOpen]:
    for line in lines:
        if not line.tax_known:
            yield HoldToOpen(
                "tax",
                f"No tax rate is known in {command.ship_to.country} for {line.tax_category} goods; {line.code} is untaxed.",
                "line",
                line.number,
            )


def _totals(command: PlaceOrder, priced: PricedOrder) -> Iterator[HoldToOpen]:
    for difference in check_stated_totals(priced, StatedTotals(command.stated_total_minor)):
        stated = major_text(difference.stated_minor, priced.currency)
        summed = major_text(difference.summed_minor, priced.currency)
        off = major_text(difference.difference_minor, priced.currency)
        yield HoldToOpen(
            "totals",
            f"The channel states a total of {stated} {priced.currency}, its parts add up to {summed}: {off} too much.",
        )


def _address(command: PlaceOrder, lines: tuple[LineToPlace, ...]) -> Iterator[HoldToOpen]:
    if command.verified_elsewhere or all(line.sku is not None and line.sku.kind == "service" for line in lines):
        return
    hold = hold_of_address(command.ship_to)
    if hold is not None:
        yield hold


def hold_of_address(address: PostalAddress) -> HoldToOpen | None:
    """The hold that an address opens which is not valid."""
    problems = check_address(_to_check(address)).problems
    if not problems:
        return None
    return HoldToOpen("address", " ".join(problem.detail() for problem in problems))


def _to_check(address: PostalAddress) -> AddressToCheck:
    return AddressToCheck(
        address.recipient,
        address.company,
        address.street,
        address.district,
        address.city,
        address.region,
        address.postal_code,
        address.country,
    )


def _credit(command: PlaceOrder, priced: PricedOrder, customer: CustomerFacts | None) -> Iterator[HoldToOpen]:
    if command.payment_terms != "on_invoice":
        return
    if customer is None or customer.credit_limit_minor is None:
        yield HoldToOpen("credit", "Sold on invoice to a customer without a credit limit.")
        return
    if customer.credit_currency != priced.currency:
        yield HoldToOpen(
            "credit", f"The credit limit is in {customer.credit_currency}, the order in {priced.currency}."
        )
        return
    wanted = customer.credit_used_minor + priced.total_minor
    if wanted > customer.credit_limit_minor:
        limit = major_text(customer.credit_limit_minor, priced.currency)
        used = major_text(customer.credit_used_minor, priced.currency)
        total = major_text(priced.total_minor, priced.currency)
        yield HoldToOpen("credit", f"Limit {limit}, open {used}, this order {total} {priced.currency}.")


def _payment(command: PlaceOrder, priced: PricedOrder, due_at: datetime | None) -> Iterator[HoldToOpen]:
    if due_at is not None and priced.total_minor > 0:
        total = major_text(priced.total_minor, priced.currency)
        yield HoldToOpen("payment", f"{total} {priced.currency} to be paid.", due_at=due_at)
