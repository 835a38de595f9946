"""Every state of an order × every command on its payments, what each refuses, and what the database refuses."""

from collections.abc import Callable
from typing import Any

import psycopg
import pytest
from psycopg import errors

from ordino.engine.registry import commands
from ordino.kernel.problems import InvalidInput, NotFound, StateRefuses
from ordino.orders.lifecycle import ORDER
from ordino.payments.commands import (
    ApproveRefund,
    AuthorizePayment,
    CaptureOpenInvoices,
    CapturePayment,
    MovePayments,
    PaymentCommand,
    RecordPayment,
    RefundOrder,
    SetPaymentPolicy,
    SettleBalance,
    VoidPayments,
)
from ordino.payments.lifecycle import PERMITTED
from ordino.payments.problems import NothingToVoid, ReferenceReused
from tests.payments.till import Till
from tests.support.constraints import insert, named_constraints

CARD = "4242 4242-4242 4242"
BUILDERS: dict[str, Callable[[int, int], PaymentCommand]] = {
    "AuthorizePayment": lambda o, other: AuthorizePayment(order_id=o, amount_minor=100, gateway="manual"),
    "RecordPayment": lambda o, other: RecordPayment(order_id=o, amount_minor=100, method="cash"),
    "CapturePayment": lambda o, other: CapturePayment(order_id=o, amount_minor=100, reference="invoice/2"),
    "CaptureOpenInvoices": lambda o, other: CaptureOpenInvoices(order_id=o),
    "MovePayments": lambda o, other: MovePayments(order_id=o, to_order_id=other),
    "VoidPayments": lambda o, other: VoidPayments(order_id=o),
    "RefundOrder": lambda o, other: RefundOrder(order_id=o, amount_minor=100, reason="late", reference="return/1"),
    "SettleBalance": lambda o, other: SettleBalance(order_id=o),
}


@pytest.mark.parametrize("word", BUILDERS)
@pytest.mark.parametrize("state", ORDER.states)
def test_each_command_is_possible_in_the_states_the_table_names(till: Till, state: str, word: str) -> None:
    other, order_id = till.order("10.00"), till.order("100.00")
    till.authorize(order_id, 10000)
    till.capture(order_id, 5000)
    till.merchant.run("update orders_order set state = %s where id = %s", (state, order_id))

    if state in PERMITTED[word]:
        assert till.paid(BUILDERS[word](order_id, other)).order_id in (order_id, other)
    else:
        problem = till.refused(BUILDERS[word](order_id, other))
        assert isinstance(problem, StateRefuses)
        assert (problem.state, problem.command) == (state, word)


def test_every_command_on_the_payments_of_an_order_is_in_the_table() -> None:
    handled = {one for one in commands() if issubclass(one, PaymentCommand) and "order_id" in one.__struct_fields__}
    assert {one.kind() for one in handled} == set(PERMITTED) == set(BUILDERS)


@pytest.mark.parametrize("word", BUILDERS)
def test_an_order_that_is_not_there_has_no_payments(till: Till, word: str) -> None:
    assert till.refused(BUILDERS[word](1, 2)) == NotFound(what="order", reference="1")


WRONG: tuple[tuple[PaymentCommand, str], ...] = (
    (AuthorizePayment(order_id=1, amount_minor=0, gateway="manual"), "amount_minor"),
    (AuthorizePayment(order_id=1, amount_minor=100, gateway="manual", token=CARD), "token"),
    (AuthorizePayment(order_id=1, amount_minor=100, gateway="manual", method=CARD), "method"),
    (AuthorizePayment(order_id=1, amount_minor=100, gateway="manual", reference=CARD), "reference"),
    (RecordPayment(order_id=1, amount_minor=-5, method="cash"), "amount_minor"),
    (RecordPayment(order_id=1, amount_minor=5, method=" "), "method"),
    (RecordPayment(order_id=1, amount_minor=5, method="cash", reference=CARD), "reference"),
    (RecordPayment(order_id=1, amount_minor=5, method="card", gateway="sandbox"), "gateway"),
    (CapturePayment(order_id=1, amount_minor=0, reference="i"), "amount_minor"),
    (CapturePayment(order_id=1, amount_minor=5, reference=""), "reference"),
    (CapturePayment(order_id=1, amount_minor=5, reference=CARD), "reference"),
    (RefundOrder(order_id=1, amount_minor=0, reason="", reference="r"), "amount_minor"),
    (RefundOrder(order_id=1, amount_minor=5, reason=CARD, reference="r"), "reason"),
    (RefundOrder(order_id=1, amount_minor=5, reason="", reference=""), "reference"),
    (SetPaymentPolicy(approve_refunds_above_minor=-1), "approve_refunds_above_minor"),
)


@pytest.mark.parametrize(("command", "field"), WRONG, ids=[f"{one.kind()}-{field}" for one, field in WRONG])
def test_what_cannot_be_taken_in_is_refused_with_its_field(till: Till, command: PaymentCommand, field: str) -> None:
    problem = till.refused(command)
    assert isinstance(problem, InvalidInput)
    assert problem.field == field


