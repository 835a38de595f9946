"""Every state × every command: what the tables permit leads where they say, what they do not permit changes nothing."""

from collections.abc import Callable

import pytest

from ordino.engine.registry import commands
from ordino.kernel.problems import NotFound, StateRefuses
from ordino.procurement.commands import (
    AcknowledgePurchaseOrder,
    ApproveSupplierInvoice,
    CancelPurchaseOrder,
    ClosePurchaseOrder,
    CommandOnPurchaseOrder,
    CommandOnSupplierInvoice,
    PaySupplierInvoice,
    SendPurchaseOrder,
)
from ordino.procurement.lifecycle import PURCHASE_ORDER, SUPPLIER_INVOICE
from ordino.procurement.rows import LineDate
from tests.conftest import MONDAY_MORNING
from tests.procurement.world import Buyer, arrival, bill


def acknowledge(answer: str) -> Callable[[int], CommandOnPurchaseOrder]:
    dates = (LineDate(line_number=1, expected_at=MONDAY_MORNING),) if answer == "changed" else ()
    return lambda order_id: AcknowledgePurchaseOrder(
        purchase_order_id=order_id,
        answer=answer,  # type: ignore[arg-type]
        dates=dates,
    )


ASKED: dict[tuple[str, str], Callable[[int], CommandOnPurchaseOrder]] = {
    ("SendPurchaseOrder", ""): lambda order_id: SendPurchaseOrder(purchase_order_id=order_id),
    ("AcknowledgePurchaseOrder", "accepted"): acknowledge("accepted"),
    ("AcknowledgePurchaseOrder", "changed"): acknowledge("changed"),
    ("AcknowledgePurchaseOrder", "rejected"): acknowledge("rejected"),
    ("ReceivePurchaseOrder", "in part"): lambda order_id: arrival(order_id, (1, 1)),
    ("ReceivePurchaseOrder", "in full"): lambda order_id: arrival(order_id, (1, 100)),
    ("RecordSupplierInvoice", ""): lambda order_id: bill(order_id, (1, 1, "4.00"), number=f"R-{order_id}"),
    ("ClosePurchaseOrder", ""): lambda order_id: ClosePurchaseOrder(purchase_order_id=order_id),
    ("CancelPurchaseOrder", ""): lambda order_id: CancelPurchaseOrder(purchase_order_id=order_id, reason="no"),
}
SENT = (("SendPurchaseOrder", ""),)
REACHED_BY: dict[str, tuple[tuple[str, str], ...]] = {
    "draft": (),
    "sent": SENT,
    "acknowledged": (*SENT, ("AcknowledgePurchaseOrder", "accepted")),
    "partially_received": (*SENT, ("ReceivePurchaseOrder", "in part")),
    "received": (*SENT, ("ReceivePurchaseOrder", "in full")),
    "closed": (*SENT, ("ReceivePurchaseOrder", "in full"), ("ClosePurchaseOrder", "")),
    "canceled": (*SENT, ("CancelPurchaseOrder", "")),
}


def order_in(buyer: Buyer, state: str) -> int:
    order_id = buyer.draft(("A", 100))
    for step in REACHED_BY[state]:
        buyer.completed(ASKED[step](order_id))
    assert buyer.state(order_id) == state
    return order_id


@pytest.mark.parametrize("state", PURCHASE_ORDER.states)
def test_each_command_does_in_each_state_what_the_table_says(buyer: Buyer, state: str) -> None:
    for (command, case), build in ASKED.items():
        order_id = order_in(buyer, state)
        target = PURCHASE_ORDER.target(state, command, case)
        if (state, case) == ("received", "in part"):
            target = "received"  # what is complete stays so
        if target is None:
            before = buyer.books()
            problem = buyer.refused(build(order_id))
            assert problem == StateRefuses(
                subject=f"Purchase order {order_id}",
                state=state,
                command=command,
                permitted=PURCHASE_ORDER.permitted(state),
            )
            assert buyer.books() == before
        else:
            buyer.completed(build(order_id))
            assert buyer.state(order_id) == target, (command, case)


INVOICE_ASKED: dict[str, Callable[[int], CommandOnSupplierInvoice]] = {
    "ApproveSupplierInvoice": lambda invoice_id: ApproveSupplierInvoice(invoice_id=invoice_id, reason="agreed"),
    "PaySupplierInvoice": lambda invoice_id: PaySupplierInvoice(invoice_id=invoice_id, reference="T-1"),
}
INVOICE_REACHED_BY = {
    "matched": (),
    "variance_hold": (),
    "approved": ("ApproveSupplierInvoice",),
    "paid": ("ApproveSupplierInvoice", "PaySupplierInvoice"),
}


@pytest.mark.parametrize("state", SUPPLIER_INVOICE.states)
def test_each_command_on_an_invoice_does_what_the_table_says(buyer: Buyer, state: str) -> None:
    order_id = buyer.send(("A", 100))
    buyer.receive(order_id, (1, 100))
    price = "4.10" if state == "variance_hold" else "4.00"
    for number, (command, build) in enumerate(INVOICE_ASKED.items()):
        invoice_id = buyer.invoice(order_id, (1, 1, price), number=f"R-{number}").invoice_id
        for step in INVOICE_REACHED_BY[state]:
            buyer.completed(INVOICE_ASKED[step](invoice_id))
        target = SUPPLIER_INVOICE.target(state, command)
        if target is None:
            problem = buyer.refused(build(invoice_id))
            assert isinstance(problem, StateRefuses)
            assert (problem.state, problem.permitted) == (state, SUPPLIER_INVOICE.permitted(state))
        else:
            buyer.completed(build(invoice_id))
            assert buyer.rows("select state from procurement_supplier_invoice where id = %s", invoice_id) == [(target,)]


def test_every_command_is_in_the_tables_and_in_the_matrix() -> None:
    on_orders = {command.kind() for command in commands() if issubclass(command, CommandOnPurchaseOrder)}
    on_invoices = {command.kind() for command in commands() if issubclass(command, CommandOnSupplierInvoice)}

    assert on_orders == {command for command, _ in ASKED} == set(PURCHASE_ORDER.commands())
    assert on_invoices == set(INVOICE_ASKED) == set(SUPPLIER_INVOICE.commands())


@pytest.mark.parametrize("number", [1, -1, 2**70])
def test_what_does_not_exist_is_not_found(buyer: Buyer, number: int) -> None:
    for build in ASKED.values():
        assert buyer.refused(build(number)) == NotFound(what="purchase order", reference=str(number))
    for ask in INVOICE_ASKED.values():
        assert buyer.refused(ask(number)) == NotFound(what="supplier invoice", reference=str(number))
