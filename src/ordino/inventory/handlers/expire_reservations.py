"""Reservations whose time has run out end, and the journal learns of it."""

from collections.abc import Sequence

from ordino.engine import Statements, Unit, handles
from ordino.inventory.allocations import lock_levels
from ordino.inventory.codes import Codes
from ordino.inventory.commands import ExpireReservations, ExpiryResult
from ordino.inventory.events import ReservationExpired
from ordino.inventory.rows import Pair, ReservationRow
from ordino.kernel.messages import Decision, Done, Refused, StreamEvent
from ordino.kernel.problems import InvalidInput

SQL = Statements("ordino.inventory")
MAXIMUM_LIMIT = 10_000


@handles(ExpireReservations)
def expire_reservations(unit: Unit, commands: Sequence[ExpireReservations]) -> list[Decision]:
    return [_expire(unit, command) for command in commands]


def _expire(unit: Unit, command: ExpireReservations) -> Decision:
    if not 1 <= command.limit <= MAXIMUM_LIMIT:
        return Refused(InvalidInput(field="limit", reason=f"must be from 1 to {MAXIMUM_LIMIT}, not {command.limit}"))
    pairs = unit.fetch(SQL.select_due_reservations, Pair, now=unit.now, limit=command.limit)
    if not pairs:
        return Done(ExpiryResult(expired=0))
    lock_levels(unit, pairs)
    rows = unit.fetch(SQL.journal_expired_reservations, ReservationRow, pairs=pairs)
    codes = Codes(unit, sku_ids=(row.sku_id for row in rows), location_ids=(row.location_id for row in rows))
    return Done(ExpiryResult(expired=len(rows)), tuple(_event(codes, row) for row in rows))


def _event(codes: Codes, row: ReservationRow) -> StreamEvent:
    event = ReservationExpired(
        sku=codes.sku_code[row.sku_id],
        location=codes.location_code[row.location_id],
        reservation_id=row.id,
        owner=row.owner,
        quantity=row.quantity,
    )
    return StreamEvent(codes.stream(Pair(row.sku_id, row.location_id)), event)
