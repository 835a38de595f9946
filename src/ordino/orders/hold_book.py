"""The open holds of a batch's orders while its commands are decided one after another."""

from ordino.kernel.problems import NotFound, Problem
from ordino.orders.decide.blocking import any_blocks
from ordino.orders.reading import OpenHold


class HoldBook:
    """The open holds of the batch's orders, as they are released one after another."""

    def __init__(self, holds: dict[int, list[OpenHold]]) -> None:
        self._holds = holds

    def find(self, order_id: int, hold_id: int) -> OpenHold | None:
        return next((hold for hold in self._holds.get(order_id, ()) if hold.id == hold_id), None)

    def having(self, order_id: int, reason: str, detail: str) -> list[OpenHold]:
        """The holds of a reason; with a detail only those that say it."""
        of_reason = (hold for hold in self._holds.get(order_id, ()) if hold.reason == reason)
        return [hold for hold in of_reason if detail in ("", hold.detail)]

    def close(self, hold: OpenHold) -> None:
        self._holds[hold.order_id].remove(hold)

    def blocks(self, order_id: int) -> bool:
        """Whether any hold keeps the order from being confirmed."""
        return any_blocks(hold.scope for hold in self._holds.get(order_id, ()))


def no_hold(order_id: int, hold_id: int) -> Problem:
    """Why a command on a hold is refused that is not open, or not of this order."""
    return NotFound(what=f"open hold of order {order_id}", reference=str(hold_id))
