"""What an event says, as plain facts: short texts and numbers, amounts in their currency, without what the page says anyway."""

from collections.abc import Mapping, Sequence
from typing import Any, NamedTuple

import msgspec

from ordino.kernel.messages import Event, snake_case
from ordino.office.cursors import number_or
from ordino.office.templatetags.ordino import amount, said
from ordino.office.texts import in_words, value_in_words
from ordino.orders.views import Happening

_SAID_ANYWAY = frozenset(("order_id", "order_version", "placed_at", "channel_id", "hold_id", "currency"))
_MOST = 4


class Fact(NamedTuple):
    name: str
    value: str


def facts_of(event: Event, currency: str) -> list[Fact]:
    """The facts of an event that is not in the journal yet; the keys it would have are nobody's yet."""
    said = {name: value for name, value in msgspec.to_builtins(event).items() if not name.endswith("_id")}
    return facts(said, currency)


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


def newest(timeline: Sequence[Happening]) -> str:
    """The last happening that a form knows of, as its hidden field says it."""
    return str(max((row.sequence for row in timeline), default=0))


def since(timeline: Sequence[Happening], seen: str, currency: str) -> list[tuple[Happening, list[Fact]]]:
    """What has happened since a form was opened that had seen so much."""
    after = number_or(seen, 0)
    return [(row, facts_of_row(row.data, currency)) for row in timeline if row.sequence > after]


def _fact(name: str, value: str | int, currency: str) -> Fact:
    if "_minor" in name and isinstance(value, int) and currency:
        return Fact(in_words(snake_case(name.replace("_minor", ""))), f"{amount(value, currency)} {currency}")
    told = in_words("yes") if value is True else said(value_in_words(str(value)))
    return Fact(in_words(snake_case(name)), told)
