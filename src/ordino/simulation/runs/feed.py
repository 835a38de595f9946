"""Reads what the journal tells, as any follower does, and decodes it."""

from collections.abc import Sequence
from importlib import import_module

import msgspec

from ordino.engine import Engine
from ordino.engine.followers import JournalEvent, follow
from ordino.kernel.messages import Event
from ordino.simulation.auditor.answers import Told

_CONTEXTS = (
    "access",
    "billing",
    "catalog",
    "delivery",
    "exceptions",
    "fraud",
    "fulfillment",
    "inventory",
    "network",
    "notifications",
    "orders",
    "parties",
    "payments",
    "procurement",
    "quotes",
    "returns",
    "sourcing",
    "stored_value",
    "webhooks",
)


def _decoders() -> "dict[str, msgspec.json.Decoder[Event]]":
    found: dict[str, msgspec.json.Decoder[Event]] = {}
    for context in _CONTEXTS:
        for thing in vars(import_module(f"ordino.{context}.events")).values():
            if isinstance(thing, type) and issubclass(thing, Event):
                found[thing.kind()] = msgspec.json.Decoder(thing)
    return found


class Feed:
    """A follower of the journal under a name; what it is given again after a crash, it takes once."""

    def __init__(self, name: str = "simulation") -> None:
        self._name = name
        self._decoders = _decoders()
        self._taken: set[int] = set()
        self._new: list[Told] = []

    def read(self, engine: Engine) -> tuple[Told, ...]:
        """Everything that is new."""
        while follow(engine, self._name, self._take):
            pass
        told, self._new = tuple(self._new), []
        return told

    def _take(self, page: Sequence[JournalEvent]) -> None:
        for row in page:
            if row.position not in self._taken:
                self._taken.add(row.position)
                self._new.append(self.decode(row))

    def decode(self, row: JournalEvent) -> Told:
        return Told(row, self._decoders[row.kind].decode(row.data))
