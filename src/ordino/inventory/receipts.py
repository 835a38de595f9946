"""The common frame of the commands on expected receipts: locked rows, the life cycle, what is written in the end."""

from collections.abc import Callable, Sequence
from typing import TypeVar

from ordino.engine import Statements, Unit
from ordino.inventory.codes import Codes, possible_keys
from ordino.inventory.commands import IncomingCommand, IncomingResult, ReceiveIncoming
from ordino.inventory.lifecycle import INCOMING
from ordino.inventory.rows import IncomingRow, Pair
from ordino.inventory.shelf import Shelf
from ordino.inventory.tracking import Tracked
from ordino.kernel.messages import Decision, Done, Event, Refused, StreamEvent
from ordino.kernel.problems import NotFound, Problem, StateRefuses
from ordino.kernel.registration import decide_storable

SQL = Statements("ordino.inventory")
C = TypeVar("C", bound=IncomingCommand)


class Receipts:
    """The receipts that a batch names, as they are after what was done so far."""

    def __init__(self, unit: Unit, commands: Sequence[IncomingCommand]) -> None:
        ids = possible_keys(c.incoming_id for c in commands)
        self._found = {row.id: row for row in unit.fetch(SQL.lock_incoming, IncomingRow, ids=ids)}
        self._changed: set[int] = set()
        rows = self._found.values()
        self.codes = Codes(unit, sku_ids=(row.sku_id for row in rows), location_ids=(row.location_id for row in rows))
        receiving = [c for c in commands if isinstance(c, ReceiveIncoming) and c.incoming_id in self._found]
        pairs = sorted({self.pair(row) for row in rows})
        self.shelf = Shelf(unit, self.codes, pairs, [self.tracked(c) for c in receiving])

    def pair(self, row: IncomingRow) -> Pair:
        return Pair(row.sku_id, row.location_id)

    def row(self, incoming_id: int) -> IncomingRow:
        return self._found[incoming_id]

    def tracked(self, command: ReceiveIncoming) -> Tracked:
        row = self._found[command.incoming_id]
        return Tracked(self.codes.sku_code[row.sku_id], row.sku_id, command.lot, command.serials, command.quantity)

    def problem(self, command: IncomingCommand) -> Problem | None:
        """Why the command is not possible with this receipt now, or None."""
        row = self._found.get(command.incoming_id)
        if row is None:
            return NotFound(what="receipt", reference=str(command.incoming_id))
        if INCOMING.target(row.state, command.kind()) is None:
            return StateRefuses(
                subject=f"Receipt {row.id}",
                state=row.state,
                command=command.kind(),
                permitted=INCOMING.permitted(row.state),
            )
        return None

    def change(self, row: IncomingRow, event: Event) -> Done:
        """Keep the changed receipt and answer with it."""
        self._found[row.id] = row
        self._changed.add(row.id)
        result = IncomingResult(incoming_id=row.id, state=row.state, outstanding=row.outstanding)
        return Done(result, (StreamEvent(self.codes.stream(self.pair(row)), event),))

    def write(self, unit: Unit) -> None:
        self.shelf.write()
        unit.write(SQL.update_incoming, [self._found[key] for key in sorted(self._changed)])


def on_receipts(
    unit: Unit, commands: Sequence[C], decide: Callable[[Receipts, C, IncomingRow], Decision]
) -> list[Decision]:
    """Run commands one after the other on the same locked receipts; the impossible is refused before `decide` sees it."""
    return decide_storable(commands, lambda storable: _run(unit, storable, decide))


def _run(unit: Unit, commands: Sequence[C], decide: Callable[[Receipts, C, IncomingRow], Decision]) -> list[Decision]:
    receipts = Receipts(unit, commands)
    decisions: list[Decision] = []
    for command in commands:
        problem = receipts.problem(command)
        decisions.append(Refused(problem) if problem else decide(receipts, command, receipts.row(command.incoming_id)))
    receipts.write(unit)
    return decisions
