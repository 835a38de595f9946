"""Serial numbers of units that go into packages: scanned where they are packed, so that they leave with the package."""

from collections.abc import Iterable, Sequence

from msgspec.structs import replace

from ordino.engine import Unit
from ordino.fulfillment.decide.progress import LineRow
from ordino.fulfillment.facts import SQL
from ordino.inventory.accounts import location_account
from ordino.inventory.problems import SerialElsewhere, SerialsNotNamed
from ordino.inventory.rows import Pair
from ordino.inventory.tracking import SerialKey, lock_serials
from ordino.kernel.messages import Record
from ordino.kernel.problems import InvalidInput, Problem


class NamedUnits(Record, frozen=True):
    """Units of a line that go into a package, each by its serial number or none."""

    line: LineRow
    quantity: int
    serials: tuple[str, ...] = ()


class _Numbered(Record, frozen=True):
    """At a location with numbered units of a SKU: how many of how many for sale, and how many stand packed unnamed."""

    sku_id: int
    location_id: int
    numbered: int
    standing: int
    unnamed: int


class _Packed(Record, frozen=True):
    sku_id: int
    code: str
    package_id: int


class Numbering:
    """The serial numbers of a batch's units; locked, where they are named."""

    def __init__(self, unit: Unit, pairs: Iterable[Pair], named: Iterable[SerialKey]) -> None:
        wanted, keys = sorted(set(pairs)), sorted(set(named))
        rows = unit.fetch(SQL.select_numbered, _Numbered, pairs=wanted) if wanted else []
        self._numbered = {Pair(row.sku_id, row.location_id): row for row in rows}
        self._serials = lock_serials(unit, keys)
        packed = unit.fetch(SQL.select_packed_serials, _Packed, serials=keys) if keys else []
        self._packed = {SerialKey(row.sku_id, row.code): f"package {row.package_id}" for row in packed}

    def problem(self, location_id: int, packed: Sequence[NamedUnits]) -> Problem | None:
        """Why these units cannot be packed together, or None."""
        problems = (self._named_problem(location_id, one) or self._unnamed_problem(location_id, one) for one in packed)
        return next((problem for problem in problems if problem), None)

    def take(self, location_id: int, packed: Sequence[NamedUnits], package_id: int) -> None:
        """The units are in the package."""
        for one in packed:
            self._packed |= {SerialKey(one.line.sku_id, code): f"package {package_id}" for code in one.serials}
            pair = Pair(one.line.sku_id, location_id)
            if not one.serials and pair in self._numbered:
                known = self._numbered[pair]
                self._numbered[pair] = replace(known, unnamed=known.unnamed + one.quantity)

    def _named_problem(self, location_id: int, one: NamedUnits) -> Problem | None:
        if not one.serials:
            return None
        if len(set(one.serials)) != one.quantity or len(one.serials) != one.quantity:
            return InvalidInput(field="serials", reason=f"name each of the {one.quantity} units once")
        account = location_account(location_id)
        for code in one.serials:
            key = SerialKey(one.line.sku_id, code)
            known = self._serials.get(key)
            found = self._packed.get(key) or (known.account if known else "")
            if found != account:
                return SerialElsewhere(sku=one.line.sku, serial=code, expected=account, found=found)
        return None

    def _unnamed_problem(self, location_id: int, one: NamedUnits) -> Problem | None:
        """Units without a number may go unnamed, as many as there are of them."""
        known = self._numbered.get(Pair(one.line.sku_id, location_id))
        if one.serials or known is None:
            return None
        left = known.standing - known.unnamed - one.quantity
        if known.numbered <= left:
            return None
        account = location_account(location_id)
        return SerialsNotNamed(sku=one.line.sku, account=account, left=max(0, left), numbered=known.numbered)
