"""The files an import leaves: what was refused, and what was listed. A spreadsheet opens them without running anything."""

import csv
import re
from collections.abc import Sequence
from decimal import Decimal
from pathlib import Path
from typing import IO

from ordino.adapters.files.problems import FileProblem
from ordino.adapters.importing.figures import ListedLine

_ERROR_HEADER = ("line", "order", "field", "problem", "found", "accepted")
_LISTED_HEADER = ("line", "order", "category", "captured", "sku", "description", "quantity", "unit_price", "amount")
_NUMBER = re.compile(r"-?[0-9]+(\.[0-9]+)?")
_FORMULA_STARTS = ("=", "+", "-", "@", "\t", "\r")


class _Table:
    """A CSV file that is made when its first row comes."""

    def __init__(self, path: Path | None, header: Sequence[str]) -> None:
        self._path = path
        self._header = header
        self._file: IO[str] | None = None
        self.rows = 0

    def add(self, values: Sequence[object]) -> None:
        self.rows += 1
        if self._path is None:
            return
        if self._file is None:
            self._file = self._path.open("w", encoding="utf-8", newline="")
            csv.writer(self._file).writerow(self._header)
        csv.writer(self._file).writerow([safe_cell(value) for value in values])

    def close(self) -> None:
        if self._file is not None:
            self._file.close()


class ErrorFile(_Table):
    """One row for each refusal, with line and field."""

    def __init__(self, path: Path | None) -> None:
        super().__init__(path, _ERROR_HEADER)

    def add_problem(self, problem: FileProblem, order: str = "") -> None:
        self.add((problem.line, order, problem.field, problem.title, problem.found, problem.accepted))


class ListedFile(_Table):
    """One row for each line that is listed, or captured and noted."""

    def __init__(self, path: Path | None) -> None:
        super().__init__(path, _LISTED_HEADER)

    def add_line(self, line: ListedLine, *, captured: bool) -> None:
        self.add(
            (
                line.line,
                line.order,
                line.category,
                "yes" if captured else "no",
                line.sku,
                line.description,
                line.quantity,
                line.unit_price,
                line.amount,
            )
        )


def safe_cell(value: object) -> str:
    """Text that no spreadsheet takes for a formula: what begins like one gets an apostrophe before it."""
    text = f"{value:f}" if isinstance(value, Decimal) else str(value)
    return f"'{text}" if text.startswith(_FORMULA_STARTS) and not _NUMBER.fullmatch(text) else text
