"""What sourcing may refuse."""

from datetime import datetime

from ordino.kernel.problems import Problem


class InsufficientStock(Problem, frozen=True, kw_only=True):
    """The order takes no backorder and stock is short; `also_short` names the further SKUs."""

    title = "Insufficient stock"
    sku: str
    wanted: int
    available: int
    also_short: tuple[str, ...] = ()

    def detail(self) -> str:
        others = f" (short, too: {', '.join(self.also_short)})" if self.also_short else ""
        return (
            f"{self.sku}: {self.wanted} wanted, {self.available} available{others}; "
            "order what is available, or accept a backorder."
        )


class CheckoutIsReserved(Problem, frozen=True, kw_only=True):
    """A cart has one reservation at a time; release it to keep something else for the cart."""

    title = "Checkout is reserved"
    reservation: str
    expires_at: datetime

    def detail(self) -> str:
        return f"Units are kept for {self.reservation} until {self.expires_at:%H:%M:%S} UTC; release them first."


class ReservationGone(Problem, frozen=True, kw_only=True):
    """The reservation that an order names ran out, was released, was taken by another order, or belongs to another channel."""

    title = "Reservation keeps nothing"
    reservation: str

    def detail(self) -> str:
        return (
            f"Nothing is kept for {self.reservation} any more: its time ran out, it was released, or an order has taken it; "
            "reserve again, or place the order without it."
        )
