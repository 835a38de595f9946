"""Whether what is authorized and captured covers what an order comes to. Pure."""

from collections.abc import Iterable

from ordino.kernel.messages import Record
from ordino.payments.decide.fold import PaymentAmounts


class OrderSums(Record, frozen=True):
    """The sums of an order's payments: `open_minor` is authorized and not captured yet, asked for or not."""

    open_minor: int = 0
    captured_minor: int = 0
    refunded_minor: int = 0
    refunds_under_way_minor: int = 0
    disputed_minor: int = 0
    authorize_pending_minor: int = 0
    capture_pending_minor: int = 0

    @property
    def pending_minor(self) -> int:
        """Asked of gateways that have not answered, in any direction."""
        return self.authorize_pending_minor + self.capture_pending_minor + self.refunds_under_way_minor

    def missing_minor(self, due_minor: int) -> int:
        """What of the amount due is neither authorized nor captured; not below 0."""
        return max(0, due_minor - self.open_minor - (self.captured_minor - self.refunded_minor))

    def excess_minor(self, due_minor: int) -> int:
        """What was captured beyond what is due and is not on its way back; not below 0."""
        kept = self.captured_minor - self.refunded_minor - self.refunds_under_way_minor - self.disputed_minor
        return max(0, kept - max(0, due_minor))


def sums_of(payments: Iterable[tuple[PaymentAmounts, int]]) -> OrderSums:
    """The sums of payments, each with its refunds that wait for somebody."""
    opened = captured = refunded = under_way = disputed = authorizing = capturing = 0
    for amounts, waiting_minor in payments:
        opened += amounts.capturable_minor + amounts.capture_pending_minor
        captured += amounts.captured_minor
        refunded += amounts.refunded_minor
        under_way += amounts.refund_pending_minor + waiting_minor
        disputed += amounts.disputed_minor
        authorizing += amounts.authorize_pending_minor
        capturing += amounts.capture_pending_minor
    return OrderSums(opened, captured, refunded, under_way, disputed, authorizing, capturing)
