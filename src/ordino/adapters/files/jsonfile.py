"""Rows of a JSON file: an array of objects, or one object a line. Nested objects are asked for as `outer.inner`."""

import itertools
import json
import re
from collections.abc import Iterator, Sequence
from pathlib import Path

from ordino.adapters.files.csvfile import formula_found
from ordino.adapters.files.problems import DamagedFile, FileUnreadable, TooLarge, UnusableRow
from ordino.adapters.files.rows import BadRow, FileFormat, Limits, Row
from ordino.adapters.files.text import decoded_lines, decoded_text
from ordino.kernel.messages import Record

_OUTSIDE = re.compile(r'["{}\[\],]')
_INSIDE = re.compile(r'["\\]')


class _Item(Record, frozen=True):
    line: int
    text: str


def _refuse_constant(text: str) -> object:
    raise ValueError(f"{text} is not a number")


# Numbers stay the text the file has: no digit is lost and no float arises.
_DECODER = json.JSONDecoder(parse_float=str, parse_int=str, parse_constant=_refuse_constant)


def read_json(path: Path, columns: Sequence[str], form: FileFormat, limits: Limits) -> Iterator[Row | BadRow]:
    """The asked fields of each object; a broken object is a BadRow, and reading goes on with the next."""
    wanted = [tuple(name.split(".")) for name in columns]
    items = _items(decoded_text(path, form.encoding, limits), limits)
    for count, item in enumerate(items, 1):
        if count > limits.rows:
            raise FileUnreadable(
                TooLarge(line=item.line, found=f"more than {limits.rows} rows", accepted="the file in parts")
            )
        try:
            found = _DECODER.decode(item.text)
        except (ValueError, RecursionError) as error:
            reason = "nested without end" if isinstance(error, RecursionError) else str(error)[:80]
            yield BadRow(
                UnusableRow(line=item.line, found=f"not JSON ({reason})", accepted="an object with named fields")
            )
        else:
            yield _row(item.line, found, wanted, columns, limits)


def _items(pieces: Iterator[str], limits: Limits) -> Iterator[_Item]:
    """The texts of an array's items, or of the lines where the file does not begin with `[`."""
    first = next((piece for piece in pieces if piece.strip()), "")
    whole = itertools.chain([first], pieces)
    if first.lstrip()[:1] == "[":
        cutter = _Cutter(limits)
        for piece in whole:
            yield from cutter.cut(piece)
        cutter.end()
        return
    for number, line in enumerate(decoded_lines(whole, limits), 1):
        if line.strip():
            yield _Item(number, line.strip())


class _Cutter:
    """Cuts an array into the texts of its items by brackets and quotes alone, in one pass and with bounded depth."""

    def __init__(self, limits: Limits) -> None:
        self._limits = limits
        self._depth = 0
        self._inside = self._escaped = False
        self._parts: list[str] = []
        self._line = 1
        self.closed = False

    def cut(self, piece: str) -> Iterator[_Item]:
        """The items that end in this piece of text."""
        position, taken, self._escaped = int(self._escaped), 0, False
        while not self.closed and (match := (_INSIDE if self._inside else _OUTSIDE).search(piece, position)):
            sign, position = match.group(), match.end()
            if sign == "\\":
                self._escaped = position == len(piece)
                position += 1
            elif sign == '"':
                self._inside = not self._inside
            elif self._at_border(sign):
                self._parts.append(piece[taken : match.start()])
                yield from self._item()
                taken = position
        self._parts.append(piece[taken:])
        if sum(map(len, self._parts)) > self._limits.line_characters:
            found = f"one item is longer than {self._limits.line_characters} characters"
            raise FileUnreadable(
                TooLarge(line=self._line, found=found, accepted="smaller items; is a quote never closed?")
            )

    def end(self) -> None:
        if not self.closed:
            raise FileUnreadable(
                DamagedFile(line=self._line, found="the array is never closed", accepted="complete JSON")
            )

    def _at_border(self, sign: str) -> bool:
        """Whether the sign opens the array, closes it or parts two of its items."""
        before = self._depth
        self._depth += (sign in "{[") - (sign in "}]")
        if self._depth > self._limits.depth + 1:
            accepted = f"a depth of at most {self._limits.depth}"
            raise FileUnreadable(TooLarge(line=self._line, found="nested too deeply", accepted=accepted))
        self.closed = self._depth == 0
        return before == 0 or self.closed or (sign == "," and self._depth == 1)

    def _item(self) -> Iterator[_Item]:
        text = "".join(self._parts)
        self._parts = []
        started = self._line + text[: len(text) - len(text.lstrip())].count("\n")
        self._line += text.count("\n")
        if text.strip():
            yield _Item(started, text.strip())


def _row(
    line: int, found: object, wanted: list[tuple[str, ...]], columns: Sequence[str], limits: Limits
) -> Row | BadRow:
    if not isinstance(found, dict):
        return BadRow(UnusableRow(line=line, found=f"a {type(found).__name__}", accepted="an object with named fields"))
    if len(found) > limits.columns:
        return BadRow(UnusableRow(line=line, found=f"{len(found)} fields", accepted=f"at most {limits.columns} fields"))
    texts = [_as_text(_value_at(found, path)) for path in wanted]
    values = tuple(text or "" for text in texts)
    for column, text in zip(columns, texts, strict=True):
        problem = _value_problem(line, column, text, limits)
        if problem is not None:
            return BadRow(problem, values)
    return Row(line, values)


def _value_at(found: object, path: tuple[str, ...]) -> object:
    for name in path:
        found = found.get(name) if isinstance(found, dict) else None
    return found


def _value_problem(line: int, column: str, text: str | None, limits: Limits) -> UnusableRow | None:
    if text is None:
        accepted = "text, a number, true, false or null"
        return UnusableRow(line=line, field=column, found="a nested value", accepted=accepted)
    if len(text) > limits.field_characters:
        accepted = f"at most {limits.field_characters} characters"
        return UnusableRow(line=line, field=column, found=f"{len(text)} characters", accepted=accepted)
    return formula_found(line, column, text) if text[:1] == "=" else None


def _as_text(value: object) -> str | None:
    if value is None:
        return ""
    if isinstance(value, bool):
        return str(value).lower()
    return value if isinstance(value, str) else None
