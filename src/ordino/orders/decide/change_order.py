"""Decide a change order: all of its actions or none, each unit leaving with exactly its share. Pure."""

from collections.abc import Sequence

from msgspec import structs

from ordino.kernel.messages import Record
from ordino.kernel.problems import InvalidInput, NotFound, Problem
from ordino.orders.commands import AddLine, CancelCharge, CancelUnits, ChangeAction, ChangeAddress
from ordino.orders.decide.leaving_units import leave, money_of_charge, money_of_units
from ordino.orders.decide.placement_rows import HoldToOpen, Placement
from ordino.orders.problems import ChargeAlreadyCanceled, NothingLeft
from ordino.orders.reading import OrderCharge, OrderLine
from ordino.orders.rows import LeavingUnits, PlacedLine, PostalAddress

MAXIMUM_ACTIONS = 1000


class OrderToChange(Record, frozen=True):
    """What deciding a change reads: the order's lines and charges as they stand."""

    order_id: int
    total_minor: int
    prices_include_tax: bool
    lines: tuple[OrderLine, ...]
    charges: tuple[OrderCharge, ...]


class AddedLines(Record, frozen=True):
    """The lines that one `AddLine` comes to, priced on their own; a bundle is several."""

    placement: Placement
    lines: tuple[PlacedLine, ...]


class DecidedChange(Record, frozen=True):
    """A change as decided, ready to be written."""

    added: tuple[PlacedLine, ...]
    canceled: tuple[LeavingUnits, ...]
    canceled_charges: tuple[int, ...]
    ship_to: PostalAddress | None
    total_minor: int
    holds: tuple[HoldToOpen, ...]


class _Draft:
    """The order while the actions are applied one after another."""

    def __init__(self, order: OrderToChange) -> None:
        self.order = order
        self.lines = {line.number: line for line in order.lines}
        self.open_charges = {part.charge_number for part in order.charges if not part.canceled}
        self.total_minor = order.total_minor
        self.added: list[PlacedLine] = []
        self.canceled: list[LeavingUnits] = []
        self.canceled_charges: list[int] = []
        self.ship_to: PostalAddress | None = None
        self.holds: list[HoldToOpen] = []


def decide_change(
    order: OrderToChange, actions: Sequence[ChangeAction], added: Sequence[AddedLines]
) -> DecidedChange | Problem:
    """Apply the actions; `added` holds the priced lines of the `AddLine` actions, in their order."""
    if not 0 < len(actions) <= MAXIMUM_ACTIONS:
        return InvalidInput(field="actions", reason=f"a change has 1 to {MAXIMUM_ACTIONS} actions, not {len(actions)}.")
    draft = _Draft(order)
    priced = iter(added)
    for action in actions:
        problem = _apply(draft, action, priced_line=next(priced) if isinstance(action, AddLine) else None)
        if problem is not None:
            return problem
    if not draft.added and all(line.ordered == line.canceled for line in draft.lines.values()):
        return NothingLeft(order_id=order.order_id)
    return DecidedChange(
        tuple(draft.added),
        tuple(draft.canceled),
        tuple(draft.canceled_charges),
        draft.ship_to,
        draft.total_minor,
        tuple(draft.holds),
    )


def _apply(draft: _Draft, action: ChangeAction, *, priced_line: AddedLines | None) -> Problem | None:
    match action:
        case AddLine() if priced_line is not None:
            _add(draft, priced_line)
            return None
        case CancelUnits():
            return _cancel_units(draft, action)
        case CancelCharge():
            return _cancel_charge(draft, action)
        case ChangeAddress():
            draft.ship_to = action.ship_to
            return None
        case _:
            raise AssertionError("an added line was not priced")


def _add(draft: _Draft, added: AddedLines) -> None:
    number = max([*draft.lines, *(line.number for line in draft.added)])
    for offset, line in enumerate(added.lines, 1):
        draft.added.append(structs.replace(line, number=number + offset))
    draft.total_minor += added.placement.priced.total_minor
    by_number = {
        line.number: placed.number for line, placed in zip(added.lines, draft.added[-len(added.lines) :], strict=True)
    }
    for hold in added.placement.holds:
        if hold.line_number is not None:
            draft.holds.append(structs.replace(hold, line_number=by_number[hold.line_number]))
        elif hold.reason == "credit":
            draft.holds.append(hold)


def _cancel_units(draft: _Draft, action: CancelUnits) -> Problem | None:
    line = draft.lines.get(action.line_number)
    if line is None:
        return NotFound(what="line", reference=f"{draft.order.order_id}-{action.line_number}")
    leaving = leave(line, action.quantity)
    if isinstance(leaving, Problem):
        return leaving
    draft.total_minor -= money_of_units(
        line, line.canceled, action.quantity, prices_include_tax=draft.order.prices_include_tax
    )
    taken = {units.bucket: getattr(line, units.bucket) - units.quantity for units in leaving}
    draft.lines[line.number] = structs.replace(line, canceled=line.canceled + action.quantity, **taken)
    draft.canceled.extend(leaving)
    return None


def _cancel_charge(draft: _Draft, action: CancelCharge) -> Problem | None:
    parts = [part for part in draft.order.charges if part.charge_number == action.charge_number]
    if not parts:
        return NotFound(what=f"charge of order {draft.order.order_id}", reference=str(action.charge_number))
    if action.charge_number not in draft.open_charges:
        return ChargeAlreadyCanceled(order_id=draft.order.order_id, charge_number=action.charge_number)
    draft.open_charges.remove(action.charge_number)
    draft.canceled_charges.append(action.charge_number)
    draft.total_minor -= sum(money_of_charge(part, prices_include_tax=draft.order.prices_include_tax) for part in parts)
    return None
