"""What has happened about fraud, on the stream `order/<id>`; rules are on `fraud/rules`."""

from ordino.fraud.rows import FraudReason, FraudRule, Verdict
from ordino.kernel.messages import Event


class FraudRulesChanged(Event, frozen=True, kw_only=True):
    """The rules as they are from now on; None for those of all channels without rules of their own."""

    channel: str | None
    hold_at: int
    rules: tuple[FraudRule, ...]


class OrderAssessed(Event, frozen=True, kw_only=True, omit_defaults=True):
    """The order's score and its reasons. `suspected`: it reached the threshold now, and must wait for a person."""

    order_id: int
    score: int
    hold_at: int
    reasons: tuple[FraudReason, ...] = ()
    suspected: bool = False


class FraudReviewed(Event, frozen=True, kw_only=True, omit_defaults=True):
    """A person has decided."""

    order_id: int
    verdict: Verdict
    note: str = ""
