"""The common frame of the commands on transfers that are on their way: locked rows, the life cycle, what is written."""

from collections.abc import Sequence

from msgspec.structs import replace

from ordino.engine import Statements, Unit
from ordino.inventory.accounts import SCRAP, location_account, transit_account
from ordino.inventory.codes import Codes
from ordino.inventory.commands import CloseTransfer, ReceiveTransfer, TransferResult
from ordino.inventory.events import StockReceived, TransferLost
from ordino.inventory.lifecycle import CLOSED, TRANSFER
from ordino.inventory.rows import Pair, TransferLineRow, TransferRow
from ordino.inventory.work import StockWork
from ordino.kernel.messages import StreamEvent
from ordino.kernel.problems import NotFound, Problem, StateRefuses

SQL = Statements("ordino.inventory")


class Transfers:
    """The transfers that a batch names, with their lines, as they are after what was done so far."""

    def __init__(self, unit: Unit, commands: Sequence[ReceiveTransfer | CloseTransfer]) -> None:
        self._unit = unit
        ids = sorted({c.transfer_id for c in commands})
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
        self._work = StockWork(unit, sorted({self._pair(row) for row in rows}))

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

    def receive(self, line: TransferLineRow, quantity: int) -> StreamEvent:
        """Units of a line arrive; the last unit closes the transfer."""
        pair, transit = self._pair(line), transit_account(line.transfer_id)
        here, reference = location_account(pair.location_id), self.found[line.transfer_id].reference
        self._work.move(pair, quantity, source=transit, target=here, reason="transfer", reference=reference)
        self._keep(replace(line, received_quantity=line.received_quantity + quantity))
        sku, location = self.codes.sku_code[pair.sku_id], self.codes.location_code[pair.location_id]
        event = StockReceived(sku=sku, location=location, quantity=quantity, source=transit, reference=reference)
        return StreamEvent(self.codes.stream(pair), event)

    def lose(self, line: TransferLineRow, reason: str) -> StreamEvent:
        """What is outstanding of a line never arrived."""
        pair, transit = self._pair(line), transit_account(line.transfer_id)
        quantity, reference = line.outstanding, self.found[line.transfer_id].reference
        why = reason or "lost in transit"
        self._work.move(pair, quantity, source=transit, target=SCRAP, reason=why, reference=reference)
        self._keep(replace(line, lost_quantity=line.lost_quantity + quantity))
        sku, location = self.codes.sku_code[pair.sku_id], self.codes.location_code[pair.location_id]
        event = TransferLost(sku=sku, location=location, transfer_id=line.transfer_id, quantity=quantity, reason=reason)
        return StreamEvent(self.codes.stream(pair), event)

    def result(self, transfer_id: int) -> TransferResult:
        outstanding = sum(line.outstanding for line in self.lines(transfer_id))
        return TransferResult(transfer_id=transfer_id, state=self.found[transfer_id].state, outstanding=outstanding)

    def write(self) -> None:
        self._work.write()
        self._unit.write(SQL.update_transfer_lines, [self._lines[key][sku_id] for key, sku_id in sorted(self._changed)])
        ended = sorted({key for key, _ in self._changed if self.found[key].state == CLOSED})
        if ended:
            self._unit.fetch_values(SQL.close_transfers, ids=ended, now=self._unit.now)

    def _keep(self, line: TransferLineRow) -> None:
        self._lines[line.transfer_id][line.sku_id] = line
        self._changed.add((line.transfer_id, line.sku_id))
        if not self.lines(line.transfer_id):
            transfer = self.found[line.transfer_id]
            self.found[transfer.id] = replace(transfer, state=TRANSFER.target(transfer.state, "CloseTransfer"))

    def _pair(self, line: TransferLineRow) -> Pair:
        return Pair(line.sku_id, self.found[line.transfer_id].to_location_id)
