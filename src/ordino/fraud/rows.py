"""Rules as data, and the reasons they give. Points add up to the score of an order."""

from typing import Literal

from ordino.kernel.messages import Record, snake_case

Verdict = Literal["accept", "reject"]
Same = Literal["email", "address", "customer"]

FREE_MAIL = (
    "aol.com",
    "gmail.com",
    "gmx.de",
    "gmx.net",
    "googlemail.com",
    "hotmail.com",
    "icloud.com",
    "live.com",
    "mail.com",
    "mail.ru",
    "outlook.com",
    "proton.me",
    "protonmail.com",
    "web.de",
    "yahoo.com",
    "yandex.ru",
)


class MoneyLimit(Record, frozen=True):
    """An amount in minor units of a currency; an order in another currency is not measured by it."""

    currency: str
    amount_minor: int


class ScoredRule(Record, frozen=True, kw_only=True, tag_field="kind", tag=snake_case):
    """What a rule finds suspicious counts so many points."""

    points: int


class OrderValue(ScoredRule, frozen=True, kw_only=True):
    """The order comes to more than the limit of its currency."""

    limits: tuple[MoneyLimit, ...]


class FirstOrder(ScoredRule, frozen=True, kw_only=True):
    """Neither the customer nor the e-mail address has ordered before, or every such order was canceled."""


class International(ScoredRule, frozen=True, kw_only=True):
    """The goods go to another country than the bill, or than the `home_country` of the channel where it is given."""

    home_country: str = ""


class Velocity(ScoredRule, frozen=True, kw_only=True):
    """It is at least the so many-th order of the same e-mail, address or customer within the window."""

    same: Same
    orders: int
    window_minutes: int


class AddressMismatch(ScoredRule, frozen=True, kw_only=True):
    """The goods go to another street or postal code than the bill."""


class FreeMail(ScoredRule, frozen=True, kw_only=True):
    """An e-mail address that anybody can have at once, and an order above the limit of its currency."""

    limits: tuple[MoneyLimit, ...]
    domains: tuple[str, ...] = FREE_MAIL


class ManyUnits(ScoredRule, frozen=True, kw_only=True):
    """At least so many whole units of one SKU."""

    units: int


class BlockedDomain(ScoredRule, frozen=True, kw_only=True):
    """An e-mail address at one of the domains, or below one."""

    domains: tuple[str, ...]


class GatewayRisk(ScoredRule, frozen=True, kw_only=True):
    """The payment gateway's own score, 0 to 100, is at least this."""

    score: int


FraudRule = (
    OrderValue
    | FirstOrder
    | International
    | Velocity
    | AddressMismatch
    | FreeMail
    | ManyUnits
    | BlockedDomain
    | GatewayRisk
)


class Fact(Record, frozen=True):
    """What a rule has looked at: a name and its value as text."""

    name: str
    value: str


class FraudReason(Record, frozen=True):
    """A rule that an order has met, its points, and the facts it was met by."""

    rule: str
    points: int
    facts: tuple[Fact, ...] = ()
