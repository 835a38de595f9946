"""What may be asked about fraud."""

from typing import ClassVar

from ordino.fraud.decide.defaults import DEFAULT_HOLD_AT, DEFAULT_RULES
from ordino.fraud.rows import FraudReason, FraudRule, Verdict
from ordino.kernel.messages import Command, Result
from ordino.orders.events import OrderPlaced


class FraudCommand(Command, frozen=True, kw_only=True):
    """A command on fraud."""

    context: ClassVar[str] = "fraud"


class FraudRulesSet(Result, frozen=True, kw_only=True):
    """Whose rules were set, and how many; None for those of all other channels."""

    channel: str | None
    rules: int


class SetFraudRules(FraudCommand, frozen=True, kw_only=True):
    """Set what is suspicious about orders of a channel; without a channel, of all channels that have no rules of their own.

    An order whose points reach `hold_at` is held. A channel with no rules is not checked.
    """

    result: ClassVar[type[Result]] = FraudRulesSet
    channel: str | None = None
    hold_at: int = DEFAULT_HOLD_AT
    rules: tuple[FraudRule, ...] = DEFAULT_RULES


class Assessed(Result, frozen=True, kw_only=True):
    """The order's score with its reasons; `state` is `unchecked` where no rules are set for its channel."""

    order_id: int
    state: str = "unchecked"
    score: int = 0
    hold_at: int = 0
    reasons: tuple[FraudReason, ...] = ()


class AssessFraud(FraudCommand, frozen=True, kw_only=True, omit_defaults=True):
    """Score an open order by the rules of its channel; where the score reaches their threshold, it is held.

    `channel_id` saves reading orders of channels without rules. `gateway_risk` is the payment gateway's own score, 0 to 100;
    it is kept.
    """

    result: ClassVar[type[Result]] = Assessed
    order_id: int
    channel_id: int | None = None
    gateway_risk: int | None = None


class Reviewed(Result, frozen=True, kw_only=True):
    """What was decided about the order."""

    order_id: int
    verdict: Verdict


class ReviewFraud(FraudCommand, frozen=True, kw_only=True):
    """Decide about an assessed order, once: `accept` releases its hold, `reject` cancels it."""

    result: ClassVar[type[Result]] = Reviewed
    order_id: int
    verdict: Verdict
    note: str = ""


def assess_placed_order(placed: OrderPlaced) -> AssessFraud | None:
    """The command that assesses an order just placed; None where it was split off one that was."""
    if placed.split_from is not None:
        return None
    return AssessFraud(order_id=placed.order_id, channel_id=placed.channel_id)
