"""Picked units go into a package: the smallest box that holds them, a weight, an SSCC."""

from collections.abc import Iterator, Sequence

from msgspec.structs import replace

from ordino.engine import Unit, handles
from ordino.fulfillment.commands import PackageAccepted, PackPackage
from ordino.fulfillment.decide.choose_box import BoxRow, Content, Measures, choose_box, sides_of, weight_of
from ordino.fulfillment.decide.sscc import sscc
from ordino.fulfillment.events import PackagePacked
from ordino.fulfillment.facts import SQL
from ordino.fulfillment.numbering import NamedUnits, Numbering
from ordino.fulfillment.problems import NotInFulfillmentOrder, UnitsNotThere
from ordino.fulfillment.rows import PackedUnits
from ordino.fulfillment.settings import company_prefix
from ordino.fulfillment.work import FulfillmentOrderRow, Work
from ordino.inventory.codes import possible_keys
from ordino.inventory.rows import Pair
from ordino.inventory.tracking import SerialKey
from ordino.kernel.messages import Decision, Done, Record, Refused, StreamEvent
from ordino.kernel.problems import InvalidInput, NotFound, Problem
from ordino.orders.events import order_stream

MAXIMUM_WEIGHT_GRAMS = 100_000_000


class _PackageRow(Record, frozen=True):
    id: int
    fulfillment_order_id: int
    sscc: str
    box: str
    weight_grams: int
    length_mm: int
    width_mm: int
    height_mm: int


class _PackageLine(Record, frozen=True):
    package_id: int
    line_number: int
    sku_id: int
    quantity: int


class _PackageSerial(Record, frozen=True):
    package_id: int
    line_number: int
    sku_id: int
    code: str


class _Table:
    """The packing table of a batch: boxes, measures, fresh numbers, and the packages that were packed on it."""

    def __init__(self, unit: Unit, commands: Sequence[PackPackage]) -> None:
        ids = possible_keys(command.fulfillment_order_id for command in commands)
        boxes = unit.ask(SQL.select_boxes, BoxRow)
        measures = unit.ask(SQL.select_measures, Measures, ids=ids)
        self.work = Work.locked(unit, ids)
        self.boxes = {row.code: row for row in boxes.rows()}
        self.measures = {row.sku_id: row for row in measures.rows()}
        self.ids = iter(unit.next_ids("fulfillment_package_id_seq", len(commands)))
        self.numbers = iter(unit.next_ids("fulfillment_sscc_seq", len(commands)))
        self.packages: list[_PackageRow] = []
        self.lines: list[_PackageLine] = []
        self.serials: list[_PackageSerial] = []
        self.numbering = Numbering(unit, self._pairs(), self._named(commands))

    def _pairs(self) -> Iterator[Pair]:
        for row in self.work.orders():
            yield from (Pair(line.sku_id, row.location_id) for line in self.work.lines(row.id))

    def _named(self, commands: Sequence[PackPackage]) -> Iterator[SerialKey]:
        """The serial numbers that commands name, of lines that are there."""
        known = {row.id for row in self.work.orders()}
        for command in commands:
            for units in command.lines if command.fulfillment_order_id in known else ():
                line = self.work.line(command.fulfillment_order_id, units.line_number)
                if line is not None:
                    yield from (SerialKey(line.sku_id, code) for code in units.serials)

    def put_in(self, row: FulfillmentOrderRow, package: _PackageRow, packed: Sequence[NamedUnits]) -> None:
        """The units are in the package now."""
        self.packages.append(package)
        self.numbering.take(row.location_id, packed, package.id)
        for one in packed:
            line = one.line
            self.work.move(line, "picked", "packed", one.quantity)
            self.work.change(replace(line, packed=line.packed + one.quantity))
            self.lines.append(_PackageLine(package.id, line.line_number, line.sku_id, one.quantity))
            self.serials += [_PackageSerial(package.id, line.line_number, line.sku_id, code) for code in one.serials]


