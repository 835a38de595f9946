"""Ids of what commands name by code, in one statement for a batch."""

from collections.abc import Iterable

from ordino.engine import Reader, Statement
from ordino.kernel.messages import Record
from ordino.kernel.problems import NotFound
from ordino.sourcing.facts import SQL


class CodeRow(Record, frozen=True):
    code: str
    id: int


class Codes:
    """The ids of one kind of thing; `missing` answers the problem for a code that is not known."""

    def __init__(self, what: str, rows: Iterable[CodeRow]) -> None:
        self._what = what
        self._ids = {row.code: row.id for row in rows}

    def __contains__(self, code: str) -> bool:
        return code in self._ids

    def __getitem__(self, code: str) -> int:
        return self._ids[code]

    def missing(self, code: str) -> NotFound | None:
        return None if code in self._ids else NotFound(what=self._what, reference=code)


def sku_ids(reader: Reader, codes: Iterable[str]) -> Codes:
    return _read(reader, SQL.select_skus, "SKU", codes)


def location_ids(reader: Reader, codes: Iterable[str]) -> Codes:
    return _read(reader, SQL.select_locations, "location", codes)


def channel_ids(reader: Reader, codes: Iterable[str]) -> Codes:
    return _read(reader, SQL.select_channels, "channel", codes)


def _read(reader: Reader, statement: Statement, what: str, codes: Iterable[str]) -> Codes:
    wanted = sorted(set(codes))
    return Codes(what, reader.fetch(statement, CodeRow, codes=wanted) if wanted else ())
