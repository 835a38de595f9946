"""The auditor itself: takes what was asked, answered and told, and says what is wrong."""

from collections.abc import Collection, Sequence
from datetime import datetime
from pathlib import Path

from ordino.engine import Outcome, Reader
from ordino.kernel.messages import Command, Record
from ordino.network.commands import RegisterChannel
from ordino.simulation.auditor.answers import AnswersModel, Told
from ordino.simulation.auditor.consumer import compare_with_a_consumer, compare_with_a_receiver
from ordino.simulation.auditor.findings import Findings, Violation
from ordino.simulation.auditor.model import Model
from ordino.simulation.auditor.outside import compare_with_provider
from ordino.simulation.auditor.tables import (
    compare_disputes,
    compare_levels,
    compare_orders,
    loose_ends,
    name_loose_ends,
)


class Seen(Record, frozen=True):
    """One step as it was seen from outside: what was asked under which keys, what was answered, what the journal told.

    Without answers (the worker's own doings, or a crash) only the journal speaks; `complete`: no answer is missing.
    """

    commands: tuple[Command, ...] = ()
    keys: tuple[str | None, ...] = ()
    outcomes: tuple[Outcome, ...] = ()
    events: tuple[Told, ...] = ()
    complete: bool = True


class Auditor(Model):
    """The whole model, and what it finds."""

    def __init__(self, channels: Sequence[RegisterChannel]) -> None:
        self.findings = Findings()
        super().__init__(self.findings, {channel.code: channel.prices_include_tax is not False for channel in channels})
        self.answers = AnswersModel(self.findings)
        self._events: list[Told] = []

    def see(self, step: Seen) -> None:
        """Take a step. What it breaks is known by `violations`."""
        self.answers.see_events(step.events)
        self._events += step.events
        if step.outcomes:
            self.answers.see_answers(step.commands, step.keys, step.outcomes, step.events, complete=step.complete)
        for one in step.events:
            self.take(one)

    def violations(self, reader: Reader, now: datetime) -> tuple[Violation, ...]:
        """What is broken since it was asked last, the tables of what was touched compared."""
        levels, self.stock.touched = self.stock.touched, set()
        orders, self.orders.touched = self.orders.touched, set()
        self.stock.check(levels, now)
        self._compare_holders({sku for _, sku in levels})
        compare_levels(reader, self.findings, self.stock, levels)
        compare_orders(reader, self.findings, self.orders, self.money, orders)
        self.value.compare(reader)
        return self.findings.take()

    def _compare_holders(self, skus: Collection[str]) -> None:
        """I5: no allocation without its order, no order without its allocation."""
        for sku in sorted(skus):
            allocated = sum(level.allocated for (_, code), level in self.stock.levels.items() if code == sku)
            self.findings.expect("I5", f"units of {sku} that orders hold", self.orders.held[sku], allocated)

    def has_loose_ends(self, reader: Reader) -> bool:
        """Whether some order still neither ended nor says why not."""
        return bool(loose_ends(reader))

    def violations_at_the_end(self, reader: Reader, provider: Path, received: Sequence[Told]) -> tuple[Violation, ...]:
        """Every order and level compared once more, consumers, the money that moved outside, and the life rule."""
        compare_levels(reader, self.findings, self.stock, self.stock.levels.keys())
        compare_orders(reader, self.findings, self.orders, self.money, self.orders.orders.keys())
        compare_with_a_consumer(self.findings, self, self._events)
        compare_with_a_receiver(self.findings, self.orders, received)
        compare_disputes(reader, self.findings, self.money)
        self.supply.compare(reader)
        compare_with_provider(reader, self.findings, provider)
        name_loose_ends(reader, self.findings)
        return self.findings.take()
