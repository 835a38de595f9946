"""What goes back: the frozen shares of accepted units, shipping once, less a fee; a preview is what is booked."""

from decimal import Decimal

from ordino.billing.problems import ChargeNotCreditable
from ordino.engine import Completed
from ordino.kernel.problems import InvalidInput, NotFound
from ordino.orders.commands import CancelCharge, ChangeOrder
from ordino.orders.rows import OrderedCharge
from ordino.returns.commands import CloseReturn, RefundReturn, ReturnRefund
from ordino.returns.problems import MoreThanAccepted, NotSettled
from ordino.returns.rows import LineUnits
from tests.returns.world import Returns
from tests.support.merchant import line

SHIPPING = (OrderedCharge(kind="shipping", label="Parcel", amount_minor=600),)


def delivered(shop: Returns, quantity: int = 3, price: str = "3.333333", **terms: object) -> int:
    shop.stock("A", quantity)
    order_id = shop.place(line("A", quantity, price), **terms)
    shop.deliver(order_id)
    return order_id


def test_a_preview_is_what_is_booked_then(shop: Returns) -> None:
    shop.policy(restocking_fee_percent=Decimal("12.5"))
    return_id = shop.accepted_return(delivered(shop, charges=SHIPPING), (1, 2))
    asked = RefundReturn(return_id=return_id, lines=(LineUnits(1, 1),), refund_shipping=True)
    before = shop.contents()

    seen = shop.preview(asked)
    assert shop.contents() == before
    booked = shop.completed(asked)

    assert isinstance(seen, Completed)
    assert _money(seen.result) == _money(booked.result)
    assert _money(booked.result)[1:4] == (334, 600, 42)


def _money(result: object) -> tuple[object, ...]:
    assert isinstance(result, ReturnRefund)
    return (result.lines, result.goods_minor, result.charges_minor, result.fee_minor, result.refund_minor, result.to)


def test_units_of_one_line_in_two_returns_are_refunded_once_each(shop: Returns) -> None:
    order_id = delivered(shop)
    first, second = shop.accepted_return(order_id, (1, 1)), shop.accepted_return(order_id, (1, 2))

    assert shop.refund(second, (1, 1)).refund_minor == 334
    assert shop.refund(first).refund_minor == 333
    assert shop.refund(second).refund_minor == 333
    assert shop.rows("select already, quantity, total_minor from returns_refund_line order by 1") == [
        (0, 1, 334),
        (1, 1, 333),
        (2, 1, 333),
    ]


def test_where_the_merchant_is_at_fault_there_is_no_fee(shop: Returns) -> None:
    shop.policy(restocking_fee_percent=Decimal(10))
    order_id = delivered(shop, 2, "25.00")

    damaged = shop.accepted_return(order_id, (1, 1), reason="damaged")
    unwanted = shop.accepted_return(order_id, (1, 1), reason="changed_mind")

    assert (shop.refund(damaged).fee_minor, shop.refund(unwanted).fee_minor) == (0, 250)


def test_a_fee_can_be_set_up_to_what_the_goods_cost(shop: Returns) -> None:
    shop.policy(restocking_fee_percent=Decimal(10))
    return_id = shop.accepted_return(delivered(shop, 2, "25.00"), (1, 2))

    for fee in (-1, 5001):
        problem = shop.refused(RefundReturn(return_id=return_id, fee_minor=fee))
        assert isinstance(problem, InvalidInput)
        assert problem.field == "fee_minor"
    assert shop.refund(return_id, (1, 1), fee_minor=0).refund_minor == 2500
    assert shop.refund(return_id, (1, 1), fee_minor=2500).refund_minor == 0


def test_by_its_terms_a_whole_order_that_comes_back_brings_its_shipping(shop: Returns) -> None:
    shop.policy(refund_shipping=True)
    order_id = delivered(shop, charges=SHIPPING)

    first = shop.refund(shop.accepted_return(order_id, (1, 2)))
    last = shop.refund(shop.accepted_return(order_id, (1, 1)))

    assert (first.charges_minor, last.charges_minor) == (0, 600)


