"""Who gives way when fewer units are there than were promised."""

from collections.abc import Iterable, Sequence

from msgspec.structs import replace

from ordino.inventory.rows import AllocationRow, ReservationRow
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


def choose_claims(claims: Sequence[AllocationRow], quantity: int) -> list[AllocationRow]:
    """Take `quantity` units from claims in the given order, which is the order in which they lose; the last one in part.

    Answers rows for `deallocate`. Raises ValueError where the claims together hold less.
    """
    taken: list[AllocationRow] = []
    left = quantity
    for claim in claims:
        if left == 0:
            break
        taken.append(replace(claim, quantity=min(left, claim.quantity)))
        left -= taken[-1].quantity
    if left:
        raise ValueError(f"{left} of {quantity} units are not covered by {len(claims)} claims")
    return taken
