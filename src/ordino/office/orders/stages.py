"""The tabs of the list: each is a filter that the list can read along an index."""

from typing import NamedTuple

from ordino.orders.lifecycle import ORDER


class Stage(NamedTuple):
    """A tab. `fulfillment` None means any."""

    name: str
    word: str
    states: tuple[str, ...]
    fulfillment: str | None = None


_OPEN = ("placed", "confirmed")
STAGES: tuple[Stage, ...] = (
    Stage("open", "All open", _OPEN),
    Stage("verify", "To verify", ("placed",)),
    Stage("source", "To source", _OPEN, "unsourced"),
    Stage("backordered", "Backordered", _OPEN, "backordered"),
    Stage("release", "To release", ("confirmed",), "allocated"),
    Stage("work", "In work", ("confirmed",), "in_progress"),
    Stage("partial", "Partial", ("confirmed",), "partial"),
    Stage("transit", "In transit", ("confirmed",), "shipped"),
    Stage("delivered", "Delivered", ("confirmed",), "delivered"),
    Stage("done", "Done", ("completed",)),
    Stage("canceled", "Canceled", ("canceled", "expired")),
    Stage("draft", "Drafts", ("draft",)),
    Stage("all", "All", ORDER.states),
)
BY_NAME = {stage.name: stage for stage in STAGES}
