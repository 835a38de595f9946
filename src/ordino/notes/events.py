"""What colleagues have told each other, on the stream of the order: `order/10482`."""

from ordino.kernel.messages import Event


class NoteWritten(Event, frozen=True, kw_only=True, omit_defaults=True):
    order_id: int
    note_id: int
    text: str
    mentions: tuple[str, ...] = ()


class OrderAssigned(Event, frozen=True, kw_only=True):
    """Whose the order is now; empty is nobody's."""

    order_id: int
    owner: str


class OrderWatched(Event, frozen=True, kw_only=True):
    """Somebody began to watch the order, or ended it."""

    order_id: int
    person: str
    watching: bool
