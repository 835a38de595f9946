"""What readers take and give."""

from collections.abc import Sequence
from typing import Literal

import msgspec

from ordino.adapters.files.problems import FileProblem, FileUnreadable, MissingColumns, TooLarge, UnusableRow
from ordino.kernel.messages import Record

Encoding = Literal["utf-8", "utf-8-sig", "utf-16", "cp1252"]
FormatName = Literal["csv", "xlsx", "json", "jsonl", "sql"]


class Row(Record, frozen=True, gc=False):
    """The asked columns of one row as text, in the order they were asked; `line` counts from 1 as an editor does."""

    line: int
    values: tuple[str, ...]


class BadRow(Record, frozen=True):
    """A row that cannot be used; the reader goes on after it. `values` are those of the asked columns that could be made
    out nevertheless (empty where not), so that a caller can tell what the row belongs to."""

    problem: FileProblem
    values: tuple[str, ...] = ()


class Join(msgspec.Struct, frozen=True, forbid_unknown_fields=True):
    """SQL files: rows of `table` found by the column `on`; their columns are asked for as `table.column`."""

    table: str
    on: str


class FileFormat(msgspec.Struct, frozen=True, forbid_unknown_fields=True):
    """How a file is written; `format` None is decided by its name, `delimiter` empty by its header."""

    format: FormatName | None = None
    encoding: Encoding = "utf-8"
    delimiter: str = ""
    sheet: str = ""
    table: str = ""
    join: Join | None = None


class Limits(msgspec.Struct, frozen=True):
    """Where a reader stops. Counts, bytes and characters; `ratio` is unpacked bytes for each packed one."""

    rows: int = 20_000_000
    columns: int = 1_000
    field_characters: int = 32_767
    line_characters: int = 1_048_576
    record_characters: int = 4_194_304
    unpacked_bytes: int = 4_294_967_296
    workbook_bytes: int = 536_870_912
    workbook_shared_bytes: int = 134_217_728
    workbook_entries: int = 1_000
    ratio: int = 250
    ratio_from_bytes: int = 16_777_216
    depth: int = 6
    joined_rows: int = 200_000


DEFAULT_LIMITS = Limits()


def printable(text: str) -> str:
    """Text of a file that may be shown: what would steer a terminal becomes a question mark."""
    return text if text.isprintable() else "".join(sign if sign.isprintable() else "?" for sign in text)


def check_header(header: Sequence[str], columns: Sequence[str], limits: Limits) -> None:
    """Raises FileUnreadable where there are too many columns, or a wanted one is missing or occurs twice."""
    if len(header) > limits.columns:
        raise FileUnreadable(
            TooLarge(line=1, found=f"{len(header)} columns", accepted=f"at most {limits.columns} columns")
        )
    if any(name not in header for name in columns):
        raise FileUnreadable(missing_columns(columns, header))
    twice = next((name for name in columns if header.count(name) > 1), None)
    if twice is not None:
        problem = UnusableRow(line=1, field=twice, found="the column occurs twice", accepted="each column once")
        raise FileUnreadable(problem)


def missing_columns(wanted: Sequence[str], found: Sequence[str], line: int = 1) -> MissingColumns:
    missing = [name for name in wanted if name not in found]
    shown = ", ".join(printable(name[:40]) for name in found[:30]) or "none"
    return MissingColumns(
        line=line,
        field=", ".join(missing),
        found=f"the file has the columns {shown}",
        accepted=f"the columns {', '.join(wanted)}",
    )
