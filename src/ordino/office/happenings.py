"""What an event says, as plain facts: short texts and numbers, amounts in their currency, without what the page says anyway."""

from collections.abc import Mapping
from typing import Any, NamedTuple

import msgspec

from ordino.kernel.messages import Event, snake_case
from ordino.office.templatetags.ordino import amount
from ordino.office.texts import in_words, value_in_words

_SAID_ANYWAY = frozenset(("order_id", "channel_id", "hold_id", "currency"))
_MOST = 4


class Fact(NamedTuple):
    name: str
    value: str


def facts_of(event: Event, currency: str) -> list[Fact]:
    """The facts of an event that is not in the journal yet."""
    return facts(msgspec.to_builtins(event), currency)


def facts_of_row(data: msgspec.Raw, currency: str) -> list[Fact]:
    """The facts of an event of the journal."""
    return facts(msgspec.json.decode(data), currency)


def facts(data: Mapping[str, Any], currency: str) -> list[Fact]:
    """The first facts of an event; amounts in minor units are written in the currency."""
    told = [
        _fact(name, value, currency)
        for name, value in data.items()
        if isinstance(value, str | int) and value not in ("", 0) and name not in _SAID_ANYWAY
    ]
    return told[:_MOST]


def _fact(name: str, value: str | int, currency: str) -> Fact:
    if "_minor" in name and isinstance(value, int) and currency:
        return Fact(in_words(snake_case(name.replace("_minor", ""))), f"{amount(value, currency)} {currency}")
    return Fact(in_words(snake_case(name)), value_in_words(str(value)))
