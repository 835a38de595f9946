"""A file as typed lines, with its sum taken on the way."""

from collections.abc import Iterator
from pathlib import Path

from ordino.adapters.files import BadRow, read_rows
from ordino.adapters.files.rows import DEFAULT_LIMITS, Limits
from ordino.adapters.importing.grouping import BrokenLine
from ordino.adapters.importing.lines import Line, LineReader
from ordino.adapters.importing.mapping import ImportMapping


def read_lines(path: Path, mapping: ImportMapping, limits: Limits = DEFAULT_LIMITS) -> Iterator[Line | BrokenLine]:
    """Each row of the file as a line, or as a broken one. Raises FileUnreadable where the file cannot be read further."""
    reader = LineReader(mapping)
    for row in read_rows(path, mapping.columns(), mapping.file, limits):
        if isinstance(row, BadRow):
            yield BrokenLine(reader.order_of(row.values), row.problem)
            continue
        line = reader.read(row)
        yield line if isinstance(line, Line) else BrokenLine(reader.order_of(row.values), line)
