"""A payment under change: its acts, and what each further event changes."""

from datetime import datetime

from msgspec import structs

from ordino.payments.decide.fold import Act, Acts, PaymentAmounts, acts_of, amounts_of
from ordino.payments.gateway import EventKind
from ordino.payments.rows import EventRow, PaymentRow


class Payment:
    """One payment with everything said of it; the row is written again only where something was."""

    def __init__(self, row: PaymentRow, events: list[EventRow], *, begins: bool = False) -> None:
        self.row = row
        self.begins = begins
        self.changed = begins
        self.acts: Acts = acts_of(events)
        self._act_ids: dict[tuple[EventKind, str], int] = {}
        self._references: dict[tuple[EventKind, str], str] = {}
        for event in events:
            self._name(event)

    def take(self, event: EventRow) -> tuple[Act | None, Act]:
        """Count one more event; answers its act before and after."""
        key = (event.kind, event.request_key)
        before = self.acts.get(key)
        self.acts.update(acts_of([event]) if before is None else {key: before.with_event(event)})
        self._name(event)
        if event.gateway_reference and not self.row.gateway_reference and event.gateway == self.row.gateway:
            self.row = structs.replace(self.row, gateway_reference=event.gateway_reference)
        self.changed = True
        return before, self.acts[key]

    def amounts(self, at: datetime) -> PaymentAmounts:
        return amounts_of(self.acts, at)

    def act_id(self, act: Act) -> int:
        """The number of an act: of the first event that told of it."""
        return self._act_ids[act.kind, act.key]

    def reference(self, act: Act) -> str:
        """What the act was asked for."""
        return self._references.get((act.kind, act.key), "")

    def asked_for(self, kind: EventKind, reference: str) -> list[Act]:
        """The acts of a kind that were asked for under a reference."""
        return [act for act in self.acts.values() if act.kind == kind and self.reference(act) == reference]

    def count(self, kind: EventKind) -> int:
        return sum(act.kind == kind for act in self.acts.values())

    @property
    def shared(self) -> bool:
        """Whether a part of the authorization went to another order, or came from one."""
        return self.row.origin_id is not None or any(kind == "authorization_out" for kind, _ in self.acts)

    def folded_row(self, at: datetime) -> PaymentRow:
        """The row with its amounts as of a moment."""
        return structs.replace(self.row, **structs.asdict(self.amounts(at)))

    def _name(self, event: EventRow) -> None:
        key = (event.kind, event.request_key)
        self._act_ids.setdefault(key, event.id)
        if event.reference:
            self._references.setdefault(key, event.reference)
