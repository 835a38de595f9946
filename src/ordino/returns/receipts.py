"""Goods of returns at the door: where they came in, how many of them wait for inspection, and their moves in stock."""

from collections.abc import Callable, Iterable, Sequence
from typing import TypeVar

from msgspec import structs

from ordino.engine import Unit
from ordino.inventory.accounts import CUSTOMER
from ordino.inventory.taking_back import GoodsMove, TakingBack
from ordino.kernel.messages import Decision, Record
from ordino.kernel.problems import Problem
from ordino.kernel.registration import decide_storable
from ordino.returns.book import ReturnBook, decide_each
from ordino.returns.commands import InspectReturn, ReceiveReturn
from ordino.returns.facts import SQL, LineKey, ShippedSerial, possible_keys, shipped_serials
from ordino.returns.problems import SerialNotOfLine, SerialsOfReturnNotNamed
from ordino.returns.rows import InspectedUnits, ReceivedUnits, ReturnRow

C = TypeVar("C", ReceiveReturn, InspectReturn)
Units = ReceivedUnits | InspectedUnits
PLACES = {
    "restock": "available",
    "refurbish": "damaged",
    "scrap": "scrap",
    "vendor": "supplier",
    "send_back": "customer",
}


class ReceiptRow(Record, frozen=True):
    """Units of a return line that came in at a location."""

    return_id: int
    line_number: int
    location_id: int
    location: str
    received: int
    inspected: int = 0

    @property
    def waiting(self) -> int:
        return self.received - self.inspected


class Dock:
    """The receipts of a batch and the goods they move; commands that follow see what those before them did."""

    def __init__(
        self, unit: Unit, book: ReturnBook, commands: Sequence[ReceiveReturn] | Sequence[InspectReturn]
    ) -> None:
        ids = possible_keys(command.return_id for command in commands)
        rows = unit.fetch(SQL.select_receipts, ReceiptRow, ids=ids)
        self._unit = unit
        self._book = book
        self._receipts = {(row.return_id, row.line_number, row.location): row for row in rows}
        self._changed: set[tuple[int, int, str]] = set()
        self._left: dict[LineKey, list[ShippedSerial]] = {}
        for one in shipped_serials(unit, list(book.orders)):
            self._left.setdefault((one.order_id, one.line_number), []).append(one)
        places = [(command, self.location_of(command)) for command in commands]
        moves = [move for command, location in places if location for move in self.moves(command, location)]
        self.goods = TakingBack(unit, moves, (location for _, location in places if location))

    def location_of(self, command: ReceiveReturn | InspectReturn) -> str | None:
        """Where the command's units are; None where it does not say so and they came in at several locations, or none."""
        if command.location:
            return command.location
        numbers = {units.line_number for units in command.lines}
        found = {
            row.location
            for row in self._receipts.values()
            if row.return_id == command.return_id and row.line_number in numbers and row.waiting
        }
        return found.pop() if len(found) == 1 else None

    def moves(self, command: ReceiveReturn | InspectReturn, location: str) -> list[GoodsMove]:
        """What the command moves in stock; services and unknown SKUs have none."""
        return [
            GoodsMove(
                sku=sku,
                location=location,
                quantity=units.quantity,
                source="quality" if isinstance(units, InspectedUnits) else "customer",
                target=PLACES[units.disposition] if isinstance(units, InspectedUnits) else "quality",
                reference=f"return/{command.return_id}",
                lot=units.lot,
                serials=units.serials,
            )
            for units in command.lines
            if (sku := self._stocked(command.return_id, units.line_number)) is not None
        ]

    def serials_problem(self, command: ReceiveReturn | InspectReturn, row: ReturnRow) -> Problem | None:
        """Why the units named cannot be those that left with the order, or None; nothing is known of unnumbered lines."""
        problems = (
            self._serials_problem(row, units, arriving=isinstance(command, ReceiveReturn)) for units in command.lines
        )
        return next((problem for problem in problems if problem), None)

    def waiting(self, return_id: int, line_number: int, location: str) -> int:
        """Units of the line that wait there for inspection."""
        row = self._receipts.get((return_id, line_number, location))
        return row.waiting if row else 0

    def receive(self, row: ReturnRow, line_number: int, location: str, quantity: int) -> None:
        key = (row.id, line_number, location)
        known = self._receipts.get(key) or ReceiptRow(*key[:2], self.goods.location_id(location), location, 0)
        self._keep(structs.replace(known, received=known.received + quantity))

    def inspect(self, row: ReturnRow, line_number: int, location: str, quantity: int) -> None:
        known = self._receipts[row.id, line_number, location]
        self._keep(structs.replace(known, inspected=known.inspected + quantity))

    def write(self) -> None:
        self.goods.write()
        self._unit.write(SQL.add_receipts, [self._receipts[key] for key in sorted(self._changed)])

    def _serials_problem(self, row: ReturnRow, units: Units, *, arriving: bool) -> Problem | None:
        left = self._left.get((row.order_id, units.line_number), [])
        line = self._book.line(row.id, units.line_number)
        if not left or line is None:
            return None
        fitting = [one.serial for one in left if (one.place == CUSTOMER) == arriving]
        wrong = next((serial for serial in units.serials if serial not in fitting), None)
        if wrong is not None:
            return SerialNotOfLine(
                return_id=row.id, line_number=line.line_number, sku=line.sku, serial=wrong, out=tuple(fitting)
            )
        ordered = self._book.order_line(row, line.line_number)
        back = sum(one.place != CUSTOMER for one in left)
        unnumbered = max(0, ordered.shipped - len(left) - max(0, ordered.returned - back))
        if arriving and not units.serials and units.quantity > unnumbered:
            return SerialsOfReturnNotNamed(
                return_id=row.id, line_number=line.line_number, sku=line.sku, unnumbered=unnumbered
            )
        return None

    def _keep(self, row: ReceiptRow) -> None:
        key = (row.return_id, row.line_number, row.location)
        self._receipts[key] = row
        self._changed.add(key)

    def _stocked(self, return_id: int, line_number: int) -> str | None:
        line = self._book.line(return_id, line_number)
        if line is None:
            return None
        ordered = self._book.order_line(self._book.row(return_id), line_number)
        return line.sku if ordered.shippable and ordered.sku_id is not None else None


def at_the_dock(
    unit: Unit, commands: Sequence[C], decide: Callable[[ReturnBook, Dock, C, ReturnRow], Decision]
) -> list[Decision]:
    """Run commands on goods: orders, returns and then levels are locked; each is decided on what those before it left."""

    def run(storable: Sequence[C]) -> list[Decision]:
        book = ReturnBook(unit, (command.return_id for command in storable))
        dock = Dock(unit, book, storable)
        decisions = decide_each(book, storable, lambda book, command, row: decide(book, dock, command, row))
        book.write()
        dock.write()
        return decisions

    return decide_storable(commands, run)


def quantity_by_line(units: Iterable[Units]) -> dict[int, int]:
    """How many units of each line are named together."""
    sums: dict[int, int] = {}
    for one in units:
        sums[one.line_number] = sums.get(one.line_number, 0) + one.quantity
    return sums
