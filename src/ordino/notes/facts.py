"""The SQL of this context, and what every handler reads first."""

import re
from collections.abc import Iterable

from ordino.engine import Statements, Unit
from ordino.kernel.messages import Record
from ordino.kernel.problems import NotFound

SQL = Statements("ordino.notes")
_MENTION = re.compile(r"(?<![\w.@-])@([\w](?:[\w.+-]*\w)?)")


class WatcherRow(Record, frozen=True, order=True):
    order_id: int
    person: str


class OwnerRow(Record, frozen=True):
    order_id: int
    person: str


def mentions_in(text: str) -> tuple[str, ...]:
    """The logins that stand in a text after an @, once each, in their order; an e-mail address mentions nobody."""
    return tuple(dict.fromkeys(_MENTION.findall(text)))


def known_orders(unit: Unit, order_ids: Iterable[int]) -> frozenset[int]:
    """Which of the orders there are, locked in the order of their keys, so that whose they are changes one after another."""
    return frozenset(unit.fetch_values(SQL.lock_orders, order_ids=sorted(set(order_ids))))


def no_order(order_id: int) -> NotFound:
    return NotFound(what="order", reference=str(order_id))
