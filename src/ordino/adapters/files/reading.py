"""One door to all readers."""

from collections.abc import Iterator, Sequence
from pathlib import Path

from ordino.adapters.files.csvfile import read_csv
from ordino.adapters.files.jsonfile import read_json
from ordino.adapters.files.problems import FileUnreadable, NotReadable
from ordino.adapters.files.rows import DEFAULT_LIMITS, BadRow, FileFormat, FormatName, Limits, Row
from ordino.adapters.files.sqlfile import read_sql
from ordino.adapters.files.xlsxfile import read_xlsx

_READERS = {"csv": read_csv, "xlsx": read_xlsx, "json": read_json, "jsonl": read_json, "sql": read_sql}
_SUFFIXES: dict[str, FormatName] = {
    ".csv": "csv",
    ".tsv": "csv",
    ".txt": "csv",
    ".xlsx": "xlsx",
    ".json": "json",
    ".jsonl": "jsonl",
    ".ndjson": "jsonl",
    ".sql": "sql",
}


def read_rows(
    path: Path, columns: Sequence[str], form: FileFormat | None = None, limits: Limits = DEFAULT_LIMITS
) -> Iterator[Row | BadRow]:
    """Stream the asked columns of a CSV, XLSX, JSON or SQL file (CSV, JSON and SQL also as .gz).

    Raises FileUnreadable where the file cannot be read (any further).
    """
    form = form or FileFormat()
    return _READERS[form.format or _format_by_name(path)](path, columns, form, limits)


def _format_by_name(path: Path) -> FormatName:
    suffixes = [suffix.lower() for suffix in path.suffixes]
    last = suffixes[-2:-1] if suffixes[-1:] == [".gz"] else suffixes[-1:]
    found = _SUFFIXES.get(last[0]) if last else None
    if found is None:
        raise FileUnreadable(
            NotReadable(
                found=f"the name {path.name} does not tell the format",
                accepted=f"a name ending in {', '.join(_SUFFIXES)} (or .gz after it), or a format in the mapping",
            )
        )
    return found
