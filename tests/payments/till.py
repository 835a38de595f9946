"""Where money is taken: orders of so many pounds, payments of them, and what a worker does about them."""

from datetime import timedelta
from typing import Any

from ordino.engine import SYSTEM, Completed, Outcome, Replayed
from ordino.engine.effects import run_due_effects
from ordino.kernel.messages import Command
from ordino.kernel.problems import Problem
from ordino.payments.commands import (
    AuthorizePayment,
    CapturePayment,
    OrderPaid,
    RecordPayment,
    RefundOrder,
    VoidPayments,
)
from ordino.workers.performers import performers
from tests.support.merchant import Merchant, line, order

TABLES = ("payments_payment", "payments_event", "payments_refund", "payments_coverage", "payments_policy")
SUMS = "authorized_minor, captured_minor, refunded_minor"


class Till:
    """Amounts are in pounds where a text is given, and in pence where a number is."""

    def __init__(self, merchant: Merchant) -> None:
        self.merchant = merchant
        self.engine = merchant.engine

    def order(self, pounds: str = "100.00", **terms: Any) -> int:
        """A placed order of one unit at that price."""
        return self.merchant.place(line("A", 1, pounds), **terms)

    def authorize(self, order_id: int, amount_minor: int, gateway: str = "sandbox", **terms: Any) -> int:
        """Authorize, let the gateway answer; the payment's number."""
        command = AuthorizePayment(order_id=order_id, amount_minor=amount_minor, gateway=gateway, **terms)
        (payment_id,) = self.paid(command).payment_ids
        self.work()
        return payment_id

    def capture(self, order_id: int, amount_minor: int, reference: str = "invoice/1") -> OrderPaid:
        """Capture, let the gateway answer; the order's money as it stood when it was asked for."""
        result = self.paid(CapturePayment(order_id=order_id, amount_minor=amount_minor, reference=reference))
        self.work()
        return result

    def receive(self, order_id: int, amount_minor: int, method: str = "transfer", **terms: Any) -> OrderPaid:
        return self.paid(RecordPayment(order_id=order_id, amount_minor=amount_minor, method=method, **terms))

    def refund(self, order_id: int, amount_minor: int, reference: str = "return/1", **terms: Any) -> OrderPaid:
        """Refund, let the gateway answer."""
        command = RefundOrder(
            order_id=order_id, amount_minor=amount_minor, reason="came back", reference=reference, **terms
        )
        result = self.paid(command)
        self.work()
        return result

    def void(self, order_id: int) -> OrderPaid:
        result = self.paid(VoidPayments(order_id=order_id))
        self.work()
        return result

    def paid(self, command: Command) -> OrderPaid:
        """The answer of a command that is done, now or before."""
        (outcome,) = self.ask(command)
        assert isinstance(outcome, Completed | Replayed), outcome
        assert isinstance(outcome.result, OrderPaid)
        return outcome.result

    def refused(self, command: Command) -> Problem:
        before = self.contents()
        problem = self.merchant.refused(command)
        assert self.contents() == before
        return problem

    def ask(self, *commands: Command) -> list[Outcome]:
        return self.engine.execute(commands, actor=SYSTEM)

    def work(self) -> int:
        """What a worker does about the calls that are due."""
        return run_due_effects(self.engine, performers(self.engine))

    def work_later(self, minutes: int = 30) -> int:
        """The same after a while, when calls whose answers were lost are asked about."""
        self.wait(minutes=minutes)
        return self.work()

    def wait(self, **span: int) -> None:
        self.engine.clock.set(self.engine.clock() + timedelta(**span))

    def sums(self, order_id: int) -> tuple[int, int, int]:
        """What the order's row says: still to be captured, captured, refunded."""
        row = self.merchant.order_row(order_id, SUMS)
        return (int(row[0]), int(row[1]), int(row[2]))

    def status(self, order_id: int) -> str:
        return str(self.merchant.order_row(order_id, "payment_status")[0])

    def payments(self, order_id: int, columns: str) -> list[tuple[Any, ...]]:
        return self.merchant.rows(f"select {columns} from payments_payment where order_id = %s order by id", order_id)

    def refunds(self, order_id: int, columns: str = "state, amount_minor") -> list[tuple[Any, ...]]:
        return self.merchant.rows(f"select {columns} from payments_refund where order_id = %s order by id", order_id)

    def holds(self, order_id: int) -> list[str]:
        return self.merchant.holds(order_id)

    def events(self, order_id: int) -> list[str]:
        """What happened to the order's money."""
        words = ("Payment", "Capture", "Refund", "Void", "Dispute", "Authorization")
        return [kind for kind in self.merchant.events(order_id) if kind.startswith(words)]

    def contents(self) -> dict[str, list[tuple[Any, ...]]]:
        return {table: self.merchant.rows(f"select t::text from {table} t order by 1") for table in TABLES}


__all__ = ["Till", "line", "order"]
