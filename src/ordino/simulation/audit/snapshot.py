"""What all rules of one audit read from."""

from collections.abc import Mapping
from datetime import datetime

from ordino.engine import Reader
from ordino.kernel.messages import Record
from ordino.simulation.audit.replay.journal import FoldedJournal
from ordino.simulation.audit.scope import SQL


class Snapshot(Record, frozen=True):
    """One snapshot of the database, the time it stands for, how many rows it has, and its journal folded."""

    reader: Reader
    now: datetime
    rows: Mapping[str, int]
    journal: FoldedJournal


class _RowCount(Record, frozen=True):
    subject: str
    quantity: int


def open_snapshot(reader: Reader, now: datetime) -> Snapshot:
    """Count the rows of every subject; the reader must keep one snapshot (repeatable read)."""
    counts = {row.subject: row.quantity for row in reader.fetch(SQL.count_rows, _RowCount)}
    return Snapshot(reader, now, counts, FoldedJournal(reader))
