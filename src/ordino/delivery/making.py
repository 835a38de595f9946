"""Shipments out of packed packages: which packages, by which service, under which keys. Used by the handlers."""

from collections.abc import Iterable, Mapping, Sequence
from datetime import date

from msgspec.structs import replace

from ordino.delivery.carrier import carrier_codes
from ordino.delivery.decide.choose_service import ChosenService, ShippingNeed, choose_service
from ordino.delivery.events import ShipmentCreated
from ordino.delivery.facts import SQL
from ordino.delivery.problems import NotOneConsignment, NotPacked
from ordino.delivery.rows import OfferRow, ShipmentLineRow, ShipmentRow
from ordino.engine import Unit
from ordino.fulfillment.rows import FulfilledUnits
from ordino.fulfillment.shipping import PackageInShipment, PackedPackage, packages_of, put_into_shipments
from ordino.inventory.codes import possible_keys
from ordino.kernel.messages import Record
from ordino.kernel.problems import InvalidInput, NotFound, Problem
from ordino.network.decide.calendar import Calendar, calendar_of, ship_by
from ordino.network.decide.rate import RateRow
from ordino.network.queries import locations_by_id, rates
from ordino.network.rows import Lane, LocationRow
from ordino.orders.locking import LockedOrder, lock_orders
from ordino.sourcing.promising import LineKey, promises_of_lines


class Wanted(Record, frozen=True):
    """A shipment that somebody asked for."""

    package_ids: tuple[int, ...]
    carrier: str
    service: str


class NewShipment(Record, frozen=True):
    """A shipment that is made, with what it holds."""

    row: ShipmentRow
    lines: tuple[FulfilledUnits, ...]
    created: ShipmentCreated
    packages: tuple[PackageInShipment, ...]


class PackingTable:
    """Everything that making the shipments of a batch needs to know, read in sets: orders are locked first."""

    def __init__(self, unit: Unit, wanted: Sequence[Wanted]) -> None:
        self._unit = unit
        package_ids = possible_keys(key for one in wanted for key in one.package_ids)
        order_ids = unit.fetch_values(SQL.select_orders_of_packages, package_ids=package_ids) if package_ids else []
        self.orders: Mapping[int, LockedOrder] = lock_orders(unit, order_ids) if order_ids else {}
        self._packages = {row.id: row for row in packages_of(unit, package_ids)} if order_ids else {}
        self._taken: set[int] = set()
        packages = self._packages.values()
        self._locations = locations_by_id(unit, sorted({row.location_id for row in packages})) if order_ids else {}
        self._ships_on = {key: ship_by(unit.now, _without_handling(row)) for key, row in self._locations.items()}
        self._rates = _rates_by_lane(unit, {self._lane(row) for row in packages if row.method == "ship"})
        self._offers = _offers_by_packages(unit, packages)
        self._deadlines = _deadlines(unit, packages, unit.now.date())
        self._ids = iter(unit.next_ids("delivery_shipment_id_seq", len(wanted) if order_ids else 0))

    def make(self, wanted: Wanted) -> NewShipment | Problem:
        """The shipment, or why it cannot be made of these packages."""
        packages = self.find(wanted.package_ids)
        if isinstance(packages, Problem):
            return packages
        chosen = self._choose(wanted, packages)
        if isinstance(chosen, Problem):
            return chosen
        self._taken |= {package.id for package in packages}
        return self._made(packages, chosen)

    def find(self, package_ids: Sequence[int]) -> list[PackedPackage] | Problem:
        """The packages that stand packed, of one fulfillment order, or why they cannot leave together."""
        if not package_ids or len(set(package_ids)) != len(package_ids):
            return InvalidInput(field="package_ids", reason="name the packages that leave together, each once.")
        packages = []
        for key in package_ids:
            package = self._packages.get(key)
            if package is None:
                return NotFound(what="package", reference=str(key))
            if package.state != "packed" or package.shipment_id is not None or key in self._taken:
                return NotPacked(package_id=key, state=package.state if package.state != "packed" else "in a shipment")
            packages.append(package)
        consignments = tuple(sorted({package.fulfillment_order_id for package in packages}))
        return packages if len(consignments) == 1 else NotOneConsignment(fulfillment_orders=consignments)

    def _choose(self, wanted: Wanted, packages: Sequence[PackedPackage]) -> ChosenService | Problem:
        first = packages[0]
        order = self.orders[first.order_id]
        if first.method == "pickup":
            return ChosenService("", "", None, None, ())
        lane = self._lane(first)
        need = ShippingNeed(
            from_country=lane.from_country,
            to_country=lane.to_country,
            parcels=tuple(package.size() for package in packages),
            currency=order.currency,
            ships_on=self._ships_on[first.location_id],
            deadline=self._deadline(packages),
            carrier=wanted.carrier,
            service=wanted.service,
        )
        offers = self._offers.get(tuple(sorted(package.id for package in packages)), ())
        return choose_service(need, self._rates.get(lane, ()), offers)

    def _made(self, packages: Sequence[PackedPackage], chosen: ChosenService) -> NewShipment:
        first, now = packages[0], self._unit.now
        lines = _contents(packages)
        row = ShipmentRow(
            id=next(self._ids),
            order_id=first.order_id,
            fulfillment_order_id=first.fulfillment_order_id,
            location_id=first.location_id,
            method=first.method,
            state="created" if first.method == "ship" else "ready_for_pickup",
            carrier=chosen.carrier,
            service=chosen.service,
            tracking_number=None,
            cost_minor=chosen.cost_minor,
            currency=self.orders[first.order_id].currency,
            weight_grams=sum(package.weight_grams for package in packages),
            parcels=len(packages),
            deadline=self._deadline(packages),
            arrives_on=chosen.arrives_on,
            created_at=now,
        )
        created = ShipmentCreated(
            order_id=row.order_id,
            shipment_id=row.id,
            fulfillment_order_id=row.fulfillment_order_id,
            location=self.location(row),
            method=row.method,
            package_ids=tuple(package.id for package in packages),
            lines=lines,
            carrier=row.carrier,
            service=row.service,
            cost_minor=row.cost_minor,
            currency=row.currency,
            deadline=row.deadline,
            arrives_on=row.arrives_on,
            candidates=chosen.candidates,
        )
        return NewShipment(row, lines, created, tuple(PackageInShipment(package.id, row.id) for package in packages))

    def location(self, row: ShipmentRow) -> str:
        return self._locations[row.location_id].code

    def place(self, location_id: int) -> LocationRow:
        return self._locations[location_id]

    def _lane(self, package: PackedPackage) -> Lane:
        return Lane(self._locations[package.location_id].country, self.orders[package.order_id].address().country)

    def _deadline(self, packages: Sequence[PackedPackage]) -> date | None:
        days = [
            self._deadlines[key]
            for package in packages
            for units in package.lines
            if (key := LineKey(package.order_id, units.line_number)) in self._deadlines
        ]
        return min(days, default=None)


