"""Other goods, or the same again: new orders that begin with a return, and what is settled between the two."""

from ordino.kernel.problems import NotFound
from ordino.payments.commands import RecordPayment, SettleBalance
from ordino.returns.commands import ExchangeReturn, ExchangeSettledResult, RefundReturn, ReplaceReturn, SettleExchange
from ordino.returns.problems import ExchangedAlready, MoreThanAccepted
from ordino.returns.rows import LineUnits
from tests.returns.world import Returns
from tests.support.merchant import line


def returned(shop: Returns, price: str = "100.00", *, paid: bool = True) -> tuple[int, int]:
    shop.stock("A", 1)
    order_id = shop.place(
        line("A", 1, price),
        email="ada@example.org",
        payment_terms="on_invoice",
        customer_id=shop.customer(credit_limit_minor=100_000),
    )
    shop.deliver(order_id)
    if paid:
        shop.completed(RecordPayment(order_id=order_id, amount_minor=10000, method="transfer"))
    return order_id, shop.accepted_return(order_id, (1, 1))


def settled(shop: Returns, return_id: int) -> ExchangeSettledResult:
    result = shop.completed(SettleExchange(return_id=return_id)).result
    assert isinstance(result, ExchangeSettledResult)
    return result


def placed_for(shop: Returns, reference: str) -> int:
    ((order_id,),) = shop.rows("select id from orders_order where external_reference = %s", reference)
    return int(order_id)


def test_scenario_31_the_credit_pays_the_new_order_and_the_rest_is_owed(shop: Returns) -> None:
    order_id, return_id = returned(shop)
    shop.stock("B", 1)

    exchanged = shop.result(ExchangeReturn(return_id=return_id, lines=(line("B", 1, "250.00"),)))
    used = settled(shop, return_id)

    new_order = placed_for(shop, f"exchange/{return_id}")
    assert (used.new_order_id, used.used_minor, used.left_minor) == (new_order, 10000, 0)
    assert shop.order_row(new_order, "total_minor, email, payment_terms, state") == (
        25000,
        "ada@example.org",
        "on_invoice",
        "confirmed",
    )
    paid = "captured_minor, refunded_minor, credited_minor, payment_status"
    assert shop.order_row(order_id, paid) == (10000, 10000, 10000, "refunded")
    assert shop.order_row(new_order, "captured_minor, total_minor - captured_minor") == (10000, 15000)
    assert shop.events(order_id)[-3:] == ["PaymentRefunded", "PayoutRecorded", "CreditNoteSettled"]
    assert exchanged.order_id == order_id
    assert shop.state(return_id) == "closed"


def test_what_the_new_order_costs_less_goes_back(shop: Returns) -> None:
    _, return_id = returned(shop)
    shop.stock("B", 1)
    shop.completed(ExchangeReturn(return_id=return_id, lines=(line("B", 1, "60.00"),)))

    used = settled(shop, return_id)

    assert (used.used_minor, used.left_minor) == (6000, 4000)


def test_a_credit_for_an_invoice_that_was_never_paid_pays_nothing(shop: Returns) -> None:
    _, return_id = returned(shop, paid=False)
    shop.stock("B", 1)
    shop.completed(ExchangeReturn(return_id=return_id, lines=(line("B", 1, "60.00"),)))

    used = settled(shop, return_id)

    assert (used.used_minor, used.left_minor) == (0, 0)


def test_money_that_is_on_its_way_back_does_not_pay_the_new_order_too(shop: Returns) -> None:
    shop.stock("A", 2)
    order_id = shop.place(line("A", 2, "100.00"))
    shop.deliver(order_id)
    return_id = shop.accepted_return(order_id, (1, 1))
    shop.stock("B", 1)
    shop.completed(ExchangeReturn(return_id=return_id, lines=(line("B", 1, "60.00"),)))
    shop.completed(SettleBalance(order_id=order_id))

    used = settled(shop, return_id)

    assert (used.used_minor, used.left_minor) == (0, 0)
    assert shop.rows("select amount_minor, reference from payments_refund where order_id = %s", order_id) == [
        (10000, "balance/1")
    ]


