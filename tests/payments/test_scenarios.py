"""The worked scenarios of payments, in their own figures."""

from ordino.orders.commands import AddLine, CancelUnits
from ordino.payments.commands import ExpireAuthorizations
from tests.payments.till import Till
from tests.support.merchant import line


def test_scenario_10_what_ships_is_captured_and_the_rest_stays_open(till: Till) -> None:
    order_id = till.order("50.00")
    till.authorize(order_id, 5000)
    assert till.sums(order_id) == (5000, 0, 0)

    till.capture(order_id, 2500, "invoice/1")
    assert till.sums(order_id) == (2500, 2500, 0)

    till.capture(order_id, 2500, "invoice/2")
    assert till.sums(order_id) == (0, 5000, 0)
    assert till.status(order_id) == "paid"


def test_scenario_12_a_change_and_its_inverse_leave_the_money_as_it_was(till: Till) -> None:
    order_id = till.order("100.00")
    till.authorize(order_id, 10000)
    till.capture(order_id, 10000)
    free = till.merchant.free("A")
    assert till.holds(order_id) == []

    till.merchant.change(order_id, AddLine(line=line("A", 1, "30.00")))
    assert till.merchant.order_row(order_id, "total_minor - captured_minor + refunded_minor") == (3000,)
    assert till.holds(order_id) == ["payment"]

    till.merchant.change(order_id, CancelUnits(line_number=2, quantity=1))
    assert till.merchant.order_row(order_id, "total_minor - captured_minor + refunded_minor") == (0,)
    assert till.holds(order_id) == []
    assert till.refunds(order_id) == []
    assert till.merchant.free("A") == free


def test_scenario_13_an_authorization_that_runs_out_holds_what_it_covered(till: Till) -> None:
    order_id = till.order("100.00")
    till.authorize(order_id, 10000)
    till.capture(order_id, 4000)
    assert till.holds(order_id) == []

    till.wait(days=7)
    till.ask(ExpireAuthorizations())
    assert till.holds(order_id) == ["payment"]
    assert till.sums(order_id) == (0, 4000, 0)

    till.authorize(order_id, 6000)
    assert till.holds(order_id) == []
    assert till.sums(order_id) == (6000, 4000, 0)
    till.capture(order_id, 6000, "invoice/2")
    assert till.sums(order_id) == (0, 10000, 0)
