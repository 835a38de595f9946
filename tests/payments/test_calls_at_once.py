"""Gateways are called about several payments at once, about each in the order it was asked for, by however many workers."""

from collections.abc import Iterator, Mapping
from threading import Barrier, Lock, Thread

import pytest

from ordino.adapters.gateways.sandbox import SandboxGateway
from ordino.engine.effects import MOST_CALLS_AT_ONCE, run_due_effects
from ordino.payments import gateway as registry
from ordino.payments.commands import AuthorizePayment, CapturePayment, VoidPayments
from ordino.payments.gateway import GatewayEvent, GatewayRequest, register_gateway
from ordino.workers.performers import performers
from tests.payments.till import Till

WATCHED = "watched"
PATIENCE_SECONDS = 60.0


class WatchedGateway:
    """A sandbox that notes when calls begin and end; `gate`, where there is one, opens when so many calls stand before it."""

    def __init__(self) -> None:
        self._sandbox = SandboxGateway()
        self._lock = Lock()
        self.notes: list[tuple[int, str, str]] = []
        self.gate: Barrier | None = None

    def perform(self, request: GatewayRequest) -> tuple[GatewayEvent, ...]:
        self._note(request, "begins")
        if self.gate is not None:
            self.gate.wait(PATIENCE_SECONDS)
        answer = self._sandbox.perform(request)
        self._note(request, "ends")
        return answer

    def find(self, request: GatewayRequest) -> tuple[GatewayEvent, ...]:
        return self._sandbox.find(request)

    def read_webhook(self, body: bytes, headers: Mapping[str, str]) -> tuple[GatewayEvent, ...]:
        return self._sandbox.read_webhook(body, headers)

    def of_payment(self, payment_id: int) -> list[tuple[str, str]]:
        return [(kind, word) for key, kind, word in self.notes if key == payment_id]

    def _note(self, request: GatewayRequest, word: str) -> None:
        with self._lock:
            self.notes.append((request.payment_id, f"{request.kind} {request.amount_minor}", word))


@pytest.fixture
def watched(till: Till) -> Iterator[WatchedGateway]:
    gateway = WatchedGateway()
    register_gateway(WATCHED, gateway)
    yield gateway
    del registry._gateways[WATCHED]


def ask(till: Till, payments: int) -> list[tuple[int, int]]:
    """So many orders with an authorization that is asked for: (order, payment)."""
    asked = []
    for _ in range(payments):
        order_id = till.order("100.00")
        command = AuthorizePayment(order_id=order_id, amount_minor=10000, gateway=WATCHED)
        asked.append((order_id, till.paid(command).payment_ids[0]))
    return asked


def work_at_once(till: Till, workers: int) -> None:
    """Let so many workers carry out everything that is due."""
    failures: list[BaseException] = []

    def work() -> None:
        try:
            while run_due_effects(till.engine, performers(till.engine)):
                pass
        except BaseException as failure:
            failures.append(failure)

    threads = [Thread(target=work) for _ in range(workers)]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join(PATIENCE_SECONDS)
    assert failures == []


def test_one_worker_calls_about_several_payments_at_once(till: Till, watched: WatchedGateway) -> None:
    asked = ask(till, MOST_CALLS_AT_ONCE)
    watched.gate = Barrier(MOST_CALLS_AT_ONCE)

    till.work()

    assert [word for _, _, word in watched.notes[:MOST_CALLS_AT_ONCE]] == ["begins"] * MOST_CALLS_AT_ONCE
    assert [till.sums(order_id) for order_id, _ in asked] == [(10000, 0, 0)] * MOST_CALLS_AT_ONCE


@pytest.mark.parametrize("workers", [1, 2])
def test_what_is_asked_about_one_payment_goes_in_its_order(till: Till, watched: WatchedGateway, workers: int) -> None:
    asked = ask(till, 6)
    till.work()
    for amount in (1000, 2000, 3000):
        for order_id, _ in asked:
            till.paid(CapturePayment(order_id=order_id, amount_minor=amount, reference=f"invoice/{amount}"))
    watched.notes.clear()

    work_at_once(till, workers)

    expected = [(f"capture {amount}", word) for amount in (1000, 2000, 3000) for word in ("begins", "ends")]
    assert [watched.of_payment(payment_id) for _, payment_id in asked] == [expected] * 6
    assert [till.sums(order_id) for order_id, _ in asked] == [(4000, 6000, 0)] * 6


def test_what_is_unknown_lets_the_next_call_about_its_payment_wait_and_no_other(
    till: Till, watched: WatchedGateway
) -> None:
    order_id = till.order("100.00")
    command = AuthorizePayment(order_id=order_id, amount_minor=10000, gateway=WATCHED, token="capture:unknown")
    (payment_id,) = till.paid(command).payment_ids
    ((other, _),) = ask(till, 1)
    till.work()
    till.paid(CapturePayment(order_id=order_id, amount_minor=1000, reference="invoice/1"))
    till.paid(CapturePayment(order_id=order_id, amount_minor=2000, reference="invoice/2"))
    till.paid(CapturePayment(order_id=other, amount_minor=3000, reference="invoice/3"))
    watched.notes.clear()

    work_at_once(till, 2)

    assert watched.of_payment(payment_id) == [("capture 1000", "begins"), ("capture 1000", "ends")]
    assert till.sums(other) == (7000, 3000, 0)
    till.work_later()
    till.work_later()
    assert till.sums(order_id) == (7000, 3000, 0)


def test_two_workers_call_about_each_act_once(till: Till, watched: WatchedGateway) -> None:
    asked = ask(till, 20)

    work_at_once(till, 2)
    for order_id, _ in asked:
        till.paid(VoidPayments(order_id=order_id))
    work_at_once(till, 2)

    for order_id, payment_id in asked:
        assert till.sums(order_id) == (0, 0, 0)
        assert watched.of_payment(payment_id) == [
            ("authorize 10000", "begins"),
            ("authorize 10000", "ends"),
            ("void 10000", "begins"),
            ("void 10000", "ends"),
        ]
