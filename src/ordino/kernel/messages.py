"""Commands say what may be asked, events say what has happened, outcomes say what became of a command.

A command or event is known by its class name (`PlaceOrder`, `OrderPlaced`): the same word names the handler's file, the
permission, the route, the button and the manual page.
"""

import re
from typing import ClassVar

import msgspec

from ordino.kernel.problems import Problem

_WORD_START = re.compile(r"(?<!^)(?=[A-Z])")


def snake_case(name: str) -> str:
    """`PlaceOrder` → `place_order`."""
    return _WORD_START.sub("_", name).lower()


class Record(msgspec.Struct, frozen=True, gc=False):
    """A small typed row, read from or written to the database, or passed between functions.

    Records never refer to themselves, so the garbage collector need not visit them; batches make hundreds of thousands.
    """


class Command(msgspec.Struct, frozen=True, kw_only=True, forbid_unknown_fields=True, gc=False):
    """Something a person or program may ask for, in the imperative; `result` is the type of its answer."""

    context: ClassVar[str]
    result: ClassVar[type["Result"]]

    @classmethod
    def kind(cls) -> str:
        return cls.__name__

    @classmethod
    def permission(cls) -> str:
        """The permission a caller needs, for example `orders.place_order`."""
        return f"{cls.context}.{snake_case(cls.__name__)}"


class Event(msgspec.Struct, frozen=True, kw_only=True, gc=False):
    """Something that has happened, in the past tense. Never changed, never deleted.

    `version` counts the shapes it has had; those who read events elsewhere go by it.
    """

    version: ClassVar[int] = 1

    @classmethod
    def kind(cls) -> str:
        return cls.__name__


class Result(msgspec.Struct, frozen=True, kw_only=True):
    """What a command answers when it was done."""


class StreamEvent(Record, frozen=True):
    """An event and the stream it belongs to, for example `order/10482`; sequence numbers run 1..n in each stream.

    `begins` says that the stream is new, so that nobody need look for its last number.
    """

    stream: str
    event: Event
    begins: bool = False


class Done(msgspec.Struct, frozen=True):
    """A handler's answer for a command it carried out: the result and the events, in order."""

    result: Result
    events: tuple[StreamEvent, ...] = ()


class Known(msgspec.Struct, frozen=True):
    """A handler's answer for a command that was carried out before, known by its natural key; nothing was done again."""

    result: Result


class Refused(msgspec.Struct, frozen=True):
    """A handler's answer for a command it did not carry out; nothing was changed."""

    problem: Problem


Decision = Done | Known | Refused
