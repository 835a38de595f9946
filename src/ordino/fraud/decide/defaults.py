"""The rules that `SetFraudRules` sets where none are given: several small signs together hold an order, no single one does."""

from ordino.fraud.rows import (
    AddressMismatch,
    FirstOrder,
    FraudRule,
    FreeMail,
    GatewayRisk,
    International,
    ManyUnits,
    MoneyLimit,
    OrderValue,
    Velocity,
)

DEFAULT_HOLD_AT = 50
_HIGH = (MoneyLimit("EUR", 50_000), MoneyLimit("GBP", 45_000), MoneyLimit("USD", 50_000))
DEFAULT_RULES: tuple[FraudRule, ...] = (
    OrderValue(points=20, limits=_HIGH),
    FirstOrder(points=10),
    International(points=15),
    AddressMismatch(points=10),
    FreeMail(points=10, limits=_HIGH),
    ManyUnits(points=15, units=20),
    Velocity(points=30, same="email", orders=4, window_minutes=60),
    Velocity(points=30, same="address", orders=4, window_minutes=60),
    GatewayRisk(points=40, score=75),
)
