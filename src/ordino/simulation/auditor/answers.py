"""Answers: the same key, the same answer; and each answer tells exactly what the journal then holds."""

from collections.abc import Sequence

from ordino.engine import Completed, Outcome
from ordino.engine.followers import JournalEvent
from ordino.kernel.messages import Command, Event, Record, Refused, Result
from ordino.orders.commands import OrderAccepted, PlaceOrder
from ordino.simulation.auditor.findings import Findings


class Told(Record, frozen=True):
    """An event as the journal gave it, decoded."""

    row: JournalEvent
    event: Event


class AnswersModel:
    """Remembers what was answered to which key and reference, and the last number of each stream."""

    def __init__(self, findings: Findings) -> None:
        self._findings = findings
        self._by_key: dict[str, Result] = {}
        self._by_reference: dict[tuple[str, str], int] = {}
        self._last: dict[str, int] = {}
        self._position = 0
        self._versions: dict[int, int] = {}

    def see_events(self, events: Sequence[Told]) -> None:
        """E2: each stream counts 1..n; positions rise."""
        for told in events:
            row = told.row
            expected = self._last.get(row.stream, 0) + 1
            self._findings.expect("E2", f"stream {row.stream}, number", expected, row.sequence)
            self._last[row.stream] = row.sequence
            if row.position <= self._position:
                self._findings.add("E2", f"event {row.position}", f"after {self._position}", row.position)
            self._position = row.position

    def see_answers(
        self,
        commands: Sequence[Command],
        keys: Sequence[str | None],
        outcomes: Sequence[Outcome],
        events: Sequence[Told],
        *,
        complete: bool,
    ) -> None:
        """E1, E3: what the answers tell is what the journal holds; and no more, where no answer is missing.

        E4, E5: one effect for a key.
        """
        told: dict[str, list[Event]] = {}
        held: dict[str, list[Event]] = {}
        for outcome in outcomes:
            for one in outcome.events if isinstance(outcome, Completed) else ():
                told.setdefault(one.stream, []).append(one.event)
        for row in events:
            held.setdefault(row.row.stream, []).append(row.event)
        for stream in sorted(told.keys() | held.keys()):
            self._compare(stream, told.get(stream, []), held.get(stream, []), complete=complete)
        for command, key, outcome in zip(commands, keys, outcomes, strict=True):
            self._see_answer(command, key, outcome)

    def _compare(self, stream: str, told: list[Event], held: list[Event], *, complete: bool) -> None:
        """What answers told of a stream and what the journal holds of it: the same events, each as often."""
        for event in told:
            if event in held:
                held.remove(event)
            else:
                self._findings.add("E1", f"{event.kind()} of {stream}", "in the journal as answered", "not there")
        for event in held if complete else ():
            self._findings.add("E3", f"{event.kind()} of {stream}", "told by an answer", "in the journal only")

    def _see_answer(self, command: Command, key: str | None, outcome: Outcome) -> None:
        if isinstance(outcome, Refused):
            return
        if key is not None:
            if isinstance(outcome, Completed):  # what others did already is answered as it is now
                self._by_key.setdefault(key, outcome.result)
            known = self._by_key.get(key, outcome.result)
            self._findings.expect("E4", f"{command.kind()} with the key {key}", known, outcome.result)
        if isinstance(outcome, Completed) and isinstance(outcome.result, OrderAccepted):
            self._see_version(command, outcome.result)
        if isinstance(command, PlaceOrder) and command.external_reference and isinstance(outcome.result, OrderAccepted):
            reference = (command.channel, command.external_reference)
            order_id = self._by_reference.setdefault(reference, outcome.result.order_id)
            self._findings.expect("E5", f"the order {'/'.join(reference)}", order_id, outcome.result.order_id)

    def _see_version(self, command: Command, accepted: OrderAccepted) -> None:
        """S5: what was given for an older version of an order than is known was not carried out."""
        expected = getattr(command, "expected_version", None)
        known = self._versions.get(accepted.order_id, 0)
        if expected is not None and expected < known and getattr(command, "order_id", 0) == accepted.order_id:
            self._findings.add("S5", f"order {accepted.order_id}, {command.kind()}", f"version {known}", expected)
        self._versions[accepted.order_id] = max(known, accepted.version)
