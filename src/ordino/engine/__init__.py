"""How a command runs: the one write path, its transaction, journal, idempotency, followers and effects. Knows no order."""

from ordino.engine.actor import SYSTEM, Actor
from ordino.engine.bus import Engine
from ordino.engine.outcomes import Completed, Outcome, Replayed
from ordino.engine.pool import open_pool
from ordino.engine.reader import Reader
from ordino.engine.registry import follows, foresees, handles, inquires
from ordino.engine.statements import Statement, Statements, read_backwards
from ordino.engine.unit import Unit
from ordino.engine.windows import NEWEST, Window

__all__ = [
    "NEWEST",
    "SYSTEM",
    "Actor",
    "Completed",
    "Engine",
    "Outcome",
    "Reader",
    "Replayed",
    "Statement",
    "Statements",
    "Unit",
    "Window",
    "follows",
    "foresees",
    "handles",
    "inquires",
    "open_pool",
    "read_backwards",
]
