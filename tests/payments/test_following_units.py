"""Money follows units into another order: exactly what they cost, by shares where not all is covered, and back from there."""

from collections.abc import Iterator
from pathlib import Path
from typing import Any, LiteralString

import psycopg
import pytest

from ordino.billing.commands import IssueInvoice
from ordino.billing.rows import InvoicedUnits
from ordino.delivery.commands import ConfirmDelivery
from ordino.engine import Reader
from ordino.kernel.problems import InvalidInput, NotFound, StateRefuses
from ordino.orders.commands import CancelOrder, ExpireOrder, MergeOrders, SplitLine, SplitOrder
from ordino.payments.commands import (
    AuthorizePayment,
    ConfirmRefund,
    ExpireAuthorizations,
    MovePayments,
    RecordGatewayOutcome,
    RefundOrder,
)
from ordino.payments.gateway import EventKind, GatewayEvent, GatewayOutcome
from ordino.payments.problems import PaymentUnderWay
from ordino.simulation.audit import audit
from tests.conftest import TestEngine
from tests.delivery.world import DeliveryWorld
from tests.payments.till import Till
from tests.support.merchant import line


@pytest.fixture
def world(engine: TestEngine, tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Iterator[DeliveryWorld]:
    """A shop that waits half an hour for money; whatever a test does, its books agree in the end."""
    monkeypatch.setenv("ORDINO_DATA_DIRECTORY", str(tmp_path))
    made = DeliveryWorld(engine)
    made.open_shop()
    made.run("update network_channel set payment_minutes = 30")
    yield made
    with engine.reader() as reader:
        assert audit(reader, now=engine.clock()).differences == ()


@pytest.fixture
def till(world: DeliveryWorld) -> Till:
    return Till(world)


def split(world: DeliveryWorld, order_id: int, line_number: int, quantity: int) -> int:
    """Let units of a line go into an order of their own; its number."""
    (version,) = world.order_row(order_id, "version")
    lines = (SplitLine(line_number=line_number, quantity=quantity),)
    return world.accepted(SplitOrder(order_id=order_id, expected_version=version, lines=lines)).order_id


def merge(world: DeliveryWorld, into: int, source: int) -> None:
    (version,), (from_version,) = world.order_row(into, "version"), world.order_row(source, "version")
    world.accepted(
        MergeOrders(order_id=into, expected_version=version, from_order_id=source, from_expected_version=from_version)
    )


def test_what_was_authorized_goes_with_the_units_and_is_captured_there(world: DeliveryWorld, till: Till) -> None:
    order_id = world.order(("A", 3), ("B", 2))
    till.authorize(order_id, 5000)

    other = split(world, order_id, 2, 2)

    assert (till.sums(order_id), till.sums(other)) == ((3000, 0, 0), (2000, 0, 0))
    assert (till.holds(order_id), till.holds(other)) == ([], [])
    for shipped in (other, order_id):
        world.completed(ConfirmDelivery(shipment_id=world.ship(world.pack(shipped))))
        till.work()
    assert (till.sums(order_id), till.sums(other)) == ((0, 3000, 0), (0, 2000, 0))
    for done in (order_id, other):
        assert world.order_row(done, "state, payment_status, invoice_status") == ("completed", "paid", "paid")


def test_what_was_captured_goes_with_the_units_and_is_refunded_to_where_it_came_from(
    world: DeliveryWorld, till: Till
) -> None:
    order_id = world.order(("A", 3), ("B", 2))
    till.authorize(order_id, 5000)
    till.capture(order_id, 5000)

    other = split(world, order_id, 1, 1)

    assert (till.sums(order_id), till.sums(other)) == ((0, 4000, 0), (0, 1000, 0))
    name = "gateway, method, gateway_reference"
    assert till.payments(other, name) == till.payments(order_id, name)
    till.refund(other, 1000)
    assert till.sums(other) == (0, 1000, 1000)
    problem = till.refused(RefundOrder(order_id=order_id, amount_minor=4001, reason="late", reference="late/1"))
    assert problem.code() == "RefundTooLarge"
    till.refund(order_id, 4000)
    assert till.sums(order_id) == (0, 4000, 4000)


def test_what_is_invoiced_keeps_its_money(world: DeliveryWorld, till: Till) -> None:
    order_id = world.order(("A", 3), ("B", 2))
    till.receive(order_id, 5000)
    world.completed(IssueInvoice(order_id=order_id, lines=(InvoicedUnits(1, 3),)))

    other = split(world, order_id, 2, 1)

    assert (till.sums(order_id), till.sums(other)) == ((0, 4000, 0), (0, 1000, 0))
    assert world.rows("select amount_minor, unallocated_minor from billing_receipt where order_id = %s", other) == [
        (1000, 1000)
    ]
    assert world.rows("select open_minor from billing_invoice where order_id = %s", order_id) == [(0,)]


@pytest.mark.parametrize(
    ("paid", "goes"), [(0, 0), (1, 0), (2, 1), (1000, 333), (1001, 334), (2999, 1000), (3000, 1000)]
)
def test_what_does_not_cover_all_is_shared(world: DeliveryWorld, till: Till, paid: int, goes: int) -> None:
    order_id = world.order(("A", 3))
    if paid:
        till.receive(order_id, paid)

    other = split(world, order_id, 1, 1)

    assert (till.sums(order_id)[1], till.sums(other)[1]) == (paid - goes, goes)
    assert till.holds(order_id) == ([] if paid - goes == 2000 else ["payment"])
    assert till.holds(other) == ([] if goes == 1000 else ["payment"])


def test_the_newest_payment_goes_first_and_captured_money_before_authorized(world: DeliveryWorld, till: Till) -> None:
    order_id = world.order(("A", 5))
    till.receive(order_id, 2000)
    till.authorize(order_id, 3000)

    other = split(world, order_id, 1, 4)

    columns = "gateway, captured_minor, capturable_minor"
    assert till.payments(order_id, columns) == [("manual", 1000, 0), ("sandbox", 0, 0)]
    assert till.payments(other, columns) == [("sandbox", 0, 3000), ("manual", 1000, 0)]


def test_everything_goes_into_the_order_it_is_merged_into(world: DeliveryWorld, till: Till) -> None:
    customer_id = world.customer()
    into = world.order(("A", 3), customer_id=customer_id)
    source = world.order(("B", 2), customer_id=customer_id)
    till.authorize(into, 3000)
    till.authorize(source, 1500)
    till.receive(source, 500)

    merge(world, into, source)

    assert (till.sums(into), till.sums(source)) == ((4500, 500, 0), (0, 0, 0))
    assert till.holds(into) == []
    assert world.order_row(source, "state, payment_status") == ("canceled", "nothing_due")
    world.completed(ConfirmDelivery(shipment_id=world.ship(world.pack(into))))
    till.work()
    assert till.sums(into) == (0, 5000, 0)
    assert world.order_row(into, "state, payment_status") == ("completed", "paid")


def test_what_was_split_off_comes_back_with_a_merge(world: DeliveryWorld, till: Till) -> None:
    order_id = world.order(("A", 3), customer_id=world.customer())
    till.authorize(order_id, 3000)
    till.capture(order_id, 1000)

    other = split(world, order_id, 1, 2)
    assert (till.sums(order_id), till.sums(other)) == ((1000, 0, 0), (1000, 1000, 0))
    merge(world, order_id, other)

    assert (till.sums(order_id), till.sums(other)) == ((2000, 1000, 0), (0, 0, 0))
    till.capture(order_id, 2000, "invoice/2")
    assert till.sums(order_id) == (0, 3000, 0)
    till.refund(order_id, 3000)
    assert till.sums(order_id) == (0, 3000, 3000)


def test_only_the_last_part_of_a_shared_authorization_is_given_up_at_the_gateway(
    world: DeliveryWorld, till: Till
) -> None:
    order_id = world.order(("A", 3))
    till.authorize(order_id, 3000)
    other = split(world, order_id, 1, 1)

    world.completed(CancelOrder(order_id=other, reason="changed mind"))
    till.work()

    assert (till.sums(order_id), till.sums(other)) == ((2000, 0, 0), (0, 0, 0))
    calls = (
        "select kind from engine_effect where kind = 'payment_call' and payload::jsonb -> 'request' ->> 'kind' = 'void'"
    )
    assert world.rows(calls) == []
    till.void(order_id)
    assert till.sums(order_id) == (0, 0, 0)
    assert len(world.rows(calls)) == 1


def test_a_gateway_that_ends_an_authorization_ends_every_part_of_it(world: DeliveryWorld, till: Till) -> None:
    order_id = world.order(("A", 3))
    till.authorize(order_id, 3000)
    other = split(world, order_id, 1, 1)
    ((reference,),) = till.payments(order_id, "gateway_reference")
    ended = GatewayEvent(
        id="ended",
        kind="void",
        outcome="succeeded",
        amount_minor=3000,
        occurred_at=world.engine.clock(),
        request_key="by the bank",
        gateway_reference=reference,
    )

    for _ in range(2):
        world.ask(RecordGatewayOutcome(gateway="sandbox", events=(ended,)))

    assert (till.sums(order_id), till.sums(other)) == ((0, 0, 0), (0, 0, 0))
    assert (till.holds(order_id), till.holds(other)) == (["payment"], ["payment"])


def divided(world: DeliveryWorld, till: Till) -> tuple[int, int, str]:
    """30.00 by card, of which 10.00 went into another order; both orders, and the gateway's name of the payment."""
    order_id = world.order(("A", 3))
    till.authorize(order_id, 3000)
    till.capture(order_id, 3000)
    other = split(world, order_id, 1, 1)
    ((reference,),) = till.payments(order_id, "gateway_reference")
    return order_id, other, reference


def outside(world: DeliveryWorld, reference: str, kind: EventKind, outcome: GatewayOutcome, amount: int) -> None:
    """What a gateway says of something that nobody here asked for, twice."""
    said = GatewayEvent(
        id=f"{kind} {outcome}",
        kind=kind,
        outcome=outcome,
        amount_minor=amount,
        occurred_at=world.engine.clock(),
        request_key="on its own screen",
        gateway_reference=reference,
    )
    for _ in range(2):
        world.ask(RecordGatewayOutcome(gateway="sandbox", events=(said,)))


@pytest.mark.parametrize(("amount", "back", "back_of_other"), [(500, 500, 0), (2000, 2000, 0), (2500, 2000, 500)])
def test_a_refund_on_the_gateways_own_screen_follows_the_money(
    world: DeliveryWorld, till: Till, amount: int, back: int, back_of_other: int
) -> None:
    order_id, other, reference = divided(world, till)

    outside(world, reference, "refund", "succeeded", amount)

    assert (till.sums(order_id), till.sums(other)) == ((0, 2000, back), (0, 1000, back_of_other))


def test_money_that_went_into_another_order_is_refunded_and_disputed_there(world: DeliveryWorld, till: Till) -> None:
    customer_id = world.customer()
    into, source = world.order(("A", 3), customer_id=customer_id), world.order(("B", 2), customer_id=customer_id)
    till.authorize(source, 2000)
    till.capture(source, 2000)
    ((reference,),) = till.payments(source, "gateway_reference")
    merge(world, into, source)

    outside(world, reference, "refund", "succeeded", 500)
    outside(world, reference, "chargeback", "requested", 1500)

    assert (till.sums(into), till.sums(source)) == ((0, 2000, 500), (0, 0, 0))
    assert till.payments(into, "disputed_minor") == [(1500,)]
    tasks = "select kind, amount_minor from exceptions_exception where order_id = %s and kind = 'payment_disputed'"
    assert (world.rows(tasks, into), world.rows(tasks, source)) == ([("payment_disputed", 1500)], [])


@pytest.mark.parametrize(
    "said",
    [
        (("chargeback", "requested"), ("chargeback", "failed")),
        (("chargeback", "failed"), ("chargeback", "requested")),
        (("refund", "succeeded"), ("refund_reversal", "succeeded")),
        (("refund_reversal", "succeeded"), ("refund", "succeeded")),
    ],
)
def test_what_ends_well_leaves_nothing_behind_in_whatever_order_it_is_told(
    world: DeliveryWorld, till: Till, said: tuple[tuple[EventKind, GatewayOutcome], ...]
) -> None:
    order_id, other, reference = divided(world, till)

    for kind, outcome in said:
        outside(world, reference, kind, outcome, 3000)

    assert (till.sums(order_id), till.sums(other)) == ((0, 2000, 0), (0, 1000, 0))
    assert till.payments(order_id, "disputed_minor") == till.payments(other, "disputed_minor") == [(0,)]


def test_a_dispute_that_began_before_stays_where_it_began(world: DeliveryWorld, till: Till) -> None:
    order_id = world.order(("A", 3))
    till.authorize(order_id, 3000)
    till.capture(order_id, 3000)
    ((reference,),) = till.payments(order_id, "gateway_reference")
    outside(world, reference, "chargeback", "requested", 600)

    other = split(world, order_id, 1, 2)
    outside(world, reference, "chargeback", "succeeded", 600)

    assert till.payments(order_id, "disputed_minor") == [(600,)]
    assert till.payments(other, "disputed_minor") == [(0,)]


def test_an_expired_part_holds_its_own_order(world: DeliveryWorld, till: Till) -> None:
    order_id = world.order(("A", 3))
    till.authorize(order_id, 3000)
    other = split(world, order_id, 1, 1)
    assert till.payments(other, "expires_at") == till.payments(order_id, "expires_at")

    till.wait(days=8)
    world.completed(ExpireAuthorizations())

    assert (till.sums(order_id), till.sums(other)) == ((0, 0, 0), (0, 0, 0))
    assert (till.holds(order_id), till.holds(other)) == (["payment"], ["payment"])
    till.authorize(other, 1000)
    assert till.holds(other) == []


def test_money_that_a_gateway_is_still_asked_about_keeps_units_where_they_are(world: DeliveryWorld, till: Till) -> None:
    order_id = world.order(("A", 3))
    (payment_id,) = till.paid(AuthorizePayment(order_id=order_id, amount_minor=3000, gateway="sandbox")).payment_ids
    (version,) = world.order_row(order_id, "version")
    command = SplitOrder(order_id=order_id, expected_version=version, lines=(SplitLine(line_number=1, quantity=1),))

    problem = world.refused(command)

    assert problem == PaymentUnderWay(order_id=order_id, payment_id=payment_id, pending_minor=3000, currency="GBP")
    assert "waits for its gateway's answer about 30.00 GBP" in problem.detail()
    till.work()
    assert till.sums(split(world, order_id, 1, 1)) == (1000, 0, 0)


def test_a_refund_that_waits_stays_with_its_order(world: DeliveryWorld, till: Till) -> None:
    customer_id = world.customer()
    into = world.order(("A", 1), customer_id=customer_id)
    source = world.order(("B", 2), customer_id=customer_id)
    till.receive(into, 1000)
    till.receive(source, 2500)
    (refund_id,) = till.refund(source, 500).refund_ids

    merge(world, into, source)

    assert (till.sums(into), till.sums(source)) == ((0, 3000, 0), (0, 500, 0))
    till.paid(ConfirmRefund(refund_id=refund_id))
    assert till.sums(source) == (0, 500, 500)


def test_a_payment_hold_that_came_with_a_merge_runs_out(world: DeliveryWorld, till: Till) -> None:
    customer_id = world.customer()
    world.run("update network_channel set payment_minutes = null")
    into = world.place(line("WHAT", 1, "1.00"), customer_id=customer_id)
    assert till.holds(into) == ["unknown_sku"]
    world.run("update network_channel set payment_minutes = 30")
    source = world.order(("B", 2), customer_id=customer_id)

    merge(world, into, source)

    assert till.holds(into) == ["unknown_sku", "payment"]
    assert world.order_row(into, "payment_due_at") == world.order_row(source, "payment_due_at")
    till.wait(minutes=31)
    world.completed(ExpireOrder(order_id=into))
    assert world.order_row(into, "state") == ("expired",)


def test_what_cannot_be_moved_is_refused(world: DeliveryWorld, till: Till) -> None:
    order_id = world.order(("A", 1))
    other = world.order(("A", 1))
    world.completed(CancelOrder(order_id=other, reason="x"))

    assert till.refused(MovePayments(order_id=1, to_order_id=order_id)) == NotFound(what="order", reference="1")
    assert isinstance(till.refused(MovePayments(order_id=order_id, to_order_id=other)), StateRefuses)
    itself = till.refused(MovePayments(order_id=order_id, to_order_id=order_id))
    assert isinstance(itself, InvalidInput)
    less = till.refused(MovePayments(order_id=other, to_order_id=order_id, moved_minor=-1))
    assert isinstance(less, InvalidInput)
    assert less.field == "moved_minor"
    forged = GatewayEvent(
        id="x",
        kind="capture_in",
        outcome="succeeded",
        amount_minor=1,
        occurred_at=world.engine.clock(),
        request_key="k",
    )
    refused = till.refused(RecordGatewayOutcome(gateway="sandbox", events=(forged,)))
    assert isinstance(refused, InvalidInput)


@pytest.mark.parametrize(
    ("falsified", "named"),
    [
        (
            "update payments_event set amount_minor = 999 where kind = 'capture_in'",
            [
                ("M4", "authorized_minor", "999", "1000"),
                ("M4", "captured_minor", "999", "1000"),
                ("M9", "moved capture", "1000", "999"),
            ],
        ),
        (
            "update engine_event set data = jsonb_set(data::jsonb, '{captured_minor}', '999')::json "
            "where kind = 'PaymentMovedIn'",
            [("E6", "captured_minor", "999", "1000")],
        ),
    ],
)
def test_the_audit_names_moved_money_that_is_falsified(
    world: DeliveryWorld,
    till: Till,
    tamper: "psycopg.Connection[tuple[Any, ...]]",
    falsified: LiteralString,
    named: list[tuple[str, str, str, str]],
) -> None:
    order_id = world.order(("A", 3))
    till.receive(order_id, 3000)
    other = split(world, order_id, 1, 1)
    ((payment_id,),) = till.payments(other, "id")

    with tamper.transaction(force_rollback=True):
        tamper.execute(falsified)
        found = audit(Reader(tamper), now=world.engine.clock()).differences

    assert [(one.rule, one.figure, one.expected, one.found) for one in found] == named
    assert {one.thing for one in found} == {f"payment {payment_id}"}