def test_unknown_gateways_refunds_channels_and_payments_are_named(till: Till) -> None:
    order_id = till.order("100.00")
    for command, what in (
        (AuthorizePayment(order_id=order_id, amount_minor=100, gateway="nobody"), "payment gateway"),
        (RecordPayment(order_id=order_id, amount_minor=100, method="cash", gateway="nobody"), "payment gateway"),
        (ApproveRefund(refund_id=7), "refund"),
        (SetPaymentPolicy(channel="nowhere"), "channel"),
        (VoidPayments(order_id=order_id, payment_id=7), f"payment of order {order_id}"),
    ):
        problem = till.refused(command)
        assert isinstance(problem, NotFound)
        assert problem.what == what
    assert isinstance(till.refused(VoidPayments(order_id=order_id)), NothingToVoid)


def test_a_reference_stands_for_one_amount(till: Till) -> None:
    order_id = till.order("100.00")
    till.receive(order_id, 6000, reference="bank/1")
    assert till.receive(order_id, 6000, reference="bank/1").captured_minor == 6000

    again = RecordPayment(order_id=order_id, amount_minor=7000, method="transfer", reference="bank/1")
    assert isinstance(till.refused(again), ReferenceReused)
    till.authorize(order_id, 4000, reference="checkout/1")
    assert till.authorize(order_id, 4000, reference="checkout/1") == till.payments(order_id, "id")[-1][0]
    till.capture(order_id, 4000)
    assert isinstance(
        till.refused(CapturePayment(order_id=order_id, amount_minor=3999, reference="invoice/1")), ReferenceReused
    )


PAYMENT: dict[str, Any] = {
    "order_id": 1,
    "gateway": "sandbox",
    "method": "card",
    "currency": "GBP",
    "authorized_minor": 100,
    "captured_minor": 0,
    "refunded_minor": 0,
    "voided_minor": 0,
    "expired_minor": 0,
    "disputed_minor": 0,
    "capturable_minor": 0,
    "authorize_pending_minor": 0,
    "capture_pending_minor": 0,
    "refund_pending_minor": 0,
    "created_at": "2026-03-02",
}
EVENT: dict[str, Any] = {
    "gateway": "sandbox",
    "event_id": "e1",
    "kind": "capture",
    "outcome": "succeeded",
    "amount_minor": 1,
    "request_key": "k",
    "occurred_at": "2026-03-02",
    "recorded_at": "2026-03-02",
}
REFUND: dict[str, Any] = {
    "order_id": 1,
    "payment_id": 1,
    "amount_minor": 1,
    "reason": "",
    "reference": "r",
    "destination": "original",
    "state": "approved",
    "request_key": "k",
    "created_by": "x",
    "created_at": "2026-03-02",
}
POLICY: dict[str, Any] = {"channel_id": None, "approve_refunds_above_minor": 1, "updated_at": "2026-03-02"}
BROKEN: tuple[tuple[str, str, tuple[dict[str, Any], ...]], ...] = (
    ("payments_payment_captured_authorized", "payments_payment", ({**PAYMENT, "captured_minor": 101},)),
    (
        "payments_payment_refunded_captured",
        "payments_payment",
        ({**PAYMENT, "captured_minor": 5, "refunded_minor": 6},),
    ),
    (
        "payments_payment_parts_of_authorized",
        "payments_payment",
        ({**PAYMENT, "captured_minor": 60, "capturable_minor": 41},),
    ),
    ("payments_payment_amounts_not_negative", "payments_payment", ({**PAYMENT, "disputed_minor": -1},)),
    ("payments_payment_gateway_reference", "payments_payment", ({**PAYMENT, "gateway_reference": "x"},) * 2),
    ("payments_event_once", "payments_event", (EVENT,) * 2),
    ("payments_event_kind", "payments_event", ({**EVENT, "kind": "gift"},)),
    ("payments_event_outcome", "payments_event", ({**EVENT, "outcome": "perhaps"},)),
    ("payments_event_amount_not_negative", "payments_event", ({**EVENT, "amount_minor": -1},)),
    ("payments_refund_once", "payments_refund", (REFUND, {**REFUND, "request_key": "other"})),
    ("payments_refund_request_key", "payments_refund", (REFUND, {**REFUND, "reference": "other"})),
    ("payments_refund_state", "payments_refund", ({**REFUND, "state": "lost"},)),
    ("payments_refund_amount_positive", "payments_refund", ({**REFUND, "amount_minor": 0},)),
    ("payments_refund_destination", "payments_refund", ({**REFUND, "destination": "moon"},)),
    ("payments_policy_channel_once", "payments_policy", (POLICY,) * 2),
    ("payments_policy_not_negative", "payments_policy", ({**POLICY, "approve_refunds_above_minor": -1},)),
)


@pytest.mark.parametrize(("constraint", "table", "rows"), BROKEN, ids=[name for name, _, _ in BROKEN])
def test_the_database_refuses(
    till: Till,
    tamper: "psycopg.Connection[tuple[Any, ...]]",
    constraint: str,
    table: str,
    rows: tuple[dict[str, Any], ...],
) -> None:
    with pytest.raises(errors.IntegrityError) as refused, tamper.transaction():
        for row in rows:
            insert(tamper, table, row)
    assert refused.value.diag.constraint_name == constraint


def test_every_constraint_is_hit(till: Till) -> None:
    with till.engine.connection() as connection:
        known = {name for name in named_constraints(connection, "payments") if not name.endswith("_pkey")}
    assert {name for name, _, _ in BROKEN} == known
