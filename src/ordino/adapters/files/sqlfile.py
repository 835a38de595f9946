"""Rows of the INSERT statements of an SQL file. They are read as text and never executed."""

import re
from collections.abc import Iterator, Sequence
from pathlib import Path

from ordino.adapters.files.problems import DamagedFile, FileUnreadable, MissingColumns, TooLarge, UnusableRow
from ordino.adapters.files.rows import BadRow, FileFormat, Limits, Row, missing_columns
from ordino.adapters.files.text import decoded_lines, decoded_text
from ordino.kernel.messages import Record

_NAME = r'(?:\[([^\]]+)\]|"([^"]+)"|`([^`]+)`|([A-Za-z_]\w*))'
_INSERT = re.compile(rf"\s*insert\s+into\s*{_NAME}\s*(\([^)]*\))?\s*values\s*", re.IGNORECASE)
_CREATE = re.compile(rf"\s*create\s+table\s*{_NAME}\s*\(", re.IGNORECASE)
_COLUMN = re.compile(rf"\s*{_NAME}\s*\w")
_NOT_COLUMNS = ("primary", "foreign", "check", "unique", "constraint")
_QUOTED = re.compile("'[^']*'")
_LITERAL = re.compile(r"\s*(?:(null)|([+-]?\d+(?:\.\d+)?)|'((?:[^']|'')*)'|x'[0-9a-f]*')\s*", re.IGNORECASE)


class _Statement(Record, frozen=True):
    line: int
    text: str


class _Insert(Record, frozen=True):
    """One row of an INSERT: its columns (empty: those of the table) and its values."""

    line: int
    table: str
    columns: tuple[str, ...]
    values: tuple[str, ...]


def read_sql(path: Path, columns: Sequence[str], form: FileFormat, limits: Limits) -> Iterator[Row | BadRow]:
    """The asked columns of each row inserted into `form.table`, with those of the joined table as `Table.column`."""
    joined = _joined_rows(path, columns, form, limits)
    tables: dict[str, tuple[str, ...]] = {}
    for insert in _inserts(path, form.table, tables, form, limits):
        if isinstance(insert, BadRow):
            yield insert
            continue
        names = insert.columns or tables.get(insert.table, ())
        if len(names) != len(insert.values):
            found = f"{len(insert.values)} values"
            yield BadRow(UnusableRow(line=insert.line, field=form.table, found=found, accepted=f"{len(names)} values"))
            continue
        fields = dict(zip(names, insert.values, strict=True))
        if form.join is not None:
            fields |= joined.get(fields.get(form.join.on, ""), {})
        if any(name not in fields for name in columns):
            yield BadRow(_incomplete(insert.line, columns, fields, form))
        else:
            yield Row(insert.line, tuple(fields[name] for name in columns))


def _incomplete(
    line: int, columns: Sequence[str], fields: dict[str, str], form: FileFormat
) -> UnusableRow | MissingColumns:
    if form.join is not None and not any(name.startswith(f"{form.join.table}.") for name in fields):
        found = f"no row of {form.join.table} with {form.join.on} {fields.get(form.join.on, '')}"
        return UnusableRow(
            line=line, field=form.join.on, found=found, accepted=f"a {form.join.on} that {form.join.table} has"
        )
    return missing_columns(columns, list(fields), line)


def _joined_rows(path: Path, columns: Sequence[str], form: FileFormat, limits: Limits) -> dict[str, dict[str, str]]:
    if form.join is None:
        return {}
    prefix = f"{form.join.table}."
    tables: dict[str, tuple[str, ...]] = {}
    rows: dict[str, dict[str, str]] = {}
    for insert in _inserts(path, form.join.table, tables, form, limits):
        if isinstance(insert, BadRow):
            continue
        fields = dict(zip(insert.columns or tables.get(insert.table, ()), insert.values, strict=False))
        key = fields.get(form.join.on, "")
        rows[key] = {f"{prefix}{name}": value for name, value in fields.items() if f"{prefix}{name}" in columns}
        if len(rows) > limits.joined_rows:
            accepted = f"at most {limits.joined_rows} rows in a joined table"
            raise FileUnreadable(
                TooLarge(line=insert.line, field=form.join.table, found="more rows", accepted=accepted)
            )
    return rows


