"""Variants that break what stands beside orders: purchases, gift cards, webhooks."""

from collections.abc import Iterator
from contextlib import contextmanager

from ordino.procurement.rows import LineRow
from ordino.simulation.negative_controls.sabotage import altered, method, without_checks
from ordino.stored_value.rows import AccountRow
from ordino.webhooks.facts import SQL

_PLENTY = 10**9


@contextmanager
def everything_is_taken_in(url: str) -> Iterator[None]:
    """Of what was bought more is taken in than was ordered and tolerated, and no constraint minds."""
    without_checks(url, "procurement_line")
    with method(LineRow, "may_come", property(lambda line: _PLENTY)):
        yield


@contextmanager
def card_overdrawn(url: str) -> Iterator[None]:
    """Nobody looks what is left on a gift card, and no constraint minds."""
    without_checks(url, "stored_value_account")
    with method(AccountRow, "available_minor", property(lambda account: _PLENTY)):
        yield


@contextmanager
def messages_overtake(url: str) -> Iterator[None]:
    """A webhook is told of an order's later events while an earlier one waits for another try."""
    with altered(SQL, "claim_messages", "distinct on (stream)", "distinct on (stream, position)"):
        yield
