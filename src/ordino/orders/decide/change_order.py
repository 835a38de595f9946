"""Decide a change order: all of its actions or none, each unit leaving with exactly its share. Pure."""

from collections.abc import Sequence

from ordino.kernel.messages import Record
from ordino.kernel.problems import InvalidInput, Problem
from ordino.orders.commands import AddLine, CancelCharge, CancelUnits, ChangeAction, ChangeAddress, ChooseSku
from ordino.orders.decide.blocking import any_blocks
from ordino.orders.decide.change_draft import AddedLines, ChangeDraft, OrderToChange, ReleasedHold
from ordino.orders.decide.placement_rows import HoldToOpen, SkuFacts
from ordino.orders.problems import NothingLeft
from ordino.orders.rows import ChosenSku, LeavingUnits, PlacedLine, PostalAddress

MAXIMUM_ACTIONS = 1000


class ChangeFacts(Record, frozen=True):
    """What the actions name: the priced lines of each `AddLine`, in their order, and SKUs by code."""

    added: tuple[AddedLines, ...] = ()
    skus: dict[str, SkuFacts] = {}


class DecidedChange(Record, frozen=True):
    """A change as decided, ready to be written; `after` is the order as it stands then, without the holds it opens."""

    state: str
    added: tuple[PlacedLine, ...]
    canceled: tuple[LeavingUnits, ...]
    canceled_charges: tuple[int, ...]
    chosen: tuple[ChosenSku, ...]
    ship_to: PostalAddress | None
    opened: tuple[HoldToOpen, ...]
    released: tuple[ReleasedHold, ...]
    after: OrderToChange

    def touched(self) -> set[int]:
        """The lines that stood before the change and are others after it."""
        return {units.line_number for units in self.canceled} | {line.line_number for line in self.chosen}


def decide_change(order: OrderToChange, actions: Sequence[ChangeAction], facts: ChangeFacts) -> DecidedChange | Problem:
    """Apply the actions one after another; lines added by a change cannot be touched by the same change."""
    if not 0 < len(actions) <= MAXIMUM_ACTIONS:
        return InvalidInput(field="actions", reason=f"a change has 1 to {MAXIMUM_ACTIONS} actions, not {len(actions)}.")
    draft = ChangeDraft(order)
    priced = iter(facts.added)
    for action in actions:
        problem: Problem | None = None
        match action:
            case AddLine():
                draft.add(next(priced))
            case CancelUnits():
                problem = draft.cancel_units(action)
            case CancelCharge():
                problem = draft.cancel_charge(action)
            case ChangeAddress():
                draft.change_address(action)
            case ChooseSku():
                problem = draft.choose_sku(action, facts.skus.get(action.sku))
        if problem is not None:
            return problem
    if not draft.has_units():
        return NothingLeft(order_id=order.order_id)
    return _decided(order, draft)


def _decided(order: OrderToChange, draft: ChangeDraft) -> DecidedChange:
    scopes = [*(hold.scope for hold in draft.holds), *(hold.scope for hold in draft.opened)]
    confirmed = order.state == "placed" and draft.released and not any_blocks(scopes)
    state = "confirmed" if confirmed else order.state
    return DecidedChange(
        state,
        tuple(draft.added),
        tuple(draft.canceled),
        tuple(draft.canceled_charges),
        draft.chosen(),
        draft.ship_to,
        tuple(draft.opened),
        tuple(draft.released),
        draft.order_after(state),
    )
