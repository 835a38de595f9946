"""Reads what the journal tells, as any follower does, and decodes it."""

from collections.abc import Sequence

import msgspec

from ordino.engine import Engine
from ordino.engine.followers import JournalEvent, follow
from ordino.kernel.messages import Event
from ordino.kernel.schemas import event_types
from ordino.simulation.auditor.answers import Told


class Feed:
    """A follower of the journal under a name; what it is given again after a crash, it takes once."""

    def __init__(self, name: str = "simulation") -> None:
        self._name = name
        self._decoders: dict[str, msgspec.json.Decoder[Event]] = {
            kind: msgspec.json.Decoder(event) for kind, event in event_types().items()
        }
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