@handles(PackPackage)
def pack_package(unit: Unit, commands: Sequence[PackPackage]) -> list[Decision]:
    """One package for each command; several for one fulfillment order are packed one after the other."""
    table = _Table(unit, commands)
    decisions = [_pack(table, command) for command in commands]
    table.work.write()
    unit.write_soon(SQL.insert_packages, table.packages, now=unit.now)
    unit.write_soon(SQL.insert_package_lines, table.lines)
    unit.write_soon(SQL.insert_package_serials, table.serials)
    return decisions


def _pack(table: _Table, command: PackPackage) -> Decision:
    row = table.work.permitted(command.fulfillment_order_id, command.kind())
    if isinstance(row, Problem):
        return Refused(row)
    packed = _choose_units(table.work, row, command.lines)
    if isinstance(packed, Problem):
        return Refused(packed)
    problem = (
        table.work.hold_problem(row, [one.line.line_number for one in packed])
        or _problem(table, command)
        or table.numbering.problem(row.location_id, packed)
    )
    if problem:
        return Refused(problem)
    package = _package(table, command, packed)
    table.put_in(row, package, packed)
    return _done(table.work.derive_state(row.id), package, packed)


def _choose_units(work: Work, row: FulfillmentOrderRow, wanted: Sequence[PackedUnits]) -> list[NamedUnits] | Problem:
    """The units to pack, or why they cannot be; without a wish, everything that is picked."""
    if not wanted:
        return [NamedUnits(line, line.to_pack) for line in work.lines(row.id) if line.to_pack] or InvalidInput(
            field="lines", reason="nothing is picked that is not packed; pick first."
        )
    if len({units.line_number for units in wanted}) != len(wanted):
        return InvalidInput(field="lines", reason="name each line once.")
    packed = []
    for units in wanted:
        line = work.line(row.id, units.line_number)
        if line is None:
            return NotInFulfillmentOrder(fulfillment_order_id=row.id, named=f"line {units.line_number}")
        if not 1 <= units.quantity <= line.to_pack:
            return UnitsNotThere(
                fulfillment_order_id=row.id,
                line_number=line.line_number,
                step="packed",
                wanted=units.quantity,
                possible=line.to_pack,
            )
        packed.append(NamedUnits(line, units.quantity, units.serials))
    return packed


def _problem(table: _Table, command: PackPackage) -> Problem | None:
    if command.box and command.box not in table.boxes:
        return NotFound(what="box", reference=command.box)
    if command.weight_grams is not None and not 0 <= command.weight_grams <= MAXIMUM_WEIGHT_GRAMS:
        return InvalidInput(field="weight_grams", reason=f"must be from 0 to {MAXIMUM_WEIGHT_GRAMS}")
    return None


def _package(table: _Table, command: PackPackage, packed: Sequence[NamedUnits]) -> _PackageRow:
    contents = [Content(table.measures[one.line.sku_id], one.quantity) for one in packed]
    box = choose_box(contents, table.boxes.values()) if command.box is None else table.boxes.get(command.box)
    weight = weight_of(contents, box) if command.weight_grams is None else command.weight_grams
    code = sscc(next(table.numbers), company_prefix())
    sides = sides_of(contents, box)
    return _PackageRow(next(table.ids), command.fulfillment_order_id, code, box.code if box else "", weight, *sides)


def _done(row: FulfillmentOrderRow, package: _PackageRow, packed: Sequence[NamedUnits]) -> Done:
    event = PackagePacked(
        order_id=row.order_id,
        fulfillment_order_id=row.id,
        package_id=package.id,
        sscc=package.sscc,
        weight_grams=package.weight_grams,
        lines=tuple(replace(one.line.units(one.quantity), serials=one.serials) for one in packed),
        box=package.box,
    )
    result = PackageAccepted(
        package_id=package.id,
        fulfillment_order_id=row.id,
        order_id=row.order_id,
        sscc=package.sscc,
        box=package.box,
        weight_grams=package.weight_grams,
        state=row.state,
    )
    return Done(result, (StreamEvent(order_stream(row.order_id), event),))
