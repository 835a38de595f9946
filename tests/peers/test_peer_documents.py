"""The peers' cases of taxes and refunds through real documents: placed, shipped, invoiced, credited and refunded.

`test_peer_cases` holds what Ordino prices against what the peers expect; here documents and money must say the same.
"""

from collections.abc import Iterator
from decimal import Decimal

import pytest

from ordino.kernel.money import major
from ordino.orders.commands import PlaceOrder
from ordino.orders.decide.price_order import price_order
from ordino.orders.decide.pricing_rows import ChargeToPrice, DiscountToApply, LineToPrice, OrderToPrice, PricedOrder
from ordino.orders.rows import OrderedCharge, OrderedDiscount, OrderedLine
from ordino.payments.commands import ConfirmRefund
from ordino.simulation.audit import audit
from tests.billing.world import BillingMerchant
from tests.conftest import TestEngine
from tests.payments.till import Till
from tests.peers.cart import order_of
from tests.peers.cases import NotOffered, PeerCase, load_cases
from tests.peers.sylius import SyliusCart
from tests.support.merchant import LONDON

MONEY_RULES = ("M1", "M2", "M3", "M4", "M5", "M8", "M9", "M10", "M12")


@pytest.fixture
def merchant(engine: TestEngine) -> Iterator[BillingMerchant]:
    """Whatever a case does, the books of money agree in the end."""
    made = BillingMerchant(engine)
    yield made
    with engine.reader() as reader:
        found = audit(reader, now=engine.clock()).differences
    assert [one for one in found if one.rule in MONEY_RULES] == []


@pytest.mark.parametrize("case", load_cases("refund", "tax"))
def test_documents_and_refunds_come_to_what_the_peer_expects(merchant: BillingMerchant, case: PeerCase) -> None:
    cart = cart_of(case)
    if cart is None:
        return
    priced = price_order(cart)
    order_id = place(merchant, cart)
    Till(merchant).receive(order_id, priced.total_minor)

    merchant.ship(order_id, {row.number: row.quantity for row in priced.lines})

    invoiced = "total_minor, tax_minor, net_minor, open_minor"
    net_minor = priced.total_minor - priced.tax_minor
    assert merchant.invoices(order_id, invoiced) == [(priced.total_minor, priced.tax_minor, net_minor, 0)]
    assert merchant.rows("select sum(total_minor)::bigint, sum(tax_minor)::bigint from billing_invoice_tax") == [
        (priced.total_minor, priced.tax_minor)
    ]
    if "refund_qty" in case.inputs:
        refund_what_the_case_returns(merchant, case, order_id)
    give_everything_back(merchant, order_id, priced)


def cart_of(case: PeerCase) -> OrderToPrice | None:
    """The cart, or nothing where the case needs what Ordino does not offer: `test_peer_cases` lists these."""
    try:
        return SyliusCart(case).order if case.peer == "Sylius" else order_of(case)
    except NotOffered:
        return None


def place(merchant: BillingMerchant, cart: OrderToPrice) -> int:
    """The cart as an order of a channel that prices as the case says; each rate is a tax category of its own."""
    merchant.channel(
        "peer", currency=cart.currency, prices_include_tax=cart.prices_include_tax, tax_rounding=cart.tax_rounding
    )
    for rate in sorted({line.tax_rate for line in cart.lines}):
        merchant.tax("GB", str(rate), category=f"rate {rate}")
    for line in cart.lines:
        merchant.sku(f"SKU-{line.number}", tax_category=f"rate {line.tax_rate}")
        merchant.stock(f"SKU-{line.number}", line.quantity)
    return merchant.accepted(
        PlaceOrder(
            channel="peer",
            lines=tuple(ordered(line) for line in cart.lines),
            ship_to=LONDON,
            discounts=(*lines_discounts(cart), *(discount(one) for one in cart.discounts)),
            charges=tuple(charge(one) for one in cart.charges),
        )
    ).order_id


def ordered(line: LineToPrice) -> OrderedLine:
    return OrderedLine(sku=f"SKU-{line.number}", quantity=line.quantity, unit_price=line.unit_price)


def lines_discounts(cart: OrderToPrice) -> list[OrderedDiscount]:
    """What the case takes off a line itself."""
    return [
        OrderedDiscount(label="Line", amount_minor=line.stated_discount_minor, lines=(line.number,))
        for line in cart.lines
        if line.stated_discount_minor
    ]


def discount(one: DiscountToApply) -> OrderedDiscount:
    return OrderedDiscount(
        label=one.label,
        code=one.code,
        percent=one.percent,
        amount_minor=None if one.percent is not None else one.amount_minor,
        lines=one.line_numbers,
        on_shipping=one.applies_to == "shipping",
    )


def charge(one: ChargeToPrice) -> OrderedCharge:
    rates = {"goods": None, "own": one.tax_rate, "none": Decimal(0)}
    return OrderedCharge(kind=one.kind, label=one.label, amount_minor=one.amount_minor, tax_rate=rates[one.tax])


def refund_what_the_case_returns(merchant: BillingMerchant, case: PeerCase, order_id: int) -> None:
    """The first units of the first line come back: the credit note and the money are what the peer gives back."""
    credited = merchant.credit(order_id, {1: int(case.inputs["refund_qty"])}, pay_out="original")
    (currency,) = merchant.order_row(order_id, "currency")
    assert refund(merchant, order_id) == credited.total_minor
    given_back = major(credited.total_minor, currency)
    accepted = case.expected.get("refund_to_cents_accepts") or [case.expected["refund"]]
    assert given_back in [Decimal(str(one)) for one in accepted]


def give_everything_back(merchant: BillingMerchant, order_id: int, priced: PricedOrder) -> None:
    """Unit by unit, the charges with the last: credit notes and refunds come to exactly what was invoiced and paid."""
    ((first,),) = merchant.rows("select coalesce(sum(quantity), 0)::bigint from billing_credit_note_line")
    units = [row.number for row in priced.lines for _ in range(row.quantity)][first:]
    charges = merchant.rows("select distinct charge_number from orders_charge where order_id = %s order by 1", order_id)
    for position, number in enumerate(units):
        last = position == len(units) - 1
        merchant.credit(order_id, {number: 1}, pay_out="original", charges=tuple(n for (n,) in charges) if last else ())
        refund(merchant, order_id)
    sums = "coalesce(sum(total_minor), 0)::bigint, coalesce(sum(tax_minor), 0)::bigint"
    assert {state for (state,) in merchant.credit_notes(order_id, "state")} == {"settled"}
    assert merchant.rows(f"select {sums} from billing_credit_note") == [(priced.total_minor, priced.tax_minor)]
    assert Till(merchant).sums(order_id) == (0, priced.total_minor, priced.total_minor)


def refund(merchant: BillingMerchant, order_id: int) -> int:
    """Give back what is approved; answers how much."""
    approved = merchant.rows(
        "select id, amount_minor from payments_refund where order_id = %s and state = 'approved' order by id", order_id
    )
    for refund_id, _ in approved:
        merchant.completed(ConfirmRefund(refund_id=refund_id))
    return sum(amount for _, amount in approved)
