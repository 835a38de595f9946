"""The tabs of the list: each is a filter that the list can read along an index."""

from collections.abc import Sequence
from typing import NamedTuple

from ordino.office.tabs import state_tab
from ordino.office.texts import _
from ordino.orders.lifecycle import ORDER
from ordino.orders.views import StageCount


class Stage(NamedTuple):
    """A tab. `fulfillment` None means any."""

    name: str
    word: str
    states: tuple[str, ...]
    fulfillment: str | None = None


_OPEN = ("placed", "confirmed")
COUNTED = ("draft", *_OPEN)  # what has ended waits for nobody, and need not be counted
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
WAITING = STAGES[1:9]  # where an order waits for somebody or something
_BY_NAME = {stage.name: stage for stage in STAGES}


def stage_of(asked: str) -> Stage:
    """The stage of that name; `state-confirmed` is a stage of one state. Anything else is the first."""
    tab = state_tab(asked, "order", ORDER.states)
    return Stage(*tab) if tab else _BY_NAME.get(asked, STAGES[0])


def counted(stages: Sequence[Stage], counts: Sequence[StageCount]) -> list[tuple[Stage, int]]:
    """How many orders are at each of the stages."""
    return [(stage, sum(row.orders for row in counts if _is_at(row, stage))) for stage in stages]


def tabs_of(stages: Sequence[Stage], counts: Sequence[StageCount]) -> list[tuple[Stage, int | None]]:
    """The stages with how many orders wait at each; None where they have ended and are not counted."""
    return [(stage, orders if set(stage.states) <= set(COUNTED) else None) for stage, orders in counted(stages, counts)]


def _is_at(row: StageCount, stage: Stage) -> bool:
    return row.state in stage.states and stage.fulfillment in (None, row.fulfillment_status)
