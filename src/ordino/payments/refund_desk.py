"""What the commands on one refund share: they find it with its payment, check its state, and say what became of it."""

from collections.abc import Sequence

from ordino.engine import Unit
from ordino.kernel.messages import Decision
from ordino.kernel.problems import NotFound, Problem, StateRefuses
from ordino.payments.book import PaymentBook
from ordino.payments.calls import Calls
from ordino.payments.commands import (
    ApproveRefund,
    ConfirmRefund,
    DeclineRefund,
    FailRefund,
    RequestRefund,
    ReverseRefund,
)
from ordino.payments.decide.card_numbers import card_number_problem
from ordino.payments.facts import orders_of_refunds
from ordino.payments.lifecycle import REFUND
from ordino.payments.payment import Payment
from ordino.payments.problems import GatewayDecides
from ordino.payments.refunding import carrying_out
from ordino.payments.rows import RefundRow

RefundCommand = ApproveRefund | ConfirmRefund | DeclineRefund | FailRefund | RequestRefund | ReverseRefund


class RefundAtHand:
    """A refund and the payment it is of."""

    def __init__(self, refund: RefundRow, payment: Payment) -> None:
        self.refund = refund
        self.payment = payment


class RefundDesk:
    """The refunds that a batch of commands names."""

    def __init__(self, unit: Unit, commands: Sequence[RefundCommand]) -> None:
        self._orders = orders_of_refunds(unit, (command.refund_id for command in commands))
        self.unit = unit
        self.book = PaymentBook(unit, self._orders.values(), commands=len(commands))
        self.calls = Calls(unit, self.book)

    def find(self, command: RefundCommand) -> RefundAtHand | Problem:
        """The refund, or why the command on it cannot be carried out."""
        refund = self.book.refunds.get(command.refund_id)
        if refund is None:
            return NotFound(what="refund", reference=str(command.refund_id))
        if REFUND.target(refund.state, command.kind()) is None:
            return StateRefuses(
                subject=f"Refund {refund.id}",
                state=refund.state,
                command=command.kind(),
                permitted=REFUND.permitted(refund.state),
            )
        payment = self.book.payment(refund.order_id, refund.payment_id)
        assert payment is not None
        return card_number_problem(note=command.note) or RefundAtHand(refund, payment)

    def find_by_hand(self, command: RefundCommand) -> RefundAtHand | Problem:
        """A refund that a person gives; what a gateway does, it says itself."""
        found = self.find(command)
        if isinstance(found, RefundAtHand):
            gateway = carrying_out(found.refund, found.payment)
            if not gateway.by_hand:
                return GatewayDecides(refund_id=found.refund.id, gateway=gateway.code)
        return found

    def done(self, found: RefundAtHand) -> Decision:
        return self.book.done(found.refund.order_id, refund_ids=(found.refund.id,))
