"""How the end of a reservation is written; `allocations.convert_reservations` is the end in an order."""

from ordino.kernel.messages import Record


class ReservationState(Record, frozen=True):
    """The state a reservation is put into."""

    id: int
    state: str