def test_a_return_is_exchanged_once_and_settled_once(shop: Returns) -> None:
    _, return_id = returned(shop)
    exchange = ExchangeReturn(return_id=return_id, lines=(line("B", 1, "60.00"),))
    shop.stock("B", 2)
    first, second = shop.ask(exchange, exchange)
    assert type(second).__name__ == "Refused", (first, second)
    settled(shop, return_id)

    assert shop.refused(SettleExchange(return_id=return_id)) == ExchangedAlready(return_id=return_id)


def test_without_an_exchange_there_is_nothing_to_settle(shop: Returns) -> None:
    _, return_id = returned(shop)

    assert shop.refused(SettleExchange(return_id=return_id)) == NotFound(
        what="exchange of return", reference=str(return_id)
    )


def test_an_exchange_for_something_that_cannot_be_ordered_changes_nothing(shop: Returns) -> None:
    _, return_id = returned(shop)

    assert shop.refused(ExchangeReturn(return_id=return_id, lines=(line("B", 0, "60.00"),))).code() == "InvalidInput"


def test_a_replacement_costs_nothing_and_may_go_before_the_goods_are_back(shop: Returns) -> None:
    shop.stock("A", 3)
    order_id = shop.place(line("A", 2, "100.00"))
    shop.deliver(order_id)
    return_id = shop.approve(order_id, (1, 2), reason="damaged")

    shop.completed(ReplaceReturn(return_id=return_id, lines=(LineUnits(1, 1),)))

    new_order = placed_for(shop, f"replacement/{return_id}")
    assert shop.order_row(new_order, "total_minor, state, fulfillment_status") == (0, "confirmed", "allocated")
    shop.receive(return_id, (1, 2))
    shop.inspect(return_id, (1, 2, "scrap"))
    assert shop.refused(RefundReturn(return_id=return_id, lines=(LineUnits(1, 2),))) == MoreThanAccepted(
        return_id=return_id, line_number=1, wanted=2, open=1
    )
    assert shop.refund(return_id).refund_minor == 10000


def test_what_was_refunded_is_not_replaced(shop: Returns) -> None:
    shop.stock("A", 2)
    order_id = shop.place(line("A", 2, "10.00"))
    shop.deliver(order_id)
    return_id = shop.accepted_return(order_id, (1, 2))
    shop.refund(return_id, (1, 1))

    assert shop.refused(ReplaceReturn(return_id=return_id, lines=(LineUnits(1, 2),))) == MoreThanAccepted(
        return_id=return_id, line_number=1, wanted=2, open=1
    )


def test_each_replacement_of_a_return_is_an_order_of_its_own(shop: Returns) -> None:
    shop.stock("A", 3)
    order_id = shop.place(line("A", 3, "10.00"))
    shop.deliver(order_id)
    return_id = shop.approve(order_id, (1, 3), reason="defective")
    one = ReplaceReturn(return_id=return_id, lines=(LineUnits(1, 1),))

    shop.ask(one, one)
    shop.completed(ReplaceReturn(return_id=return_id))

    assert shop.rows("select external_reference from orders_order where total_minor = 0 order by 1") == [
        (f"replacement/{return_id}",),
        (f"replacement/{return_id}/2",),
        (f"replacement/{return_id}/3",),
    ]
    assert shop.refused(ReplaceReturn(return_id=return_id)).code() == "InvalidInput"


def test_what_is_exchanged_for_an_order_paid_elsewhere_is_paid_here(shop: Returns) -> None:
    shop.stock("A", 1)
    order_id = shop.place(line("A", 1, "10.00"), payment_terms="paid_elsewhere")
    shop.deliver(order_id)
    return_id = shop.accepted_return(order_id, (1, 1))
    shop.stock("B", 1)

    shop.completed(ExchangeReturn(return_id=return_id, lines=(line("B", 1, "10.00"),)))

    assert shop.order_row(placed_for(shop, f"exchange/{return_id}"), "payment_terms") == ("prepaid",)
