"""Named SQL statements, kept in `.sql` files beside the code that uses them.

A statement begins with a line `-- name: insert_orders`, followed by a comment that says what it is for.
"""

import re
from functools import cache
from importlib import resources

import msgspec

_HEADING = re.compile(r"^-- name: (\w+)\s*$", re.MULTILINE)
_CURSOR = re.compile(rb" < (\(?%\((?:before|after)_)")
_DESCENDING = re.compile(rb"\bdesc\b")


class Statement(msgspec.Struct, frozen=True):
    """One SQL statement with psycopg's named parameters, encoded once."""

    name: str
    text: bytes


@cache
def read_backwards(statement: Statement) -> Statement:
    """The same keyset page read from its other end: ascending instead of descending, after its cursor instead of before it.

    Its cursor is what `%(before_...)s` or `%(after_...)s` names. Raises ValueError where there is nothing to turn.
    """
    text, cursors = _CURSOR.subn(rb" > \1", statement.text)
    text, orders = _DESCENDING.subn(b"asc", text)
    if not (cursors and orders):
        raise ValueError(f"{statement.name} is no keyset page that is read downwards")
    return Statement(f"{statement.name}_backwards", text)


class Statements:
    """The statements of one package, by name. Raises AttributeError for an unknown name and ValueError for a repeated one."""

    def __init__(self, package: str) -> None:
        self.package = package
        self._by_name: dict[str, Statement] = {}
        folder = resources.files(package) / "sql"
        for file in sorted(folder.iterdir(), key=lambda entry: entry.name):
            if file.name.endswith(".sql"):
                self._load(file.read_text("utf-8"))

    def __getattr__(self, name: str) -> Statement:
        try:
            return self._by_name[name]
        except KeyError:
            raise AttributeError(f"{self.package} has no SQL statement {name}") from None

    def all(self) -> tuple[Statement, ...]:
        return tuple(self._by_name.values())

    def _load(self, source: str) -> None:
        parts = _HEADING.split(source)
        for name, text in zip(parts[1::2], parts[2::2], strict=True):
            if name in self._by_name:
                raise ValueError(f"{self.package}: SQL statement {name} stands twice")
            self._by_name[name] = Statement(f"{self.package}.{name}", text.strip().encode())
