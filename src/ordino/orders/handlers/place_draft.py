"""Place drafts: the same decision as for any order, under the number the draft has."""

from collections.abc import Sequence

import msgspec
from msgspec import structs

from ordino.engine import Unit, handles
from ordino.kernel.messages import Decision, Done, Record, Refused
from ordino.kernel.problems import Problem
from ordino.orders.accepted import accept, placement_events
from ordino.orders.commands import PlaceDraft, PlaceOrder
from ordino.orders.decide.discount_limit import GIVE_DISCOUNT, check_discount
from ordino.orders.decide.place_order import decide_placement
from ordino.orders.decide.placement_rows import Placement
from ordino.orders.facts import SQL, read_placement_facts
from ordino.orders.locking import LockedOrder, lock_orders, permitted_order
from ordino.orders.write_placement import order_row, write_parts


class _Draft(Record, frozen=True):
    id: int
    draft: str

    def order(self) -> PlaceOrder:
        return msgspec.json.decode(self.draft, type=PlaceOrder)


class _Placed(Record, frozen=True):
    """A draft with what its placement comes to, and the index of its command."""

    index: int
    order: LockedOrder
    placement: Placement


@handles(PlaceDraft)
def place_drafts(unit: Unit, commands: Sequence[PlaceDraft]) -> list[Decision]:
    """Place each draft as it stands; what cannot be an order is refused and stays a draft."""
    orders = lock_orders(unit, (command.order_id for command in commands))
    drafts = {row.id: row.order() for row in unit.fetch(SQL.select_drafts, _Draft, order_ids=list(orders))}
    facts = read_placement_facts(unit, list(drafts.values()))
    decided: dict[int, Decision] = {}
    placed: list[_Placed] = []
    for index, command in enumerate(commands):
        order = permitted_order(orders, command.order_id, PlaceDraft, expected_version=command.expected_version)
        if isinstance(order, Problem):
            decided[index] = Refused(order)
            continue
        placement = decide_placement(drafts[order.id], facts, now=unit.now)
        if isinstance(placement, Problem):
            decided[index] = Refused(placement)
            continue
        if over := check_discount(placement.priced, unit.actor.limit(GIVE_DISCOUNT)):
            decided[index] = Refused(over)
            continue
        facts.use_credit(drafts[order.id], placement.priced.total_minor)
        placed.append(_Placed(index, order, placement))
        orders[order.id] = structs.replace(order, state="placed", version=order.version + 1)
    accepted = accept(
        unit,
        [drafts[item.order.id] for item in placed],
        facts,
        list(enumerate(item.placement for item in placed)),
        [item.order.id for item in placed],
    )
    unit.write(SQL.place_drafts, [order_row(item, unit) for item in accepted])
    write_parts(unit, accepted)
    for draft, item in zip(placed, accepted, strict=True):
        result = structs.replace(item.result(), version=draft.order.version + 1)
        decided[draft.index] = Done(result, placement_events(item, unit, version=result.version))
    return [decided[index] for index in range(len(commands))]
