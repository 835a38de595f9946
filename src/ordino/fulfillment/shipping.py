"""Packages on their way out of the house; for the layer above, inside its own transaction.

`packages_of` locks and reads what stands packed, `put_into_shipments` and `take_out_of_shipments` tie packages to shipments,
`mark_shipped` says that they have left. Line buckets and stock are moved by whoever lets them leave (`orders.buckets.move`,
`inventory.leaving.ship_allocated`).
"""

from collections.abc import Sequence

from ordino.engine import Unit
from ordino.fulfillment.facts import SQL
from ordino.fulfillment.rows import FulfilledUnits, Method
from ordino.kernel.messages import Record
from ordino.network.decide.rate import ParcelSize


class PackagesGone(RuntimeError):
    """Packages were to be shipped that do not stand packed: the decision was wrong. Nothing is committed."""


class PackageRow(Record, frozen=True):
    """A package, locked, and whose it is."""

    id: int
    fulfillment_order_id: int
    order_id: int
    location_id: int
    location: str
    method: Method
    sscc: str
    box: str
    weight_grams: int
    state: str
    shipment_id: int | None
    length_mm: int
    width_mm: int
    height_mm: int

    def size(self) -> ParcelSize:
        return ParcelSize(self.weight_grams, self.length_mm, self.width_mm, self.height_mm)


class PackedPackage(PackageRow, frozen=True):
    """A package with what is in it."""

    lines: tuple[FulfilledUnits, ...]


class PackageInShipment(Record, frozen=True):
    """A package and the shipment it leaves in."""

    package_id: int
    shipment_id: int


class _SerialInShipment(Record, frozen=True):
    shipment_id: int
    line_number: int
    code: str


class ContentRow(Record, frozen=True):
    """Units of an order line in a package."""

    package_id: int
    line_number: int
    sku_id: int
    sku: str
    quantity: int


def packages_of(unit: Unit, package_ids: Sequence[int]) -> list[PackedPackage]:
    """Lock the packages, after their orders and fulfillment orders, and answer them with what is in them."""
    if not package_ids:
        return []
    wanted = sorted(set(package_ids))
    asked = unit.ask(SQL.lock_packages, PackageRow, package_ids=wanted)
    contents = contents_of(unit, wanted)
    return [
        PackedPackage(
            row.id,
            row.fulfillment_order_id,
            row.order_id,
            row.location_id,
            row.location,
            row.method,
            row.sscc,
            row.box,
            row.weight_grams,
            row.state,
            row.shipment_id,
            row.length_mm,
            row.width_mm,
            row.height_mm,
            contents.get(row.id, ()),
        )
        for row in asked.rows()
    ]


def contents_of(unit: Unit, package_ids: Sequence[int]) -> dict[int, tuple[FulfilledUnits, ...]]:
    """What is in the packages; it never changes."""
    contents: dict[int, tuple[FulfilledUnits, ...]] = {}
    for row in unit.fetch(SQL.select_package_lines, ContentRow, package_ids=list(package_ids)):
        units = FulfilledUnits(row.line_number, row.sku_id, row.sku, row.quantity)
        contents[row.package_id] = (*contents.get(row.package_id, ()), units)
    return contents


def put_into_shipments(unit: Unit, rows: Sequence[PackageInShipment]) -> None:
    """State in which shipment each package leaves. Raises PackagesGone where one does not stand packed."""
    if unit.write_counted(SQL.put_into_shipments, rows) != len(rows):
        raise PackagesGone(f"not packed: some of {rows[:5]}")


def take_out_of_shipments(unit: Unit, shipment_ids: Sequence[int]) -> None:
    """Let the packages of shipments that are called off stand packed again, in none."""
    if shipment_ids:
        unit.fetch_values(SQL.take_out_of_shipments, shipment_ids=list(shipment_ids))


def serials_of(unit: Unit, shipment_ids: Sequence[int]) -> dict[tuple[int, int], tuple[str, ...]]:
    """The serial numbers in shipments, by shipment and line; lines without any are not in the answer."""
    serials: dict[tuple[int, int], tuple[str, ...]] = {}
    for row in unit.fetch(SQL.select_serials_of_shipments, _SerialInShipment, shipment_ids=list(shipment_ids)):
        key = (row.shipment_id, row.line_number)
        serials[key] = (*serials.get(key, ()), row.code)
    return serials


def mark_shipped(unit: Unit, shipment_ids: Sequence[int]) -> None:
    """The packages of the shipments have left: they, their lines and, with the last unit, their fulfillment orders are shipped.

    Raises PackagesGone where nothing stands packed in a fulfillment order of them.
    """
    if not shipment_ids:
        return
    if not unit.fetch_values(SQL.ship_packages, shipment_ids=list(shipment_ids)):
        raise PackagesGone(f"nothing stands packed in shipments {list(shipment_ids)[:5]}")
    unit.fetch_values(SQL.ship_fulfillment_orders, shipment_ids=list(shipment_ids))
