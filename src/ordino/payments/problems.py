"""What payments may refuse."""

from typing import ClassVar

from ordino.kernel.money import Money
from ordino.kernel.problems import Problem


class RefundTooLarge(Problem, frozen=True, kw_only=True):
    """Never more goes back than came in and is still here."""

    title: ClassVar[str] = "Refund too large"
    order_id: int
    currency: str
    wanted_minor: int
    captured_minor: int
    refunded_minor: int
    under_way_minor: int
    refundable_minor: int

    def detail(self) -> str:
        wanted, captured, refunded, under_way, left = (
            Money(minor, self.currency)
            for minor in (
                self.wanted_minor,
                self.captured_minor,
                self.refunded_minor,
                self.under_way_minor,
                self.refundable_minor,
            )
        )
        return (
            f"Order {self.order_id}: {wanted} cannot be given back. {captured} were captured, {refunded} are refunded, "
            f"{under_way} are on their way back or disputed; at most {left} can go back."
        )


class NothingToVoid(Problem, frozen=True, kw_only=True):
    """What is captured is refunded, not voided."""

    title: ClassVar[str] = "Nothing to void"
    order_id: int

    def detail(self) -> str:
        return f"Order {self.order_id} has no authorization that is still open; what was captured can be refunded."


class PaymentUnderWay(Problem, frozen=True, kw_only=True):
    """Money that a gateway is still asked about cannot go to another order."""

    title: ClassVar[str] = "Payment is under way"
    order_id: int
    payment_id: int
    pending_minor: int
    currency: str

    def detail(self) -> str:
        pending = Money(self.pending_minor, self.currency)
        return (
            f"Payment {self.payment_id} of order {self.order_id} waits for its gateway's answer about {pending}; "
            "try again when it has come."
        )


class ReferenceReused(Problem, frozen=True, kw_only=True):
    """A reference names one payment, capture or refund of an order."""

    title: ClassVar[str] = "Reference used for another amount"
    order_id: int
    reference: str
    currency: str
    wanted_minor: int
    known_minor: int

    def detail(self) -> str:
        known, wanted = Money(self.known_minor, self.currency), Money(self.wanted_minor, self.currency)
        return (
            f"Order {self.order_id}: {self.reference} stands for {known} already, not for {wanted}; "
            "use another reference for another amount."
        )


class GatewayDecides(Problem, frozen=True, kw_only=True):
    """What becomes of a refund at a gateway is said by the gateway."""

    title: ClassVar[str] = "The gateway decides"
    refund_id: int
    gateway: str

    def detail(self) -> str:
        return f"Refund {self.refund_id} is carried out by {self.gateway}; its answer settles it, not a person's word."
