"""Every state of invoices and credit notes × everything that is done to them; every state of an order × its documents."""

from collections.abc import Callable

import pytest

from ordino.billing.commands import (
    BillingCommand,
    CreditCanceledUnits,
    FlagOverdueInvoice,
    IssueCreditNote,
    IssueInvoice,
    RecordPayout,
    RecordReceipt,
)
from ordino.billing.handlers.issue_invoice import INVOICEABLE
from ordino.billing.lifecycle import CREDIT_NOTE, INVOICE
from ordino.billing.rows import CreditedUnits
from ordino.engine import Completed
from ordino.kernel.messages import Refused
from ordino.kernel.problems import NotFound, StateRefuses
from ordino.orders.lifecycle import ORDER
from tests.billing.world import BillingMerchant
from tests.support.merchant import line

UNITS = (CreditedUnits(1, 1),)
# What the order was paid and credited before, so that its invoice of 10.00 is in that state.
STATES: dict[str, Callable[[BillingMerchant, int], object]] = {
    "issued": lambda merchant, order_id: None,
    "partially_paid": lambda merchant, order_id: merchant.receive(order_id, 400),
    "paid": lambda merchant, order_id: merchant.receive(order_id, 1000),
    "credited": lambda merchant, order_id: merchant.credit(order_id, {1: 1}),
}
PROBLEMS = {
    ("paid", "FlagOverdueInvoice"): "NotOverdue",
    ("credited", "FlagOverdueInvoice"): "NotOverdue",
    ("credited", "IssueCreditNote"): "NotCreditable",
    **{(state, "IssueInvoice"): "NothingToInvoice" for state in STATES},
}


def invoiced(merchant: BillingMerchant, state: str) -> tuple[int, int]:
    """An order whose one invoice of 10.00 is in the state: (order, invoice); two months later."""
    order_id = merchant.place(line("A", 1, "10.00"))
    invoice_id = merchant.ship(order_id, {1: 1}).invoice_id
    assert invoice_id is not None
    STATES[state](merchant, order_id)
    merchant.engine.clock.set(merchant.engine.clock().replace(month=5))
    assert merchant.invoices(order_id, "state") == [(state,)]
    return order_id, invoice_id


def command(word: str, merchant: BillingMerchant, order_id: int, invoice_id: int, state: str) -> BillingCommand:
    amount_minor = 600 if state == "partially_paid" else 400
    return {
        "FlagOverdueInvoice": FlagOverdueInvoice(invoice_id=invoice_id),
        "RecordReceipt": RecordReceipt(order_id=order_id, payment_id=1, capture_id=10**6, amount_minor=amount_minor),
        "IssueCreditNote": IssueCreditNote(order_id=order_id, lines=UNITS, reason="returned"),
        "IssueInvoice": IssueInvoice(order_id=order_id),
    }[word]


@pytest.mark.parametrize("word", ["FlagOverdueInvoice", "RecordReceipt", "IssueCreditNote", "IssueInvoice"])
@pytest.mark.parametrize("state", STATES)
def test_each_command_does_to_an_invoice_what_the_table_says(merchant: BillingMerchant, state: str, word: str) -> None:
    order_id, invoice_id = invoiced(merchant, state)

    (outcome,) = merchant.ask(command(word, merchant, order_id, invoice_id, state))

    ((after,),) = merchant.invoices(order_id, "state")
    assert after == (INVOICE.target(state, word) or state)
    if (state, word) in PROBLEMS:
        assert isinstance(outcome, Refused)
        assert outcome.problem.code() == PROBLEMS[state, word]
    else:
        assert isinstance(outcome, Completed), outcome


@pytest.mark.parametrize("state", ["issued", "settled"])
def test_a_payout_settles_a_credit_note_once(merchant: BillingMerchant, state: str) -> None:
    order_id, _ = invoiced(merchant, "paid")
    merchant.credit(order_id, {1: 1})
    if state == "settled":
        merchant.refund(order_id, 1000)
    assert merchant.credit_notes(order_id, "state") == [(state,)]

    waiting = merchant.refund(order_id, 1000)

    assert merchant.credit_notes(order_id, "state") == [(CREDIT_NOTE.target(state, "RecordPayout") or state,)]
    assert waiting == (0 if state == "issued" else 1000)


def test_every_stored_state_is_in_the_matrix() -> None:
    assert set(STATES) == set(INVOICE.states) - {"draft"}
    assert set(CREDIT_NOTE.states) - {"draft"} == {"issued", "settled"}


ON_ORDERS: dict[str, Callable[[int], BillingCommand]] = {
    "IssueInvoice": lambda order_id: IssueInvoice(order_id=order_id),
    "IssueCreditNote": lambda order_id: IssueCreditNote(order_id=order_id, lines=UNITS, reason="returned"),
    "CreditCanceledUnits": lambda order_id: CreditCanceledUnits(order_id=order_id),
    "RecordReceipt": lambda order_id: RecordReceipt(order_id=order_id, payment_id=1, capture_id=7, amount_minor=1),
    "RecordPayout": lambda order_id: RecordPayout(order_id=order_id, refund_id=7, amount_minor=1),
}


@pytest.mark.parametrize("word", ON_ORDERS)
@pytest.mark.parametrize("state", ORDER.states)
def test_only_invoices_ask_for_the_state_of_an_order(merchant: BillingMerchant, state: str, word: str) -> None:
    """Money and what it settles may come late; nothing is invoiced of what is not on order."""
    order_id = merchant.place(line("A", 2, "10.00"))
    merchant.ship(order_id, {1: 1})
    merchant.run("update orders_order set state = %s where id = %s", (state, order_id))

    (outcome,) = merchant.ask(ON_ORDERS[word](order_id))

    if word == "IssueInvoice" and state not in INVOICEABLE:
        assert isinstance(outcome, Refused)
        assert isinstance(outcome.problem, StateRefuses)
    else:
        assert isinstance(outcome, Completed), outcome


@pytest.mark.parametrize("word", [word for word in ON_ORDERS if word != "CreditCanceledUnits"])
def test_an_order_that_is_not_there_has_no_documents(merchant: BillingMerchant, word: str) -> None:
    assert merchant.refused(ON_ORDERS[word](1)) == NotFound(what="order", reference="1")
