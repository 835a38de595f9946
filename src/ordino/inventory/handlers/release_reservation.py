"""A reservation ends before its time."""

from collections.abc import Sequence

from msgspec.structs import replace

from ordino.engine import Statements, Unit, handles
from ordino.inventory.codes import Codes, possible_keys
from ordino.inventory.commands import ReleaseReservation, ReservationResult
from ordino.inventory.events import ReservationReleased
from ordino.inventory.lifecycle import RESERVATION
from ordino.inventory.reservations import ReservationState
from ordino.inventory.rows import Pair, ReservationRow
from ordino.inventory.work import StockWork
from ordino.kernel.messages import Decision, Done, Refused, StreamEvent
from ordino.kernel.problems import NotFound, StateRefuses

SQL = Statements("ordino.inventory")


@handles(ReleaseReservation)
def release_reservation(unit: Unit, commands: Sequence[ReleaseReservation]) -> list[Decision]:
    ids = possible_keys(c.reservation_id for c in commands)
    named = unit.fetch(SQL.select_reservations, ReservationRow, ids=ids)
    codes = Codes(unit, sku_ids=(row.sku_id for row in named), location_ids=(row.location_id for row in named))
    work = StockWork(unit, sorted({Pair(row.sku_id, row.location_id) for row in named}))
    # Only under the lock of the level is it certain whether a reservation is still live.
    found = {row.id: row for row in unit.fetch(SQL.select_reservations, ReservationRow, ids=ids)}
    ended: list[ReservationState] = []
    decisions: list[Decision] = []
    for command in commands:
        row = found.get(command.reservation_id)
        if row is None:
            decisions.append(Refused(NotFound(what="reservation", reference=str(command.reservation_id))))
            continue
        state = RESERVATION.target(row.state, command.kind())
        if state is None:
            decisions.append(Refused(_refusal(row, command)))
            continue
        work.reserve(Pair(row.sku_id, row.location_id), -row.quantity)
        ended.append(ReservationState(row.id, state))
        found[row.id] = replace(row, state=state)
        decisions.append(_answer(codes, found[row.id]))
    work.write()
    unit.write(SQL.set_reservation_states, ended)
    return decisions


def _refusal(row: ReservationRow, command: ReleaseReservation) -> StateRefuses:
    return StateRefuses(
        subject=f"Reservation {row.id}",
        state=row.state,
        command=command.kind(),
        permitted=RESERVATION.permitted(row.state),
    )


def _answer(codes: Codes, row: ReservationRow) -> Done:
    pair = Pair(row.sku_id, row.location_id)
    event = ReservationReleased(
        sku=codes.sku_code[row.sku_id],
        location=codes.location_code[row.location_id],
        reservation_id=row.id,
        owner=row.owner,
        quantity=row.quantity,
    )
    result = ReservationResult(reservation_id=row.id, state=row.state, expires_at=row.expires_at)
    return Done(result, (StreamEvent(codes.stream(pair), event),))
