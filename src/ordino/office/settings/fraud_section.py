"""What is suspicious about orders: the signs of a channel with their points, and from which sum on somebody looks."""

import re
from collections.abc import Sequence
from typing import Any, NamedTuple

import msgspec
from msgspec.structs import replace

from ordino.fraud.commands import SetFraudRules
from ordino.fraud.decide.defaults import DEFAULT_HOLD_AT, DEFAULT_RULES
from ordino.fraud.rows import (
    AddressMismatch,
    BlockedDomain,
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
from ordino.kernel.messages import Command
from ordino.kernel.money import Money, major_text, read_amount
from ordino.kernel.problems import InvalidInput
from ordino.office.actions import Field
from ordino.office.forms import NotUnderstood, plain_number
from ordino.office.settings.rows import FraudSetting, fraud_rules
from ordino.office.settings.sections import CHANNEL_OR_OTHERS, EVERY_OTHER, Section
from ordino.office.texts import _, in_words

_LIMIT = re.compile(r"\s*([A-Z]{3})\s*([\d.,]*\d)\s*(?:,|$)")


class Sign(NamedTuple):
    """A sign that the form can switch on by points: its rule as it is at first, and which of its fields are typed."""

    name: str
    word: str
    rule: FraudRule
    parts: tuple[tuple[str, str], ...] = ()

    def fits(self, rule: FraudRule) -> bool:
        return type(rule) is type(self.rule) and getattr(rule, "same", "") == getattr(self.rule, "same", "")


_ABOVE = ("limits", _("above, such as EUR 500, GBP 450"))
_ORDERS = (("orders", _("orders")), ("window_minutes", _("within minutes")))
SIGNS = (
    Sign("order_value", _("Order value"), OrderValue(points=0, limits=()), (_ABOVE,)),
    Sign("first_order", _("First order"), FirstOrder(points=0)),
    Sign("international", _("Goods go abroad"), International(points=0)),
    Sign("address_mismatch", _("Goods and bill go to different addresses"), AddressMismatch(points=0)),
    Sign("free_mail", _("Free e-mail address"), FreeMail(points=0, limits=()), (_ABOVE,)),
    Sign("many_units", _("Many units of one SKU"), ManyUnits(points=0, units=20), (("units", _("units")),)),
    Sign(
        "velocity_email",
        _("Same e-mail again"),
        Velocity(points=0, same="email", orders=4, window_minutes=60),
        _ORDERS,
    ),
    Sign(
        "velocity_address",
        _("Same address again"),
        Velocity(points=0, same="address", orders=4, window_minutes=60),
        _ORDERS,
    ),
    Sign(
        "velocity_customer",
        _("Same customer again"),
        Velocity(points=0, same="customer", orders=4, window_minutes=60),
        _ORDERS,
    ),
    Sign("blocked_domain", _("Blocked domains"), BlockedDomain(points=0, domains=()), (("domains", _("domains")),)),
    Sign("gateway_risk", _("Score of the gateway"), GatewayRisk(points=0, score=75), (("score", _("at least")),)),
)
_TYPES: dict[str, type] = {"orders": int, "window_minutes": int, "units": int, "score": int}
_ASKED = [
    (f"{sign.name}_{part}", _TYPES.get(part, str), _TYPES.get(part, str)())
    for sign in SIGNS
    for part in ("points", *(name for name, _word in sign.parts))
]
FraudForm = msgspec.defstruct(
    "FraudForm",
    [
        ("channel", str | None, None),
        ("hold_at", int, DEFAULT_HOLD_AT),
        ("rules", str, "[]"),
        *((name, int if name.endswith("_points") else kind, default) for name, kind, default in _ASKED),
    ],
    frozen=True,
    kw_only=True,
)


def read_rules(stored: str) -> tuple[FraudRule, ...]:
    return msgspec.json.decode(stored, type=tuple[FraudRule, ...])


def _fields(row: FraudSetting | None) -> list[Field]:
    rules = read_rules(row.rules) if row else DEFAULT_RULES
    fields = [
        Field("channel", CHANNEL_OR_OTHERS, required=False, value=row.channel if row else ""),
        Field(
            "hold_at", _("An order is held from points"), "number", value=str(row.hold_at if row else DEFAULT_HOLD_AT)
        ),
        Field("rules", "", "hidden", value=msgspec.json.encode(rules).decode()),
    ]
    for sign in SIGNS:
        fields += _fields_of(sign, next(filter(sign.fits, rules), sign.rule))
    return fields


def _fields_of(sign: Sign, rule: FraudRule) -> list[Field]:
    points = _("%(sign)s: points, 0 for none") % {"sign": sign.word}
    return [
        Field(f"{sign.name}_points", points, "number", value=str(rule.points)),
        *(
            Field(
                f"{sign.name}_{name}",
                _("%(sign)s: %(part)s") % {"sign": sign.word, "part": word},
                "number" if name in _TYPES else "text",
                False,
                _shown(getattr(rule, name)),
            )
            for name, word in sign.parts
        ),
    ]


def _shown(value: Any) -> str:
    """A fact of a rule as it is typed."""
    if not isinstance(value, tuple):
        return str(value)
    return ", ".join(
        f"{one.currency} {major_text(one.amount_minor, one.currency)}" if isinstance(one, MoneyLimit) else one
        for one in value
    )


def _command(form: Any) -> Command:
    before = read_rules(form.rules)
    asked = [_rule(sign, form, next(filter(sign.fits, before), sign.rule)) for sign in SIGNS]
    further = _beside_the_form(before)
    rules = (*(rule for rule in asked if rule is not None), *further)
    return SetFraudRules(channel=form.channel, hold_at=form.hold_at, rules=rules)


def _rule(sign: Sign, form: Any, before: FraudRule) -> FraudRule | None:
    """The rule as it was typed; what the form does not ask of it stays as it was."""
    points = getattr(form, f"{sign.name}_points")
    if not points:
        return None
    given = {name: _read(f"{sign.name}_{name}", getattr(form, f"{sign.name}_{name}")) for name, _word in sign.parts}
    return replace(before, points=points, **given)


def _beside_the_form(rules: Sequence[FraudRule]) -> list[FraudRule]:
    """Further rules of a sign that the form holds once; they stay."""
    seen: set[str] = set()
    further = []
    for rule in rules:
        name = next(sign.name for sign in SIGNS if sign.fits(rule))
        if name in seen:
            further.append(rule)
        seen.add(name)
    return further


def _read(name: str, typed: Any) -> object:
    if name.endswith("_limits"):
        return _limits(name, typed)
    if name.endswith("_domains"):
        return tuple(part.strip().lower() for part in typed.split(",") if part.strip())
    return typed


def _limits(name: str, typed: str) -> tuple[MoneyLimit, ...]:
    if _LIMIT.sub("", typed).strip():
        raise NotUnderstood(InvalidInput(field=name, reason=_("give a currency and an amount for each limit.")))
    limits = []
    for currency, amount in _LIMIT.findall(typed):
        money = read_amount(plain_number(amount), currency, name)
        if not isinstance(money, Money):
            raise NotUnderstood(money)
        limits.append(MoneyLimit(currency, money.minor))
    return tuple(limits)


def _cells(row: FraudSetting) -> list[str]:
    rules = read_rules(row.rules)
    signs = ", ".join(f"{in_words(str(rule.__struct_config__.tag))} {rule.points}" for rule in rules)
    return [row.channel or EVERY_OTHER, str(row.hold_at), signs or _("nothing is checked")]


FRAUD_SECTION = Section(
    "fraud", _("Fraud rules"), _("What is suspicious about an order, and from how many points on somebody looks at it."),
    _("Keep rules"), SetFraudRules, (_("Channel"), _("Held from points"), _("Signs with their points")),
    fraud_rules, _cells, _fields, emptied=frozenset({"channel"}), typed=FraudForm, wrapped=_command,
)  # fmt: skip
