"""The common frame of the commands on transfers that are on their way: locked rows, the life cycle, what is written."""

from collections.abc import Sequence

from msgspec.structs import replace

from ordino.engine import Statements, Unit
from ordino.inventory.accounts import SCRAP, location_account, transit_account
from ordino.inventory.codes import Codes, possible_keys
from ordino.inventory.commands import CloseTransfer, ReceiveTransfer, TransferItem, TransferResult
from ordino.inventory.events import StockReceived, TransferLost
from ordino.inventory.lifecycle import CLOSED, TRANSFER
from ordino.inventory.rows import Pair, TransferLineRow, TransferRow
from ordino.inventory.shelf import Shelf
from ordino.inventory.tracking import Tracked
from ordino.kernel.messages import StreamEvent
from ordino.kernel.problems import NotFound, Problem, StateRefuses

SQL = Statements("ordino.inventory")


class Transfers:
    """The transfers that a batch names, with their lines, as they are after what was done so far."""

    def __init__(self, unit: Unit, commands: Sequence[ReceiveTransfer | CloseTransfer]) -> None:
        self._unit = unit
        ids = possible_keys(c.transfer_id for c in commands)
        self.found = {row.id: row for row in unit.fetch(SQL.lock_transfers, TransferRow, ids=ids)}
        rows = unit.fetch(SQL.select_transfer_lines, TransferLineRow, ids=ids)
        self._lines: dict[int, dict[int, TransferLineRow]] = {transfer_id: {} for transfer_id in self.found}
        for row in rows:
            self._lines[row.transfer_id][row.sku_id] = row
        self._changed: set[tuple[int, int]] = set()
        self.codes = Codes(
            unit,
            sku_ids=(row.sku_id for row in rows),
            location_ids=(place for t in self.found.values() for place in (t.from_location_id, t.to_location_id)),
        )
        self._shelf = Shelf(
            unit,
            self.codes,
            sorted({self._pair(row) for row in rows}),
            [self._of_lot(row) for row in rows] + [self._named(c, item) for c in commands for item in items_of(c)],
            [transit_account(key) for key in ids],
        )

    def lines(self, transfer_id: int) -> list[TransferLineRow]:
        """What is outstanding of a transfer."""
        return [row for row in self._lines[transfer_id].values() if row.outstanding]

    def problem(self, command: ReceiveTransfer | CloseTransfer) -> Problem | None:
        """Why the command is not possible with this transfer now, or None."""
        row = self.found.get(command.transfer_id)
        if row is None:
            return NotFound(what="transfer", reference=str(command.transfer_id))
        if TRANSFER.target(row.state, command.kind()) is None:
            return StateRefuses(
                subject=f"Transfer {row.id}",
                state=row.state,
                command=command.kind(),
                permitted=TRANSFER.permitted(row.state),
            )
        return None

    def receive(self, line: TransferLineRow, quantity: int, serials: tuple[str, ...]) -> StreamEvent:
        """Units of a line arrive; the last unit closes the transfer."""
        item = self.item(line, quantity, serials)
        here = location_account(self._pair(line).location_id)
        reference = self._move(line, item, target=here, reason="transfer")
        self._keep(replace(line, received_quantity=line.received_quantity + quantity))
        event = StockReceived(
            sku=item.sku,
            location=self.codes.location_code[self._pair(line).location_id],
            quantity=quantity,
            source=transit_account(line.transfer_id),
            reference=reference,
            lot=line.lot,
            serials=item.serials,
        )
        return StreamEvent(self.codes.stream(self._pair(line)), event)

    def lose(self, line: TransferLineRow, reason: str) -> StreamEvent:
        """What is outstanding of a line never arrived."""
        item = self.item(line, line.outstanding, ())
        self._move(line, item, target=SCRAP, reason=reason or "lost in transit")
        self._keep(replace(line, lost_quantity=line.lost_quantity + item.quantity))
        event = TransferLost(
            sku=item.sku,
            location=self.codes.location_code[self._pair(line).location_id],
            transfer_id=line.transfer_id,
            quantity=item.quantity,
            reason=reason,
            lot=line.lot,
            serials=item.serials,
        )
        return StreamEvent(self.codes.stream(self._pair(line)), event)

    def item(self, line: TransferLineRow, quantity: int, serials: tuple[str, ...]) -> Tracked:
        """Units of a line with their lot and serials; who takes all that is left need not name the serials."""
        if not serials and quantity == line.outstanding:
            serials = self._shelf.tracking.serials_in(line.sku_id, transit_account(line.transfer_id))
        return Tracked(self.codes.sku_code[line.sku_id], line.sku_id, line.lot, serials, quantity)

    def serials_problem(self, line: TransferLineRow, quantity: int, serials: tuple[str, ...]) -> Problem | None:
        """Why these numbered units cannot arrive, or None."""
        item, transit = self.item(line, quantity, serials), transit_account(line.transfer_id)
        tracking = self._shelf.tracking
        named = tracking.problem(item, transit) if serials else None
        return named or tracking.unnamed_problem(item, transit, line.outstanding - quantity)

    def result(self, transfer_id: int) -> TransferResult:
        outstanding = sum(line.outstanding for line in self.lines(transfer_id))
        return TransferResult(transfer_id=transfer_id, state=self.found[transfer_id].state, outstanding=outstanding)

    def write(self) -> None:
        self._shelf.write()
        self._unit.write(SQL.update_transfer_lines, [self._lines[key][sku_id] for key, sku_id in sorted(self._changed)])
        ended = sorted({key for key, _ in self._changed if self.found[key].state == CLOSED})
        if ended:
            self._unit.fetch_values(SQL.close_transfers, ids=ended, now=self._unit.now)

    def _move(self, line: TransferLineRow, item: Tracked, *, target: str, reason: str) -> str:
        """Book units out of transit; answers the transfer's reference."""
        reference, transit = self.found[line.transfer_id].reference, transit_account(line.transfer_id)
        self._shelf.move(self._pair(line), item, source=transit, target=target, reason=reason, reference=reference)
        return reference

    def _keep(self, line: TransferLineRow) -> None:
        self._lines[line.transfer_id][line.sku_id] = line
        self._changed.add((line.transfer_id, line.sku_id))
        if not self.lines(line.transfer_id):
            transfer = self.found[line.transfer_id]
            self.found[transfer.id] = replace(transfer, state=TRANSFER.target(transfer.state, "CloseTransfer"))

    def _pair(self, line: TransferLineRow) -> Pair:
        return Pair(line.sku_id, self.found[line.transfer_id].to_location_id)

    def _of_lot(self, line: TransferLineRow) -> Tracked:
        return Tracked(self.codes.sku_code[line.sku_id], line.sku_id, line.lot, (), 0)

    def _named(self, command: ReceiveTransfer | CloseTransfer, item: TransferItem) -> Tracked:
        """The serials of an item, to be read with all others; those of a SKU that is not in the transfer are nothing."""
        sku_id = 0 if self.codes.sku_problem(item.sku) else self.codes.sku_id(item.sku)
        known = sku_id in self._lines.get(command.transfer_id, {})
        return Tracked(item.sku, sku_id, "", item.serials if known else (), 0)


def items_of(command: ReceiveTransfer | CloseTransfer) -> tuple[TransferItem, ...]:
    """The items that a command names; closing names none."""
    return command.items if isinstance(command, ReceiveTransfer) else ()