def _inserts(
    path: Path, table: str, tables: dict[str, tuple[str, ...]], form: FileFormat, limits: Limits
) -> Iterator[_Insert | BadRow]:
    count = 0
    for statement in _statements(decoded_lines(decoded_text(path, form.encoding, limits), limits), limits):
        created = _CREATE.match(statement.text)
        if created and _name(created) == table:
            tables[table] = _created_columns(statement.text[created.end() :])
            continue
        match = _INSERT.match(statement.text)
        if not match or _name(match) != table:
            continue
        for found in _rows_of(statement, match, table):
            count += 1
            if count > limits.rows:
                raise FileUnreadable(
                    TooLarge(line=statement.line, found=f"more than {limits.rows} rows", accepted="the file in parts")
                )
            yield found


def _rows_of(statement: _Statement, match: re.Match[str], table: str) -> Iterator[_Insert | BadRow]:
    listed = match.group(5)
    columns = tuple(part.strip().strip('[]"`') for part in listed[1:-1].split(",")) if listed else ()
    text, position = statement.text, match.end()
    while text[position : position + 1] == "(":
        values, position = _values(text, position + 1)
        if text[position : position + 1] != ")":
            shown = text[position : position + 30].strip()
            yield BadRow(
                UnusableRow(line=statement.line, field=table, found=f"{shown!r} in VALUES", accepted="literals only")
            )
            return
        yield _Insert(statement.line, table, columns, tuple(values))
        position = _after_spaces(text, position + 1)
        if text[position : position + 1] == ",":
            position = _after_spaces(text, position + 1)


def _values(text: str, position: int) -> tuple[list[str], int]:
    values: list[str] = []
    while match := _LITERAL.match(text, position):
        values.append(match.group(2) or (match.group(3) or "").replace("''", "'"))
        position = match.end()
        if text[position : position + 1] != ",":
            break
        position += 1
    return values, position


def _after_spaces(text: str, position: int) -> int:
    while text[position : position + 1].isspace():
        position += 1
    return position


def _statements(lines: Iterator[str], limits: Limits) -> Iterator[_Statement]:
    """Statements end at a line that ends with `;` outside of quotes; comment lines between statements are skipped."""
    parts: list[str] = []
    size, inside, started = 0, False, 1
    for number, line in enumerate(lines, 1):
        if not inside and (not line.strip() or line.lstrip().startswith("--")):
            continue
        if not parts:
            started = number
        parts.append(line)
        size += len(line)
        if size > limits.record_characters:
            found = f"a statement longer than {limits.record_characters} characters"
            raise FileUnreadable(TooLarge(line=started, found=found, accepted="is a quote never closed?"))
        inside, ends = _after_line(line, inside)
        if ends:
            yield _Statement(started, "".join(parts))
            parts, size = [], 0
    if parts:
        raise FileUnreadable(
            DamagedFile(line=started, found="a statement that does not end", accepted="statements ended by ;")
        )


def _after_line(line: str, inside: bool) -> tuple[bool, bool]:
    """Whether a quote is open after the line, and whether the line ends a statement. A doubled quote closes and opens."""
    if inside:
        _, quote, line = line.partition("'")
        if not quote:
            return True, False
    rest = _QUOTED.sub("", line).partition("--")[0]
    inside = "'" in rest
    return inside, not inside and rest.rstrip().endswith(";")


def _created_columns(body: str) -> tuple[str, ...]:
    names = []
    for part in re.split(r",\s*\n", body):
        match = _COLUMN.match(part)
        if match and not part.strip().lower().startswith(_NOT_COLUMNS):
            names.append(_name(match))
    return tuple(names)


def _name(match: re.Match[str]) -> str:
    return next(group for group in match.groups()[:4] if group is not None)
