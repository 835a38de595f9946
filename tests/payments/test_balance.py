"""What an order no longer owes goes back, what it no longer needs is given up, and it waits only for what is missing."""

from ordino.exceptions.commands import ResolveException
from ordino.orders.commands import CancelOrder, CancelUnits, ExpireOrder
from ordino.payments.commands import ConfirmRefund, ExpireAuthorizations, RefundOrder, SettleBalance
from tests.payments.till import Till
from tests.support.merchant import line


def test_units_that_are_canceled_give_back_what_was_paid_for_them(till: Till) -> None:
    """The money of scenario 26: 5 × 10.00 are paid, 2 are not shipped and leave."""
    order_id = till.merchant.place(line("A", 5, "10.00"))
    till.authorize(order_id, 5000)
    till.capture(order_id, 5000)

    till.merchant.change(order_id, CancelUnits(line_number=1, quantity=2))
    till.work()

    assert till.sums(order_id) == (0, 5000, 2000)
    assert till.refunds(order_id, "state, amount_minor, reference") == [("succeeded", 2000, "balance/1")]
    assert till.merchant.order_row(order_id, "total_minor - captured_minor + refunded_minor") == (0,)


def test_a_canceled_order_gives_up_what_is_authorized_and_gives_back_what_is_captured(till: Till) -> None:
    order_id = till.order("100.00")
    till.authorize(order_id, 6000)
    till.authorize(order_id, 4000)
    till.capture(order_id, 6000)

    till.ask(CancelOrder(order_id=order_id, reason="late"))
    till.work()

    assert till.sums(order_id) == (0, 6000, 6000)
    assert till.payments(order_id, "voided_minor, refunded_minor") == [(0, 6000), (4000, 0)]
    assert till.status(order_id) == "refunded"


def test_what_is_not_captured_yet_needs_no_refund(till: Till) -> None:
    order_id = till.merchant.place(line("A", 5, "10.00"))
    till.authorize(order_id, 5000)

    till.merchant.change(order_id, CancelUnits(line_number=1, quantity=2))
    till.capture(order_id, 3000)

    assert (till.refunds(order_id), till.sums(order_id)) == ([], (2000, 3000, 0))


def test_a_capture_that_succeeds_after_the_order_was_canceled_goes_back(till: Till) -> None:
    order_id = till.order("100.00")
    till.authorize(order_id, 10000, token="capture:timeout_after")
    till.capture(order_id, 10000)

    till.ask(CancelOrder(order_id=order_id, reason="late"))
    assert till.sums(order_id) == (10000, 0, 0)
    till.work_later()
    till.work_later()

    assert till.sums(order_id) == (0, 10000, 10000)


def test_an_authorization_that_succeeds_after_the_order_has_expired_is_given_up(till: Till) -> None:
    order_id = till.order("100.00")
    till.authorize(order_id, 10000, token="authorize:delay")
    till.wait(minutes=61)
    till.ask(ExpireOrder(order_id=order_id))
    till.work_later()
    till.work_later()

    assert till.sums(order_id) == (0, 0, 0)
    assert till.payments(order_id, "authorized_minor, voided_minor") == [(10000, 10000)]


def test_money_that_comes_for_a_canceled_order_is_to_be_given_back_by_hand(till: Till) -> None:
    order_id = till.order("100.00")
    till.ask(CancelOrder(order_id=order_id, reason="late"))

    till.receive(order_id, 10000)
    ((refund_id, state),) = till.refunds(order_id, "id, state")

    assert state == "approved"
    till.paid(ConfirmRefund(refund_id=refund_id))
    assert till.sums(order_id) == (0, 10000, 10000)


def test_what_is_paid_beyond_what_is_due_by_hand_waits_for_a_person(till: Till) -> None:
    order_id = till.order("100.00")
    till.receive(order_id, 11000)

    assert (till.status(order_id), till.refunds(order_id)) == ("overpaid", [])
    assert till.merchant.rows("select kind, subject, owner from exceptions_exception") == [
        ("overpaid", f"order/{order_id}", "finance")
    ]
    till.paid(SettleBalance(order_id=order_id))
    assert till.refunds(order_id) == [("approved", 1000)]
    till.paid(SettleBalance(order_id=order_id))
    assert till.refunds(order_id) == [("approved", 1000)]


def test_an_overpayment_is_resolved_by_giving_it_back(till: Till) -> None:
    order_id = till.order("100.00")
    till.receive(order_id, 11000)
    ((exception_id,),) = till.merchant.rows("select id from exceptions_exception")

    till.ask(ResolveException(exception_id=exception_id, note="goes back"))

    assert till.refunds(order_id) == [("approved", 1000)]


def test_an_overpayment_that_was_put_on_the_customers_account_does_not_go_back(till: Till) -> None:
    order_id = till.order("100.00")
    till.receive(order_id, 11000)
    ((exception_id,),) = till.merchant.rows("select id from exceptions_exception")
    till.paid(RefundOrder(order_id=order_id, amount_minor=1000, reason="kept", reference="r1", to="store_credit"))

    kept = till.refunds(order_id)
    till.ask(ResolveException(exception_id=exception_id, note="the customer keeps it for the next order"))

    assert till.refunds(order_id) == kept
    assert [amount for _, amount in kept] == [1000]


def test_two_payments_cover_an_order_together(till: Till) -> None:
    order_id = till.order("100.00")
    till.receive(order_id, 6000)
    assert till.holds(order_id) == ["payment"]

    till.authorize(order_id, 4000)
    assert till.holds(order_id) == []
    assert till.merchant.order_row(order_id, "state") == ("confirmed",)


def test_a_capture_beyond_what_is_authorized_takes_what_there_is_and_says_what_is_missing(till: Till) -> None:
    order_id = till.order("100.00")
    till.authorize(order_id, 4000)

    assert till.capture(order_id, 10000).missing_minor == 6000
    assert till.sums(order_id) == (0, 4000, 0)
    assert till.events(order_id).count("PaymentMissing") == 1
    assert till.holds(order_id) == ["payment"]

    till.authorize(order_id, 6000)
    till.capture(order_id, 10000)
    assert till.sums(order_id) == (0, 10000, 0)


def test_an_order_on_invoice_has_nothing_to_capture_and_waits_for_nothing(till: Till) -> None:
    order_id = till.order("100.00", payment_terms="on_invoice", customer_id=till.merchant.customer())

    result = till.capture(order_id, 10000)

    assert result.missing_minor == 0
    assert "payment" not in till.holds(order_id)
    till.receive(order_id, 10000)
    assert till.status(order_id) == "paid"


def test_an_order_that_was_held_for_payment_is_held_once(till: Till) -> None:
    order_id = till.order("100.00")
    till.authorize(order_id, 10000)
    till.capture(order_id, 4000)

    till.wait(days=8)
    till.capture(order_id, 6000, "invoice/2")
    till.capture(order_id, 6000, "invoice/2")
    till.ask(ExpireAuthorizations())

    assert till.holds(order_id) == ["payment"]
    assert till.events(order_id).count("AuthorizationExpired") == 1


def test_cash_on_delivery_covers_the_order_and_counts_when_it_comes(till: Till) -> None:
    order_id = till.order("100.00")
    till.authorize(order_id, 10000, "manual", method="cash_on_delivery")
    assert till.holds(order_id) == []

    assert till.capture(order_id, 10000).pending_minor == 10000
    till.receive(order_id, 10000, "cash_on_delivery", reference="courier/7")

    assert till.sums(order_id) == (0, 10000, 0)
    assert len(till.payments(order_id, "id")) == 1
