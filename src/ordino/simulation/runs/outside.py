"""What a run is given from above: the performers of effects, the duties of a worker, and the gateways."""

from collections.abc import Callable, Mapping
from pathlib import Path

import msgspec

from ordino.engine import Engine
from ordino.engine.effects import Performer

Duty = Callable[[Engine], int]


class Outside(msgspec.Struct, frozen=True):
    """The world beyond the write path. `connect` gives the gateways the engine of a run and a memory without a past.

    `join` gives them another engine of the same run, and `again` makes the same outside in another process.
    """

    connect: Callable[[Engine], None]
    join: Callable[[Engine], None]
    again: Callable[[], "Outside"]
    performers: Callable[[Engine], Mapping[str, Performer]]
    duties: tuple[Duty, ...]
    memory: Path
