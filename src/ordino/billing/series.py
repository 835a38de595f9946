"""Numbers of documents: gapless in each series (M12).

The counter's row stays locked until the transaction ends, so that a number that is rolled back was never given. That lets one
transaction at a time issue documents of a series; handlers therefore draw last, and a batch draws all its numbers at once.
"""

from collections import Counter
from collections.abc import Sequence

from ordino.billing.facts import SQL
from ordino.engine import Unit
from ordino.kernel.messages import Record

DIGITS = 6


class DrawnNumber(Record, frozen=True):
    """`number` is how people call it: the series, which is prefix and year, and its place in it."""

    series: str
    sequence: int

    @property
    def number(self) -> str:
        return f"{self.series}-{self.sequence:0{DIGITS}}"


class _Wanted(Record, frozen=True):
    code: str
    quantity: int


class _Drawn(Record, frozen=True):
    code: str
    last_number: int


def series_of(prefix: str, year: int) -> str:
    return f"{prefix}-{year}"


def draw_numbers(unit: Unit, series: Sequence[str]) -> list[DrawnNumber]:
    """The next number of each series that is named, in the order in which they are named."""
    if not series:
        return []
    counts = Counter(series)
    wanted = [_Wanted(code, counts[code]) for code in sorted(counts)]
    drawn = unit.fetch(SQL.draw_numbers, _Drawn, rows=wanted)
    before = {row.code: row.last_number - counts[row.code] for row in drawn}
    numbers = []
    for code in series:
        before[code] += 1
        numbers.append(DrawnNumber(code, before[code]))
    return numbers
