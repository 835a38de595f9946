"""What a worker does again and again, beside the jobs it takes: each duty has a rhythm and handles one page of work."""

from collections.abc import Callable, Mapping

import msgspec

from ordino.engine import Engine
from ordino.engine.effects import Performer, run_due_effects

PERFORMERS: Mapping[str, Performer] = {}


class Duty(msgspec.Struct, frozen=True):
    """`work` answers how much it did; it is called again at once while it did something, else after `every_seconds`."""

    name: str
    every_seconds: float
    work: Callable[[Engine], int]


def _settle_effects(engine: Engine) -> int:
    return run_due_effects(engine, PERFORMERS) if PERFORMERS else 0


DUTIES: tuple[Duty, ...] = (Duty("effects", 1.0, _settle_effects),)
