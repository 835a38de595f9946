"""For whom units are kept, and how the end of a reservation is written; `allocations.convert_reservations` ends one in an order."""

from ordino.kernel.messages import Record

_CHECKOUT = "checkout/"


class ReservationState(Record, frozen=True):
    """The state a reservation is put into."""

    id: int
    state: str


def checkout_owner(channel_id: int, cart: str) -> str:
    """The owner of what a cart of a channel keeps: `checkout/3/cart-7`."""
    return f"{_CHECKOUT}{channel_id}/{cart}"


def is_checkout(owner: str) -> bool:
    """Whether this owner is a cart of a channel, whose units no other channel may take."""
    return owner.startswith(_CHECKOUT)
