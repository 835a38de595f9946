"""Rows of a CSV file."""

import csv
from collections import deque
from collections.abc import Callable, Iterator, Sequence
from operator import itemgetter
from pathlib import Path

from ordino.adapters.files.problems import FileUnreadable, FormulaFound, TooLarge, UnusableRow, WrongEncoding
from ordino.adapters.files.rows import BadRow, FileFormat, Limits, Row, check_header, printable
from ordino.adapters.files.text import decoded_lines, decoded_text

_DELIMITERS = ",;\t|"


class _Lines:
    """Physical lines with their number; can go back to the second line of a record whose quote was never closed."""

    def __init__(self, source: Iterator[str], limits: Limits) -> None:
        self._source = source
        self._replay: deque[str] = deque()
        self._limit = limits.record_characters
        self.size = 0
        self.record: list[str] = []
        self.number = 0
        self.holds_nul = self.holds_equals = False

    def __iter__(self) -> "_Lines":
        return self

    def __next__(self) -> str:
        line = self._replay.popleft() if self._replay else next(self._source)
        self.number += 1
        self.record.append(line)
        self.size += len(line)
        if "\0" in line:
            self.holds_nul = True
        if "=" in line:
            self.holds_equals = True
        if self.size > self._limit:
            raise FileUnreadable(
                TooLarge(
                    line=self.number,
                    found=f"one row is longer than {self._limit} characters",
                    accepted="shorter rows; is a quote never closed?",
                )
            )
        return line

    def start_record(self) -> None:
        self.record.clear()
        self.size = 0
        self.holds_nul = self.holds_equals = False

    def rewind(self) -> None:
        """Offer all lines of the present record but the first again."""
        self._replay.extendleft(reversed(self.record[1:]))
        self.number -= len(self.record) - 1


def read_csv(path: Path, columns: Sequence[str], form: FileFormat, limits: Limits) -> Iterator[Row | BadRow]:
    """The asked columns of a CSV file. A row that is broken is a BadRow, and reading goes on with the line after it."""
    lines = _Lines(decoded_lines(decoded_text(path, form.encoding, limits), limits), limits)
    delimiter, header = _header(lines, columns, form, limits)
    choose = _chooser(columns, header)
    count = 0
    reader = csv.reader(lines, delimiter=delimiter, strict=True)
    while True:
        lines.start_record()
        start = lines.number + 1
        try:
            fields = next(reader)
        except StopIteration:
            return
        except csv.Error as error:
            yield BadRow(_broken(start, error), _salvaged(lines.record[0], delimiter, header, columns))
            lines.rewind()
            reader = csv.reader(lines, delimiter=delimiter, strict=True)
            continue
        if not fields:
            continue
        count += 1
        if count > limits.rows:
            raise FileUnreadable(
                TooLarge(line=start, found=f"more than {limits.rows} rows", accepted="the file in parts")
            )
        problem = _row_problem(start, fields, header, lines, limits)
        if problem is None:
            values = choose(fields)
            yield _without_formulas(start, values, columns) if lines.holds_equals else Row(start, values)
        else:
            yield BadRow(problem, _values_by_name(fields, header, columns))


def _without_formulas(line: int, values: tuple[str, ...], columns: Sequence[str]) -> Row | BadRow:
    for index, value in enumerate(values):
        if value[:1] == "=":
            return BadRow(formula_found(line, columns[index], value), values)
    return Row(line, values)


def _salvaged(line: str, delimiter: str, header: list[str], columns: Sequence[str]) -> tuple[str, ...]:
    """The values of a line with an unclosed quote, as far as they can be told."""
    fields = [field.strip('"\r\n') for field in line.split(delimiter)]
    return _values_by_name(fields, header, columns) if len(fields) == len(header) else ()


def _values_by_name(fields: list[str], header: list[str], columns: Sequence[str]) -> tuple[str, ...]:
    named = dict(zip(header, fields, strict=False))
    return tuple(named.get(name, "") for name in columns)


def formula_found(line: int, column: str, value: str) -> FormulaFound:
    return FormulaFound(
        line=line,
        field=column,
        found=f"the formula {printable(value[:60])}",
        accepted="the value itself; formulas are never evaluated",
    )


def _header(lines: _Lines, columns: Sequence[str], form: FileFormat, limits: Limits) -> tuple[str, list[str]]:
    first = next(lines, "")
    if "\0" in first:
        raise FileUnreadable(
            WrongEncoding(line=1, found="the header holds NUL bytes", accepted="text; UTF-16 needs its byte order mark")
        )
    best: tuple[str, list[str]] = (form.delimiter or ",", [])
    for delimiter in form.delimiter or _DELIMITERS:
        try:
            names = [name.strip() for name in next(csv.reader([first], delimiter=delimiter), [])]
        except csv.Error:
            continue
        if sum(name in columns for name in names) > sum(name in columns for name in best[1]) or not best[1]:
            best = delimiter, names
    check_header(best[1], columns, limits)
    return best


def _chooser(columns: Sequence[str], header: list[str]) -> Callable[[list[str]], tuple[str, ...]]:
    places = [header.index(name) for name in columns]
    if len(places) == 1:
        only = places[0]
        return lambda fields: (fields[only],)
    choose: Callable[[list[str]], tuple[str, ...]] = itemgetter(*places)
    return choose


def _row_problem(line: int, fields: list[str], header: list[str], lines: _Lines, limits: Limits) -> UnusableRow | None:
    width = len(header)
    if len(fields) != width:
        return UnusableRow(line=line, found=f"{len(fields)} fields", accepted=f"{width} fields, as the header has")
    if lines.holds_nul:
        return UnusableRow(line=line, found="NUL characters", accepted="text without NUL")
    if lines.size > limits.field_characters and max(map(len, fields)) > limits.field_characters:
        index = next(i for i, value in enumerate(fields) if len(value) > limits.field_characters)
        return UnusableRow(
            line=line,
            field=header[index],
            found=f"a value of {len(fields[index])} characters",
            accepted=f"at most {limits.field_characters} characters",
        )
    return None


def _broken(line: int, error: csv.Error) -> UnusableRow:
    reason = str(error)
    if "field larger" in reason or "unexpected end" in reason:
        reason = "a quote is opened and never closed"
    return UnusableRow(line=line, found=reason, accepted='quotes closed, and doubled ("") inside a quoted value')
