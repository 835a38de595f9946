"""Giving up what is authorized and not captured."""

from collections.abc import Sequence

from ordino.engine import Unit
from ordino.payments.book import PaymentBook
from ordino.payments.calls import Calls, by_our_word
from ordino.payments.facts import SQL
from ordino.payments.gateway import gateway_of
from ordino.payments.payment import Payment


class Voiding:
    """Gives up authorizations of a batch's orders.

    A payment of which a capture is still to be answered is left alone: what was asked first goes first. Of an authorization
    that orders share, only the last part is given up at the gateway; the others by our word.
    """

    def __init__(self, unit: Unit, book: PaymentBook, calls: Calls) -> None:
        self._unit = unit
        self._book = book
        self._calls = calls
        parts = [payment for order in book.orders() for payment in book.payments(order.id) if payment.shared]
        self._shared = self._shared_with_others(parts) if parts else set()

    def void(self, payments: Sequence[Payment]) -> tuple[int, ...]:
        """Ask the gateways of open payments to give up the rest; answers which are given up."""
        given_up: list[int] = []
        for payment in payments:
            amounts = payment.amounts(self._unit.now)
            gateway = gateway_of(payment.row.gateway)
            if gateway is None or not amounts.capturable_minor or amounts.capture_pending_minor:
                continue
            if payment.row.id in self._shared:
                key = self._calls.key(payment, "void")
                said = by_our_word(self._unit, key, "void", "succeeded", amounts.capturable_minor)
                self._book.record(payment, said)
            else:
                self._calls.ask(payment, gateway, "void", amounts.capturable_minor)
            given_up.append(payment.row.id)
        return tuple(given_up)

    def _shared_with_others(self, parts: Sequence[Payment]) -> set[int]:
        payment_ids = [payment.row.id for payment in parts]
        return set(self._unit.fetch_values(SQL.select_shared_payments, payment_ids=payment_ids))
