"""From the codes that people use to the keys of rows and back."""

from collections.abc import Iterable

from ordino.engine import Reader, Statements
from ordino.inventory.problems import NotStocked
from ordino.inventory.rows import Pair
from ordino.kernel.ids import LARGEST_KEY
from ordino.kernel.messages import Record
from ordino.kernel.problems import NotFound, Problem

SQL = Statements("ordino.inventory")
GOODS = "goods"


def possible_keys(keys: Iterable[int]) -> list[int]:
    """Those of the numbers somebody gave that can be a key of a row at all, each once, ascending."""
    return sorted({key for key in keys if 0 < key <= LARGEST_KEY})


class _SkuRow(Record, frozen=True):
    id: int
    code: str
    kind: str


class _LocationRow(Record, frozen=True):
    id: int
    code: str


class Codes:
    """The SKUs and locations that a batch names, by code or by key: two statements."""

    def __init__(
        self,
        reader: Reader,
        *,
        skus: Iterable[str] = (),
        locations: Iterable[str] = (),
        sku_ids: Iterable[int] = (),
        location_ids: Iterable[int] = (),
    ) -> None:
        found = reader.fetch(SQL.select_skus, _SkuRow, codes=sorted(set(skus)), ids=sorted(set(sku_ids)))
        places = reader.fetch(
            SQL.select_locations, _LocationRow, codes=sorted(set(locations)), ids=sorted(set(location_ids))
        )
        self._sku_by_code = {row.code: row for row in found}
        self._location_by_code = {row.code: row for row in places}
        self.sku_code = {row.id: row.code for row in found}
        self.location_code = {row.id: row.code for row in places}

    def problem(self, sku: str, location: str) -> Problem | None:
        """Why nothing of the SKU can be kept at the location, or None."""
        return self.location_problem(location) or self.sku_problem(sku)

    def location_problem(self, location: str) -> Problem | None:
        return None if location in self._location_by_code else NotFound(what="location", reference=location)

    def sku_problem(self, sku: str) -> Problem | None:
        row = self._sku_by_code.get(sku)
        if row is None:
            return NotFound(what="SKU", reference=sku)
        return None if row.kind == GOODS else NotStocked(sku=sku, kind=row.kind)

    def location_id(self, code: str) -> int:
        return self._location_by_code[code].id

    def sku_id(self, code: str) -> int:
        return self._sku_by_code[code].id

    def pair(self, sku: str, location: str) -> Pair:
        return Pair(self.sku_id(sku), self.location_id(location))

    def known_pairs(self, names: Iterable[tuple[str, str]]) -> list[Pair]:
        """The keys of those names that exist, each once, in key order."""
        known = {self.pair(s, p) for s, p in names if s in self._sku_by_code and p in self._location_by_code}
        return sorted(known)

    def stream(self, pair: Pair) -> str:
        """The journal's stream of a level, for example `stock/LON/85123A`."""
        return f"stock/{self.location_code[pair.location_id]}/{self.sku_code[pair.sku_id]}"
