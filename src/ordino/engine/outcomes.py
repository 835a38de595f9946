"""What became of a command: completed now, replayed from an earlier time, or refused with a problem."""

import msgspec

from ordino.kernel.messages import Refused, Result, StreamEvent


class Completed(msgspec.Struct, frozen=True):
    """The command was carried out; `events` include those of what followed in the same transaction."""

    result: Result
    events: tuple[StreamEvent, ...] = ()


class Replayed(msgspec.Struct, frozen=True):
    """The same command was completed before; this is its answer, and nothing was done again."""

    result: Result


Outcome = Completed | Replayed | Refused
