"""What the payment provider says has moved, compared with the books: nothing twice, nothing forgotten."""

import sqlite3
from contextlib import closing
from pathlib import Path

from ordino.engine import Reader, Statements
from ordino.kernel.messages import Record
from ordino.simulation.auditor.findings import Findings

SQL = Statements("ordino.simulation.auditor")
_MOVED = """
select gateway_reference, coalesce(sum(amount_minor) filter (where kind = 'capture'), 0),
    coalesce(sum(amount_minor) filter (where kind = 'refund'), 0)
from call where reason = '' group by gateway_reference order by gateway_reference
"""


class Moved(Record, frozen=True):
    """Money of one payment that has moved at the provider."""

    gateway_reference: str
    captured_minor: int
    refunded_minor: int


def compare_with_provider(reader: Reader, findings: Findings, memory: Path) -> None:
    """M5: what the provider took and gave back is what the books say, once every call has its answer."""
    if not memory.exists() or reader.fetch_values(SQL.count_open_calls) != [0]:
        return
    with closing(sqlite3.connect(memory)) as connection:
        outside = {row[0]: Moved(*row) for row in connection.execute(_MOVED)}
    inside = {row.gateway_reference: row for row in reader.fetch(SQL.select_moved_money, Moved)}
    for reference in sorted(outside.keys() | inside.keys()):
        nothing = Moved(reference, 0, 0)
        there, here = outside.get(reference, nothing), inside.get(reference, nothing)
        findings.expect("M5", f"captured of {reference}", there.captured_minor, here.captured_minor)
        findings.expect("M5", f"refunded of {reference}", there.refunded_minor, here.refunded_minor)
