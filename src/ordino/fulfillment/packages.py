"""Packages that stand packed in locked fulfillment orders, and taking them apart."""

from collections.abc import Iterable

from ordino.engine import Unit
from ordino.fulfillment.facts import SQL
from ordino.fulfillment.problems import PackageTakenUp
from ordino.fulfillment.rows import FulfilledUnits
from ordino.fulfillment.shipping import contents_of
from ordino.kernel.messages import Record


class StandingPackage(Record, frozen=True):
    """A package that stands packed; `shipment_id` where a shipment has taken it up."""

    id: int
    fulfillment_order_id: int
    sscc: str
    box: str
    weight_grams: int
    shipment_id: int | None

    def problem(self) -> PackageTakenUp | None:
        """Why it cannot be taken apart, or None."""
        return None if self.shipment_id is None else PackageTakenUp(package_id=self.id, shipment_id=self.shipment_id)


class _Key(Record, frozen=True):
    id: int


class StandingPackages:
    """The packages of a batch's fulfillment orders that stand packed, as they are taken apart."""

    def __init__(self, unit: Unit, fulfillment_order_ids: Iterable[int]) -> None:
        self._unit = unit
        rows = unit.fetch(SQL.select_packages, StandingPackage, ids=sorted(fulfillment_order_ids))
        self._standing = {row.id: row for row in rows}
        self._contents = contents_of(unit, list(self._standing)) if rows else {}
        self._unpacked: list[_Key] = []

    def find(self, package_id: int) -> StandingPackage | None:
        return self._standing.get(package_id)

    def of(self, fulfillment_order_id: int) -> list[StandingPackage]:
        return [row for row in self._standing.values() if row.fulfillment_order_id == fulfillment_order_id]

    def unpack(self, package: StandingPackage) -> tuple[FulfilledUnits, ...]:
        """Take the package apart; answers what was in it."""
        self._unpacked.append(_Key(package.id))
        del self._standing[package.id]
        return self._contents[package.id]

    def write(self) -> None:
        self._unit.write(SQL.unpack_packages, self._unpacked)
