"""What follows when fewer or more units are there than should be."""

from collections.abc import Iterable

from ordino.inventory.rows import ReservationRow
from ordino.kernel.messages import Record


class CountOutcome(Record, frozen=True):
    """What a count leads to: `change` is booked now, `released` reservations end, `shortfall` is for orders to give up."""

    change: int
    released: tuple[ReservationRow, ...]
    shortfall: int


def judge_count(*, standing: int, free: int, counted: int, reservations: Iterable[ReservationRow]) -> CountOutcome:
    """Cover what a count misses from free units, then by ending reservations (the newest first), then from orders.

    `standing` units should be there, `free` of them are neither reserved nor allocated.
    """
    missing = standing - counted
    if missing <= free:
        return CountOutcome(-missing, (), 0)
    released: list[ReservationRow] = []
    for reservation in sorted(reservations, key=lambda row: row.id, reverse=True):
        if missing <= free:
            break
        released.append(reservation)
        free += reservation.quantity
    booked = min(missing, free)
    return CountOutcome(-booked, tuple(released), missing - booked)
