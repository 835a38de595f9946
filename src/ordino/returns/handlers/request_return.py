"""Ask to give delivered units back."""

from collections.abc import Sequence
from datetime import datetime
from decimal import Decimal

from msgspec import structs

from ordino.engine import Unit, handles
from ordino.kernel.messages import Decision, Done, Record, Refused, StreamEvent
from ordino.kernel.problems import InvalidInput, NotFound, NotPermitted, Problem
from ordino.kernel.registration import decide_storable
from ordino.orders.events import order_stream
from ordino.orders.locking import LockedOrder, lock_orders
from ordino.orders.reading import OrderLine, lines_of
from ordino.returns.book import units_problem
from ordino.returns.commands import RequestReturn, ReturnResult
from ordino.returns.decide.eligibility import Objection, Standing, objections
from ordino.returns.events import ReturnRequested
from ordino.returns.facts import SQL, LineKey, Policies, deliveries_of, possible_keys, requested_of
from ordino.returns.problems import NotReturnable
from ordino.returns.rows import ReturnPolicy

OVERRIDE = "returns.override_policy"


class _ReturnRow(Record, frozen=True):
    id: int
    order_id: int
    requested_by: str
    override_reason: str
    restocking_fee_percent: Decimal
    shipping_paid_by: str
    refund_shipping: bool
    needs_inspection: bool
    refund_to: str
    expected_days: int


class _LineRow(Record, frozen=True):
    return_id: int
    line_number: int
    order_id: int
    sku_id: int | None
    sku: str
    reason: str
    comment: str
    quantity: int


@handles(RequestReturn)
def request_return(unit: Unit, commands: Sequence[RequestReturn]) -> list[Decision]:
    """Each request counts what those before it in the batch have asked for."""
    return decide_storable(commands, lambda storable: _Counter(unit, storable).decide(storable))


class _Counter:
    """The orders of a batch with their lines, what is asked back of them, and the returns to begin."""

    def __init__(self, unit: Unit, commands: Sequence[RequestReturn]) -> None:
        self._unit = unit
        self._orders = lock_orders(unit, possible_keys(command.order_id for command in commands))
        order_ids = list(self._orders)
        delivered, requested = deliveries_of(unit, order_ids), requested_of(unit, order_ids)
        self._standings: dict[LineKey, Standing] = {
            (line.order_id, line.number): _standing(line, delivered, requested)
            for lines in lines_of(unit, order_ids).values()
            for line in lines
        }
        self._policies = Policies(unit, (order.channel_id for order in self._orders.values()))
        self._ids = unit.next_ids("returns_return_id_seq", len(commands))
        self._returns: list[_ReturnRow] = []
        self._lines: list[_LineRow] = []

    def decide(self, commands: Sequence[RequestReturn]) -> list[Decision]:
        decisions = [self._decide(command, key) for command, key in zip(commands, self._ids, strict=True)]
        self._unit.write(SQL.insert_returns, self._returns, now=self._unit.now)
        self._unit.write(SQL.insert_return_lines, self._lines)
        return decisions

    def _decide(self, command: RequestReturn, return_id: int) -> Decision:
        order = self._orders.get(command.order_id)
        if order is None:
            return Refused(NotFound(what="order", reference=str(command.order_id)))
        policy = self._policies.of(order.channel_id)
        problem = self._problem(order, command, policy)
        if problem is not None:
            return Refused(problem)
        self._begin(command, return_id, policy)
        event = ReturnRequested(
            order_id=order.id,
            return_id=return_id,
            lines=command.lines,
            requested_by=command.requested_by,
            override_reason=command.override_reason,
            automatic=policy.approve_automatically,
        )
        result = ReturnResult(return_id=return_id, order_id=order.id, state="requested")
        return Done(result, (StreamEvent(order_stream(order.id), event),))

    def _problem(self, order: LockedOrder, command: RequestReturn, policy: ReturnPolicy) -> Problem | None:
        numbers = [units.line_number for units in command.lines]
        if len(set(numbers)) != len(numbers):
            return InvalidInput(field="lines", reason="name each line once")
        if command.override_reason and not self._unit.actor.may(OVERRIDE):
            return NotPermitted(permission=OVERRIDE, actor=self._unit.actor.name)
        problem = units_problem(command.lines)
        if problem:
            return problem
        for units in command.lines:
            standing = self._standings.get((order.id, units.line_number))
            if standing is None:
                return NotFound(what="line", reference=f"{order.id}-{units.line_number}")
            found = objections(standing, units.quantity, policy, self._unit.now)
            remaining = [one for one in found if not (one.from_policy and command.override_reason)]
            if remaining:
                return _refusal(standing.line, remaining)
        return None

    def _begin(self, command: RequestReturn, return_id: int, policy: ReturnPolicy) -> None:
        self._returns.append(
            _ReturnRow(
                return_id,
                command.order_id,
                command.requested_by,
                command.override_reason,
                policy.restocking_fee_percent,
                policy.shipping_paid_by,
                policy.refund_shipping,
                policy.needs_inspection,
                policy.refund_to,
                policy.expected_days,
            )
        )
        for units in command.lines:
            key = (command.order_id, units.line_number)
            standing = self._standings[key]
            line = standing.line
            self._standings[key] = structs.replace(standing, requested=standing.requested + units.quantity)
            self._lines.append(
                _LineRow(
                    return_id,
                    line.number,
                    line.order_id,
                    line.sku_id,
                    line.sku,
                    units.reason,
                    units.comment,
                    units.quantity,
                )
            )


def _standing(line: OrderLine, delivered: dict[LineKey, datetime], requested: dict[LineKey, int]) -> Standing:
    key = (line.order_id, line.number)
    return Standing(line, requested.get(key, 0), delivered.get(key))


def _refusal(line: OrderLine, found: Sequence[Objection]) -> NotReturnable:
    return NotReturnable(
        order_id=line.order_id,
        line_number=line.number,
        reasons=tuple([one.reason for one in found]),
        may_be_overridden=all(one.from_policy for one in found),
    )
