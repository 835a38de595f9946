"""The three forms of a file: CSV, a workbook, JSON lines."""

import csv
from collections.abc import Iterable, Sequence
from contextlib import closing
from datetime import date, datetime
from decimal import Decimal
from pathlib import Path
from typing import Any, Literal

import msgspec
from openpyxl import Workbook
from openpyxl.cell import WriteOnlyCell
from openpyxl.cell.cell import ILLEGAL_CHARACTERS_RE

from ordino.adapters.importing.output import safe_cell

Form = Literal["csv", "xlsx", "jsonl"]
Rows = Iterable[Sequence[Any]]
MOST_ROWS_OF_A_SHEET = 1_048_576
_LONGEST_CELL = 32_767


class TooManyRows(Exception):
    """A workbook holds no more rows; another form does."""


def write_rows(path: Path, form: Form, names: Sequence[str], rows: Rows) -> None:
    """Write a file whose first row (or whose keys) are the names. Raises TooManyRows where a workbook is full."""
    {"csv": _write_csv, "xlsx": _write_xlsx, "jsonl": _write_jsonl}[form](path, names, rows)


def _write_csv(path: Path, names: Sequence[str], rows: Rows) -> None:
    with path.open("w", encoding="utf-8", newline="") as file:
        writer = csv.writer(file)
        writer.writerow(names)
        writer.writerows([safe_cell(_plain(value)) for value in row] for row in rows)


def _write_jsonl(path: Path, names: Sequence[str], rows: Rows) -> None:
    with path.open("wb") as file:
        for row in rows:
            file.write(msgspec.json.encode(dict(zip(names, row, strict=True))) + b"\n")


def _write_xlsx(path: Path, names: Sequence[str], rows: Rows) -> None:
    with closing(Workbook(write_only=True)) as book:
        sheet = book.create_sheet("Ordino")
        sheet.append(list(names))
        for number, row in enumerate(rows, start=2):
            if number > MOST_ROWS_OF_A_SHEET:
                raise TooManyRows
            sheet.append([_cell(sheet, value) for value in row])
        book.save(path)


def _cell(sheet: Any, value: Any) -> Any:
    """Numbers stay numbers; everything else is text, also what looks like a formula."""
    if isinstance(value, int | Decimal) and not isinstance(value, bool):
        return value
    cell = WriteOnlyCell(sheet, ILLEGAL_CHARACTERS_RE.sub("", str(_plain(value)))[:_LONGEST_CELL])
    cell.data_type = "s"
    return cell


def _plain(value: Any) -> Any:
    if value is None:
        return ""
    if isinstance(value, bool):
        return "yes" if value else "no"
    return value.isoformat() if isinstance(value, datetime | date) else value
