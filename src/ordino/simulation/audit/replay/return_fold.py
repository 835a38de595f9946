"""Returns as their events tell them: state, and what became of the units of each line. Pure."""

from ordino.kernel.messages import Event, Record
from ordino.returns.events import (
    ExchangeOrdered,
    ExchangeSettled,
    ReplacementOrdered,
    ReturnApproved,
    ReturnCanceled,
    ReturnClosed,
    ReturnDeclined,
    ReturnExpired,
    ReturnInspected,
    ReturnReceived,
    ReturnRefundDecided,
    ReturnRequested,
    ReturnSetOut,
)
from ordino.returns.lifecycle import APPROVED, CANCELED, CLOSED, DECLINED, IN_TRANSIT, REQUESTED

COUNTERS = (
    "quantity",
    "expected",
    "received",
    "restocked",
    "refurbished",
    "scrapped",
    "to_vendor",
    "sent_back",
    "accepted",
    "refunded",
    "replaced",
)
DISPOSITIONS = {
    "restock": "restocked",
    "refurbish": "refurbished",
    "scrap": "scrapped",
    "vendor": "to_vendor",
    "send_back": "sent_back",
}
STATES: dict[type[Event], str] = {
    ReturnRequested: REQUESTED,
    ReturnApproved: APPROVED,
    ReturnDeclined: DECLINED,
    ReturnCanceled: CANCELED,
    ReturnSetOut: IN_TRANSIT,
    ReturnClosed: CLOSED,
}
RETURN_EVENTS: tuple[type[Event], ...] = (
    *STATES,
    ReturnExpired,
    ReturnReceived,
    ReturnInspected,
    ReturnRefundDecided,
    ReplacementOrdered,
    ExchangeOrdered,
    ExchangeSettled,
)


class FoldedExchange(Record, frozen=True):
    """A credit, and what it paid."""

    credit_minor: int
    used_minor: int | None = None
    new_order_id: int | None = None


class FoldedReturn:
    """One return; `apply` takes its events in their order."""

    def __init__(self) -> None:
        self.state = "none"
        self.lines: dict[int, dict[str, int]] = {}
        self.refunds: dict[int, int] = {}
        self.exchange: FoldedExchange | None = None

    def apply(self, event: Event) -> None:
        """Take the next event of this return."""
        self.state = STATES.get(type(event), self.state)
        match event:
            case ReturnRequested():
                for asked in event.lines:
                    self.lines[asked.line_number] = dict.fromkeys(COUNTERS, 0) | {"quantity": asked.quantity}
            case ReturnApproved():
                for units in event.lines:
                    self._add(units.line_number, expected=units.quantity)
            case ReturnCanceled() | ReturnExpired():
                for units in event.lines:
                    self._add(units.line_number, expected=-units.quantity)
                self.state = event.state if isinstance(event, ReturnExpired) else self.state
            case ReturnReceived():
                for back in event.lines:
                    self._add(back.line_number, expected=-back.quantity, received=back.quantity)
                self.state = event.state
            case ReturnInspected():
                for found in event.lines:
                    accepted = found.quantity if found.accepted else 0
                    self._add(found.line_number, accepted=accepted, **{DISPOSITIONS[found.disposition]: found.quantity})
                self.state = event.state
            case _:
                self._apply_settlement(event)

    def _apply_settlement(self, event: Event) -> None:
        match event:
            case ReturnRefundDecided():
                for refunded in event.lines:
                    self._add(refunded.line_number, refunded=refunded.quantity)
                self.refunds[event.refund_id] = event.refund_minor
            case ReplacementOrdered():
                for units in event.lines:
                    self._add(units.line_number, replaced=units.quantity)
            case ExchangeOrdered():
                self.exchange = FoldedExchange(event.credit_minor)
            case ExchangeSettled() if self.exchange is not None:
                self.exchange = FoldedExchange(self.exchange.credit_minor, event.used_minor, event.new_order_id)

    def _add(self, line_number: int, **changes: int) -> None:
        counters = self.lines.setdefault(line_number, dict.fromkeys(COUNTERS, 0))
        for counter, change in changes.items():
            counters[counter] += change
