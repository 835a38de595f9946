"""Units are kept for an owner for a limited time."""

from collections.abc import Sequence
from datetime import timedelta

from ordino.engine import Statements, Unit, handles
from ordino.inventory.accounts import AVAILABLE
from ordino.inventory.codes import Codes
from ordino.inventory.commands import ReservationResult, ReserveStock
from ordino.inventory.events import StockReserved
from ordino.inventory.lifecycle import ACTIVE
from ordino.inventory.rows import ReservationRow
from ordino.inventory.work import StockWork, quantity_problem
from ordino.kernel.messages import Decision, Done, Refused, StreamEvent
from ordino.kernel.problems import InvalidInput, Problem
from ordino.kernel.registration import decide_storable

SQL = Statements("ordino.inventory")
MAXIMUM_MINUTES = 7 * 24 * 60


@handles(ReserveStock)
def reserve_stock(unit: Unit, commands: Sequence[ReserveStock]) -> list[Decision]:
    return decide_storable(commands, lambda storable: _reserve(unit, storable))


def _reserve(unit: Unit, commands: Sequence[ReserveStock]) -> list[Decision]:
    codes = Codes(unit, skus=(c.sku for c in commands), locations=(c.location for c in commands))
    work = StockWork(unit, codes.known_pairs((c.sku, c.location) for c in commands))
    ids = unit.next_ids("inventory_reservation_id_seq", len(commands))
    reserved: list[ReservationRow] = []
    decisions: list[Decision] = []
    for command, reservation_id in zip(commands, ids, strict=True):
        problem = _problem(codes, work, command)
        if problem:
            decisions.append(Refused(problem))
            continue
        pair = codes.pair(command.sku, command.location)
        expires_at = unit.now + timedelta(minutes=command.minutes)
        work.reserve(pair, command.quantity)
        row = ReservationRow(
            reservation_id, command.owner, pair.sku_id, pair.location_id, command.quantity, ACTIVE, expires_at
        )
        reserved.append(row)
        decisions.append(_answer(command, row, codes.stream(pair)))
    work.write()
    unit.write(SQL.insert_reservations, reserved, now=unit.now)
    return decisions


def _problem(codes: Codes, work: StockWork, command: ReserveStock) -> Problem | None:
    problem = codes.problem(command.sku, command.location) or quantity_problem(command.quantity)
    if problem:
        return problem
    if not command.owner.strip():
        return InvalidInput(field="owner", reason="say for whom the stock is kept")
    if not 1 <= command.minutes <= MAXIMUM_MINUTES:
        return InvalidInput(field="minutes", reason=f"must be from 1 to {MAXIMUM_MINUTES}, not {command.minutes}")
    pair = codes.pair(command.sku, command.location)
    return work.shortage(pair, AVAILABLE, command.quantity, sku=command.sku, location=command.location)


def _answer(command: ReserveStock, row: ReservationRow, stream: str) -> Done:
    event = StockReserved(
        sku=command.sku,
        location=command.location,
        reservation_id=row.id,
        owner=row.owner,
        quantity=row.quantity,
        expires_at=row.expires_at,
    )
    result = ReservationResult(reservation_id=row.id, state=row.state, expires_at=row.expires_at)
    return Done(result, (StreamEvent(stream, event),))
