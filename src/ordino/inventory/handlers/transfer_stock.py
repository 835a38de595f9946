"""Units leave one location for another."""

from collections.abc import Sequence

from ordino.engine import Statements, Unit, handles
from ordino.inventory.accounts import AVAILABLE, location_account, transit_account
from ordino.inventory.codes import Codes
from ordino.inventory.commands import TransferItem, TransferResult, TransferStock
from ordino.inventory.events import StockSent
from ordino.inventory.lifecycle import IN_TRANSIT
from ordino.inventory.rows import TransferLineRow, TransferRow
from ordino.inventory.shelf import Shelf
from ordino.inventory.tracking import Tracked
from ordino.inventory.work import quantity_problem
from ordino.kernel.messages import Decision, Done, Refused, StreamEvent
from ordino.kernel.problems import InvalidInput, Problem
from ordino.kernel.registration import decide_storable

SQL = Statements("ordino.inventory")
MAXIMUM_ITEMS = 1000


@handles(TransferStock)
def transfer_stock(unit: Unit, commands: Sequence[TransferStock]) -> list[Decision]:
    return decide_storable(commands, lambda storable: _transfer(unit, storable))


def _transfer(unit: Unit, commands: Sequence[TransferStock]) -> list[Decision]:
    codes = Codes(
        unit,
        skus=(item.sku for c in commands for item in c.items),
        locations=(code for c in commands for code in (c.from_location, c.to_location)),
    )
    known = [item for c in commands for item in c.items if codes.sku_problem(item.sku) is None]
    pairs = codes.known_pairs((i.sku, c.from_location) for c in commands for i in c.items)
    shelf = Shelf(unit, codes, pairs, [_tracked(codes, item) for item in known])
    ids = unit.next_ids("inventory_transfer_id_seq", len(commands))
    transfers: list[TransferRow] = []
    lines: list[TransferLineRow] = []
    decisions: list[Decision] = []
    for command, transfer_id in zip(commands, ids, strict=True):
        problem = _problem(shelf, command)
        if problem:
            decisions.append(Refused(problem))
            continue
        transfers.append(_row(codes, command, transfer_id))
        sent = [_send(shelf, command, item, transfer_id) for item in command.items]
        lines += [line for line, _ in sent]
        outstanding = sum(item.quantity for item in command.items)
        result = TransferResult(transfer_id=transfer_id, state=IN_TRANSIT, outstanding=outstanding)
        decisions.append(Done(result, tuple([event for _, event in sent])))
    unit.write(SQL.insert_transfers, transfers, now=unit.now)
    unit.write(SQL.insert_transfer_lines, lines)
    shelf.write()
    return decisions


def _tracked(codes: Codes, item: TransferItem) -> Tracked:
    return Tracked(item.sku, codes.sku_id(item.sku), item.lot, item.serials, item.quantity)


def _row(codes: Codes, command: TransferStock, transfer_id: int) -> TransferRow:
    source, target = codes.location_id(command.from_location), codes.location_id(command.to_location)
    return TransferRow(transfer_id, source, target, IN_TRANSIT, command.reference, command.expected_at)


def _send(
    shelf: Shelf, command: TransferStock, item: TransferItem, transfer_id: int
) -> tuple[TransferLineRow, StreamEvent]:
    pair = shelf.codes.pair(item.sku, command.from_location)
    lot_id = shelf.move(
        pair,
        _tracked(shelf.codes, item),
        source=location_account(pair.location_id),
        target=transit_account(transfer_id),
        reason="transfer",
        reference=command.reference,
    )
    event = StockSent(
        sku=item.sku,
        location=command.from_location,
        transfer_id=transfer_id,
        quantity=item.quantity,
        to_location=command.to_location,
        expected_at=command.expected_at,
        reference=command.reference,
        lot=item.lot,
        serials=item.serials,
    )
    line = TransferLineRow(transfer_id, pair.sku_id, item.quantity, 0, 0, lot_id)
    return line, StreamEvent(shelf.codes.stream(pair), event)


def _problem(shelf: Shelf, command: TransferStock) -> Problem | None:
    skus = [item.sku for item in command.items]
    if not 1 <= len(skus) <= MAXIMUM_ITEMS or len(set(skus)) != len(skus):
        return InvalidInput(field="items", reason=f"name 1 to {MAXIMUM_ITEMS} SKUs, each once")
    if command.from_location == command.to_location:
        return InvalidInput(field="to_location", reason="must be another location than from_location")
    if command.expected_at is not None and command.expected_at.tzinfo is None:
        return InvalidInput(field="expected_at", reason="must name its time zone")
    codes = shelf.codes
    problem = codes.location_problem(command.from_location) or codes.location_problem(command.to_location)
    return problem or next(filter(None, (_item_problem(shelf, command, item) for item in command.items)), None)


def _item_problem(shelf: Shelf, command: TransferStock, item: TransferItem) -> Problem | None:
    problem = shelf.codes.sku_problem(item.sku) or quantity_problem(item.quantity)
    if problem:
        return problem
    pair = shelf.codes.pair(item.sku, command.from_location)
    return shelf.leaving_problem(pair, _tracked(shelf.codes, item), AVAILABLE)