def test_shipping_that_was_waived_does_not_go_back(shop: Returns) -> None:
    shop.stock("A", 1)
    order_id = shop.place(line("A", 1, "10.00"), charges=SHIPPING)
    shop.change(order_id, CancelCharge(charge_number=1))
    shop.deliver(order_id)

    assert shop.refund(shop.accepted_return(order_id, (1, 1)), refund_shipping=True).refund_minor == 1000


def test_shipping_that_went_back_is_not_waived_too(shop: Returns) -> None:
    shop.stock("A", 3)
    order_id = shop.place(line("A", 3, "10.00"), charges=SHIPPING)
    shop.deliver(order_id, (1, 2))
    shop.refund(shop.accepted_return(order_id, (1, 1)), refund_shipping=True)
    (version,) = shop.order_row(order_id, "version")

    waived = ChangeOrder(order_id=order_id, expected_version=version, actions=(CancelCharge(charge_number=1),))

    problem = shop.refused(waived)
    assert problem == ChargeNotCreditable(order_id=order_id, charge_number=1, credited=True)
    assert problem.detail() == (f"Charge 1 of order {order_id} was credited before; it is given back only once.")


def test_shipping_alone_may_go_back(shop: Returns) -> None:
    order_id = delivered(shop, charges=SHIPPING)
    return_id = shop.approve(order_id, (1, 3))
    shop.receive(return_id, (1, 1))

    refund = shop.refund(return_id, refund_shipping=True)

    assert (refund.lines, refund.refund_minor) == ((), 600)


def test_the_refund_goes_where_the_terms_or_the_agent_say(shop: Returns) -> None:
    shop.policy(refund_to="store_credit")
    return_id = shop.accepted_return(delivered(shop), (1, 2))

    assert shop.refund(return_id, (1, 1)).to == "store_credit"
    assert shop.refund(return_id, (1, 1), to="original").to == "original"


def test_only_accepted_units_that_are_open_are_refunded(shop: Returns) -> None:
    return_id = shop.approve(delivered(shop), (1, 3))
    shop.receive(return_id, (1, 3))
    shop.inspect(return_id, (1, 2, "restock"))

    assert shop.refused(RefundReturn(return_id=return_id, lines=(LineUnits(1, 3),))) == MoreThanAccepted(
        return_id=return_id, line_number=1, wanted=3, open=2
    )
    assert shop.refused(RefundReturn(return_id=return_id, lines=(LineUnits(2, 1),))) == NotFound(
        what=f"line of return {return_id}", reference="2"
    )
    twice = RefundReturn(return_id=return_id, lines=(LineUnits(1, 1), LineUnits(1, 1)))
    assert shop.refused(twice).code() == "InvalidInput"


def test_a_return_is_closed_when_everything_is_settled_or_somebody_says_so(shop: Returns) -> None:
    order_id = delivered(shop)
    settled, open_one = shop.accepted_return(order_id, (1, 1)), shop.accepted_return(order_id, (1, 2))
    shop.refund(settled)

    assert shop.state(settled) == "closed"
    assert shop.refused(CloseReturn(return_id=open_one)) == NotSettled(return_id=open_one, open=2)
    shop.completed(CloseReturn(return_id=open_one, without_refund=True, note="goodwill voucher given"))
    assert shop.state(open_one) == "closed"


def test_two_refunds_of_one_return_in_a_batch_are_one(shop: Returns) -> None:
    return_id = shop.accepted_return(delivered(shop), (1, 3))

    first, second = shop.ask(RefundReturn(return_id=return_id), RefundReturn(return_id=return_id))

    assert isinstance(first, Completed)
    assert not isinstance(second, Completed)
    assert shop.rows("select sum(refund_minor) from returns_refund") == [(1000,)]