def write_new_shipments(unit: Unit, made: Sequence[NewShipment]) -> None:
    """Write the shipments with what they hold, and say in which shipment the packages are: three statements."""
    if not made:
        return
    unit.write(SQL.insert_shipments, [one.row for one in made])
    unit.write(
        SQL.insert_lines,
        [
            ShipmentLineRow(one.row.id, units.line_number, units.sku_id, units.sku, units.quantity)
            for one in made
            for units in one.lines
        ],
    )
    put_into_shipments(unit, [package for one in made for package in one.packages])


def _contents(packages: Sequence[PackedPackage]) -> tuple[FulfilledUnits, ...]:
    """What the packages hold together, by line."""
    lines: dict[int, FulfilledUnits] = {}
    for package in packages:
        for units in package.lines:
            before = lines.get(units.line_number)
            quantity = units.quantity + (before.quantity if before else 0)
            lines[units.line_number] = FulfilledUnits(units.line_number, units.sku_id, units.sku, quantity)
    return tuple(lines[number] for number in sorted(lines))


def _rates_by_lane(unit: Unit, lanes: set[Lane]) -> dict[Lane, list[RateRow]]:
    by_lane: dict[Lane, list[RateRow]] = {}
    for rate in rates(unit, sorted(lanes, key=lambda lane: (lane.from_country, lane.to_country))):
        by_lane.setdefault(Lane(rate.from_country, rate.to_country), []).append(rate)
    return by_lane


def _offers_by_packages(unit: Unit, packages: Iterable[PackedPackage]) -> dict[tuple[int, ...], list[OfferRow]]:
    """What carriers outside said they would take; asked only where there is one."""
    offers: dict[tuple[int, ...], list[OfferRow]] = {}
    ids = sorted({package.fulfillment_order_id for package in packages})
    if ids and carrier_codes():
        for row in unit.fetch(SQL.select_offers, OfferRow, fulfillment_order_ids=ids, now=unit.now):
            offers.setdefault(tuple(row.package_ids), []).append(row)
    return offers


def _deadlines(unit: Unit, packages: Iterable[PackedPackage], today: date) -> dict[LineKey, date]:
    """For each line the first promised day that can still be kept."""
    keys = sorted({(package.order_id, units.line_number) for package in packages for units in package.lines})
    if not keys:
        return {}
    promised = promises_of_lines(unit, [LineKey(*key) for key in keys])
    days = {
        key: [part.deliver_by for part in parts if part.deliver_by is not None and part.deliver_by >= today]
        for key, parts in promised.items()
    }
    return {key: min(of_line) for key, of_line in days.items() if of_line}


def _without_handling(location: LocationRow) -> Calendar:
    """The goods are packed: only cut-off and working days decide when they leave."""
    return replace(calendar_of(location), handling_days=0)
