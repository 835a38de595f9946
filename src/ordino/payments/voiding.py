"""Giving up what is authorized and not captured."""

from collections.abc import Iterable

from ordino.engine import Unit
from ordino.payments.calls import Calls
from ordino.payments.gateway import gateway_of
from ordino.payments.payment import Payment


def void(unit: Unit, calls: Calls, payments: Iterable[Payment]) -> tuple[int, ...]:
    """Ask the gateways of open payments to give up the rest; answers which were asked.

    A payment of which a capture is still to be answered is left alone: what was asked first goes first.
    """
    asked: list[int] = []
    for payment in payments:
        amounts = payment.amounts(unit.now)
        gateway = gateway_of(payment.row.gateway)
        if gateway is None or not amounts.capturable_minor or amounts.capture_pending_minor:
            continue
        calls.ask(payment, gateway, "void", amounts.capturable_minor)
        asked.append(payment.row.id)
    return tuple(asked)
