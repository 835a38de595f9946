"""Units leave one location for another."""

from collections.abc import Sequence

from ordino.engine import Statements, Unit, handles
from ordino.inventory.accounts import AVAILABLE, location_account, transit_account
from ordino.inventory.codes import Codes
from ordino.inventory.commands import TransferResult, TransferStock
from ordino.inventory.events import StockSent
from ordino.inventory.lifecycle import IN_TRANSIT
from ordino.inventory.rows import TransferLineRow, TransferRow
from ordino.inventory.work import StockWork, quantity_problem
from ordino.kernel.messages import Decision, Done, Refused, StreamEvent
from ordino.kernel.problems import InvalidInput, Problem

SQL = Statements("ordino.inventory")
MAXIMUM_ITEMS = 1000


@handles(TransferStock)
def transfer_stock(unit: Unit, commands: Sequence[TransferStock]) -> list[Decision]:
    codes = Codes(
        unit,
        skus=(item.sku for c in commands for item in c.items),
        locations=(code for c in commands for code in (c.from_location, c.to_location)),
    )
    work = StockWork(unit, codes.known_pairs((i.sku, c.from_location) for c in commands for i in c.items))
    ids = unit.next_ids("inventory_transfer_id_seq", len(commands))
    transfers: list[TransferRow] = []
    lines: list[TransferLineRow] = []
    decisions: list[Decision] = []
    for command, transfer_id in zip(commands, ids, strict=True):
        problem = _problem(codes, work, command)
        if problem:
            decisions.append(Refused(problem))
            continue
        transfers.append(_row(codes, command, transfer_id))
        lines += [TransferLineRow(transfer_id, codes.sku_id(i.sku), i.quantity, 0, 0) for i in command.items]
        decisions.append(_send(codes, work, command, transfer_id))
    unit.write(SQL.insert_transfers, transfers, now=unit.now)
    unit.write(SQL.insert_transfer_lines, lines)
    work.write()
    return decisions


def _row(codes: Codes, command: TransferStock, transfer_id: int) -> TransferRow:
    source, target = codes.location_id(command.from_location), codes.location_id(command.to_location)
    return TransferRow(transfer_id, source, target, IN_TRANSIT, command.reference, command.expected_at)


def _send(codes: Codes, work: StockWork, command: TransferStock, transfer_id: int) -> Done:
    events: list[StreamEvent] = []
    for item in command.items:
        pair = codes.pair(item.sku, command.from_location)
        source, target = location_account(pair.location_id), transit_account(transfer_id)
        work.move(pair, item.quantity, source=source, target=target, reason="transfer", reference=command.reference)
        event = StockSent(
            sku=item.sku,
            location=command.from_location,
            transfer_id=transfer_id,
            quantity=item.quantity,
            to_location=command.to_location,
            expected_at=command.expected_at,
            reference=command.reference,
        )
        events.append(StreamEvent(codes.stream(pair), event))
    outstanding = sum(item.quantity for item in command.items)
    return Done(TransferResult(transfer_id=transfer_id, state=IN_TRANSIT, outstanding=outstanding), tuple(events))


def _problem(codes: Codes, work: StockWork, command: TransferStock) -> Problem | None:
    skus = [item.sku for item in command.items]
    if not 1 <= len(skus) <= MAXIMUM_ITEMS or len(set(skus)) != len(skus):
        return InvalidInput(field="items", reason=f"name 1 to {MAXIMUM_ITEMS} SKUs, each once")
    if command.from_location == command.to_location:
        return InvalidInput(field="to_location", reason="must be another location than from_location")
    if command.expected_at is not None and command.expected_at.tzinfo is None:
        return InvalidInput(field="expected_at", reason="must name its time zone")
    problem = codes.location_problem(command.from_location) or codes.location_problem(command.to_location)
    return problem or _items_problem(codes, work, command)


def _items_problem(codes: Codes, work: StockWork, command: TransferStock) -> Problem | None:
    for item in command.items:
        problem = codes.sku_problem(item.sku) or quantity_problem(item.quantity)
        if problem:
            return problem
        pair = codes.pair(item.sku, command.from_location)
        problem = work.shortage(pair, AVAILABLE, item.quantity, sku=item.sku, location=command.from_location)
        if problem:
            return problem
    return None
