"""When stock calls for attention: none left, too little, too much, never sold."""

from typing import Literal

from ordino.kernel.messages import Record

Alert = Literal["stock_out", "low", "over", "dead"]


class StockFigures(Record, frozen=True):
    """One SKU at one location; `demand` is what orders took in the last `days` days."""

    available: int
    on_hand: int
    safety_stock: int
    demand: int
    days: int
    days_on_hand: int


class AlertPolicy(Record, frozen=True):
    """More than `over_days` days of demand is too much; unsold for `dead_days` days is dead."""

    over_days: int = 180
    dead_days: int = 90


def alerts(figures: StockFigures, policy: AlertPolicy) -> tuple[Alert, ...]:
    """The alerts of a level: `stock_out` (nothing available, though orders or a safety stock ask for it), `low` (below the
    safety stock), `over` (covers more days than the policy allows), `dead` (on hand that long and nothing was asked for)."""
    wanted = figures.demand > 0 or figures.safety_stock > 0
    if figures.available == 0 and wanted:
        return ("stock_out",)
    if figures.available < figures.safety_stock:
        return ("low",)
    if figures.on_hand and not figures.demand:
        long_enough = min(figures.days, figures.days_on_hand) >= policy.dead_days
        return ("dead",) if long_enough else ()
    covers_too_much = figures.on_hand * figures.days > figures.demand * policy.over_days
    return ("over",) if figures.demand and covers_too_much else ()
