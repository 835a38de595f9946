"""A consumer of events that is told everything again, late and in disorder, and must come to the same facts."""

import random
from collections.abc import Sequence

from ordino.simulation.auditor.answers import Told
from ordino.simulation.auditor.findings import Findings
from ordino.simulation.auditor.model import Model
from ordino.simulation.auditor.orders import Order, OrdersModel

_REPEATED_PERCENT = 30


class Consumer:
    """Takes each event of a stream once and in its number's order; what comes too early waits."""

    def __init__(self, model: Model) -> None:
        self._model = model
        self._last: dict[str, int] = {}
        self._early: dict[tuple[str, int], Told] = {}

    def take(self, told: Told) -> None:
        """Take an event, perhaps again, perhaps before others of its stream."""
        stream = told.row.stream
        if told.row.sequence <= self._last.get(stream, 0):
            return
        self._early[stream, told.row.sequence] = told
        while (ready := self._early.pop((stream, self._last.get(stream, 0) + 1), None)) is not None:
            self._last[stream] = ready.row.sequence
            self._model.take(ready)

    @property
    def waiting(self) -> int:
        return len(self._early)


def compare_with_a_consumer(findings: Findings, known: Model, events: Sequence[Told]) -> None:
    """E1, E2: repeated and shuffled, all events come to the same orders, money, stock, gift cards and supply."""
    dice = random.Random(len(events))  # noqa: S311 - luck, not secrets
    fed = list(events)
    fed += [one for one in fed if dice.randrange(100) < _REPEATED_PERCENT]
    dice.shuffle(fed)
    fresh = known.beginner()
    consumer = Consumer(fresh)
    for one in fed:
        consumer.take(one)
    findings.expect("E2", "events that a consumer waits for in vain", 0, consumer.waiting)
    ours, theirs = known.facts(), fresh.facts()
    for thing in sorted(ours.keys() | theirs.keys()):
        findings.expect("E1", f"{thing}, as a consumer knows it", ours.get(thing), theirs.get(thing))


def compare_with_a_receiver(findings: Findings, known: OrdersModel, taken: Sequence[Told]) -> None:
    """E1, E2: what a webhook told, some of it twice, is in order for each order, and comes to the same orders."""
    last: dict[str, int] = {}
    once: list[Told] = []
    for told in taken:
        row = told.row
        before = last.get(row.stream, 0)
        if row.sequence < before:
            findings.add("E2", f"message about {row.stream}", f"after {before}", row.sequence)
            return
        if row.sequence > before:  # else its answer was lost, and it came again
            once.append(told)
        last[row.stream] = row.sequence
    _compare_what_was_told(findings, known, once)


def _compare_what_was_told(findings: Findings, known: OrdersModel, events: Sequence[Told]) -> None:
    model = OrdersModel(Findings())
    model.tax_inside = known.tax_inside
    for told in events:
        model.see(int(told.row.stream.removeprefix("order/")), told.event)
    for order_id, order in known.orders.items():
        if order.state != "draft":
            other = model.orders.get(order_id) or Order(order_id)
            found = (other.state, other.total_minor, other.holds)
            expected = (order.state, order.total_minor, order.holds)
            findings.expect("E1", f"order {order_id}, as a webhook told it", expected, found)
