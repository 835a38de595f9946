"""The records of effects: what shall happen outside, and how it stands."""

import msgspec

from ordino.kernel.messages import Record


class Intent(Record, frozen=True):
    """An effect that is wanted. `key` names it once and for all: the outside is called with it.

    Effects whose keys begin with the same two words (`payment/17`) follow each other in the order they were asked for.
    """

    key: str
    kind: str
    payload: msgspec.Raw
