"""How an amount spreads over an order's payments. Pure."""

from collections.abc import Iterable

from ordino.kernel.messages import Record


class Room(Record, frozen=True):
    """How much a payment takes of an amount."""

    payment_id: int
    amount_minor: int


def spread(amount_minor: int, rooms: Iterable[Room]) -> tuple[tuple[Room, ...], int]:
    """Fill the rooms in their order; answers what each takes and what found no room."""
    taken: list[Room] = []
    for room in rooms:
        part = min(amount_minor, room.amount_minor)
        if part > 0:
            taken.append(Room(room.payment_id, part))
            amount_minor -= part
    return tuple(taken), amount_minor
