"""The records of effects: what shall happen outside, and how it stands."""

import msgspec

from ordino.kernel.messages import Record


class Intent(Record, frozen=True):
    """An effect that is wanted. `key` names it once and for all: the outside is called with it."""

    key: str
    kind: str
    payload: msgspec.Raw
