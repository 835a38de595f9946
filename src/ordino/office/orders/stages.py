"""The tabs of the list: each is a filter that the list can read along an index."""

from typing import NamedTuple

from ordino.office.texts import _
from ordino.orders.lifecycle import ORDER


class Stage(NamedTuple):
    """A tab. `fulfillment` None means any."""

    name: str
    word: str
    states: tuple[str, ...]
    fulfillment: str | None = None


_OPEN = ("placed", "confirmed")
STAGES: tuple[Stage, ...] = (
    Stage("open", _("All open"), _OPEN),
    Stage("verify", _("To verify"), ("placed",)),
    Stage("source", _("To source"), _OPEN, "unsourced"),
    Stage("backordered", _("Backordered"), _OPEN, "backordered"),
    Stage("release", _("To release"), ("confirmed",), "allocated"),
    Stage("work", _("In work"), ("confirmed",), "in_progress"),
    Stage("partial", _("Partial"), ("confirmed",), "partial"),
    Stage("transit", _("In transit"), ("confirmed",), "shipped"),
    Stage("delivered", _("Delivered"), ("confirmed",), "delivered"),
    Stage("done", _("Done"), ("completed",)),
    Stage("canceled", _("Canceled"), ("canceled", "expired")),
    Stage("draft", _("Drafts"), ("draft",)),
    Stage("all", _("All"), ORDER.states),
)
BY_NAME = {stage.name: stage for stage in STAGES}
