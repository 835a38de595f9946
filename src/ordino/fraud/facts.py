"""Reads in sets what assessing a batch of orders needs to know."""

from collections.abc import Mapping, Sequence
from datetime import datetime

import msgspec

from ordino.engine import Reader, Statements, Unit
from ordino.engine.reader import Answer
from ordino.fraud.decide.score import OrderFacts, Window, address_key
from ordino.fraud.rows import FraudReason, FraudRule
from ordino.kernel.messages import Record
from ordino.orders.rows import PostalAddress

SQL = Statements("ordino.fraud")
_RULES = msgspec.json.Decoder(tuple[FraudRule, ...])
_REASONS = msgspec.json.Decoder(tuple[FraudReason, ...])
_ADDRESS = msgspec.json.Decoder(PostalAddress)


class Policy(Record, frozen=True):
    """The rules of a channel (None: of all that have none of their own), and from which score on an order is held."""

    channel_id: int | None
    hold_at: int
    rules: tuple[FraudRule, ...]


class Policies:
    """The policies there are; a channel without one of its own has the general one."""

    def __init__(self, policies: Sequence[Policy]) -> None:
        self._by_channel = {policy.channel_id: policy for policy in policies}

    def of(self, channel_id: int) -> Policy | None:
        """The policy for orders of the channel, or None where it has no rules."""
        policy = self._by_channel.get(channel_id, self._by_channel.get(None))
        return policy if policy is not None and policy.rules else None

    def may_cover(self, channel_id: int | None) -> bool:
        """Whether an order of the channel, or of one that is not known yet, may have rules."""
        if channel_id is None:
            return any(policy.rules for policy in self._by_channel.values())
        return self.of(channel_id) is not None


class StoredAssessment(Record, frozen=True):
    """What was found about an order so far."""

    order_id: int
    state: str
    gateway_risk: int | None


class DestinationRow(Record, frozen=True):
    order_id: int
    address_key: str
    placed_at: datetime


class _PolicyRow(Record, frozen=True):
    channel_id: int | None
    hold_at: int
    rules: str


class _OrderRow(Record, frozen=True):
    order_id: int
    currency: str
    total_minor: int
    email: str
    customer_id: int | None
    placed_at: datetime
    ship_to: str
    bill_to: str | None
    most_sku: str
    most_units: int
    ordered_before: bool


class _Asked(Record, frozen=True):
    """A window with the keys by which its orders are found."""

    place: int
    order_id: int
    same: str
    since: datetime
    placed_at: datetime
    email: str
    customer_id: int | None
    address_key: str


class _Counted(Record, frozen=True):
    place: int
    orders: int


def ask_policies(unit: Unit) -> Answer[_PolicyRow]:
    """Ask for all policies with their rules, in one statement; `read_policies` takes the answer."""
    return unit.ask_once(SQL.select_policies, _PolicyRow)


def read_policies(unit: Unit) -> Policies:
    """All policies with their rules."""
    rows = ask_policies(unit).rows()
    return Policies([Policy(row.channel_id, row.hold_at, _RULES.decode(row.rules)) for row in rows])


def read_assessments(reader: Reader, order_ids: Sequence[int]) -> dict[int, StoredAssessment]:
    rows = reader.fetch(SQL.select_assessments, StoredAssessment, order_ids=list(order_ids)) if order_ids else []
    return {row.order_id: row for row in rows}


def read_orders(reader: Reader, risks: Mapping[int, int | None]) -> dict[int, OrderFacts]:
    """What rules look at, for the orders whose gateway risks are given."""
    rows = reader.fetch(SQL.select_orders, _OrderRow, order_ids=sorted(risks)) if risks else []
    return {row.order_id: _facts(row, risks[row.order_id]) for row in rows}


def _facts(row: _OrderRow, gateway_risk: int | None) -> OrderFacts:
    return OrderFacts(
        row.order_id,
        row.currency,
        row.total_minor,
        row.email,
        row.customer_id,
        row.placed_at,
        _ADDRESS.decode(row.ship_to),
        None if row.bill_to is None else _ADDRESS.decode(row.bill_to),
        row.most_sku,
        row.most_units,
        row.ordered_before,
        gateway_risk,
    )


def destination_of(order: OrderFacts) -> DestinationRow:
    return DestinationRow(order.order_id, address_key(order.ship_to), order.placed_at)


def count_windows(reader: Reader, orders: Mapping[int, OrderFacts], windows: Sequence[Window]) -> dict[Window, int]:
    """How many orders each window has before the order itself, in one statement."""
    asked = [
        _Asked(
            place,
            window.order_id,
            window.same,
            window.since,
            order.placed_at,
            order.email.lower(),
            order.customer_id,
            address_key(order.ship_to),
        )
        for place, window in enumerate(windows)
        for order in (orders[window.order_id],)
    ]
    rows = reader.fetch(SQL.count_windows, _Counted, asked=asked) if asked else []
    return {windows[row.place]: row.orders for row in rows}


def read_reasons(text: str) -> tuple[FraudReason, ...]:
    return _REASONS.decode(text)
