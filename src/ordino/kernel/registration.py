"""What registering something under a code has in common: fields that are not given stay as they are."""

import re
from collections.abc import Callable, Iterable, Mapping, Sequence
from typing import Generic, TypeVar

import msgspec

from ordino.kernel.messages import Command, Decision, Record, Refused
from ordino.kernel.problems import InvalidInput

LONGEST_CODE = 100
_NUL = re.compile(rb"(?<!\\)(?:\\\\)*\\u0000")
R = TypeVar("R", bound=Record)
C = TypeVar("C", bound=Command)


class CodeBook(Generic[R]):
    """Rows of a batch under their codes: as they are known (`before`), and as they become (`rows`).

    `new_ids` gives the keys of codes that are not known.
    """

    def __init__(self, before: Mapping[str, R], codes: Iterable[str], new_ids: Callable[[int], Sequence[int]]) -> None:
        self.before = before
        self.rows = dict(before)
        new_codes = sorted(set(codes) - set(before))
        self.new_ids = dict(zip(new_codes, new_ids(len(new_codes)), strict=True))

    def new(self) -> list[R]:
        """The rows to insert."""
        return [row for code, row in self.rows.items() if code not in self.before]

    def changed(self) -> list[R]:
        """The known rows to update."""
        return [
            row for code, row in self.rows.items() if code in self.before and changed_fields(self.before[code], row)
        ]


def with_given(row: R, command: msgspec.Struct, fields: Iterable[str], **renamed: str) -> R:
    """The row with those of the command's fields that are given (not UNSET); `kind="sku_kind"` is a field of another name."""
    given = {field: getattr(command, field) for field in fields}
    given |= {field: getattr(command, name) for field, name in renamed.items()}
    return msgspec.structs.replace(row, **{f: value for f, value in given.items() if value is not msgspec.UNSET})


def changed_fields(before: Record, after: Record) -> tuple[str, ...]:
    """The names of the fields that differ between two rows of one type."""
    fields = before.__struct_fields__
    return tuple(field for field in fields if _plain(getattr(before, field)) != _plain(getattr(after, field)))


def check_code(code: str, field: str = "code") -> InvalidInput | None:
    """Why a code cannot be accepted, or None: 1 to 100 printable characters without a space at either end."""
    if code and code == code.strip() and code.isprintable() and len(code) <= LONGEST_CODE:
        return None
    reason = f"{code[:LONGEST_CODE]!r} is no code; give 1 to {LONGEST_CODE} printable characters, no space at the ends."
    return InvalidInput(field=field, reason=reason)


def check_text(command: msgspec.Struct) -> InvalidInput | None:
    """Why the texts of a command cannot be kept, or None: PostgreSQL holds neither NUL nor half a surrogate pair."""
    try:
        unstorable = _NUL.search(msgspec.json.encode(command)) is not None
    except UnicodeEncodeError:
        unstorable = True
    if unstorable:
        return InvalidInput(field="text", reason="a text holds a NUL or half a character; give proper Unicode text.")
    return None


def decide_storable(commands: Sequence[C], decide: Callable[[Sequence[C]], list[Decision]]) -> list[Decision]:
    """The decisions on a batch: commands with text that cannot be kept are refused before anything is read with them."""
    problems = [check_text(command) for command in commands]
    decisions = iter(decide([command for command, problem in zip(commands, problems, strict=True) if problem is None]))
    return [Refused(problem) if problem else next(decisions) for problem in problems]


def _plain(value: object) -> object:
    return tuple(value) if isinstance(value, list) else value
