"""Place orders: read what the batch needs, decide each, write all."""

from collections.abc import Sequence

from ordino.engine import Unit, handles
from ordino.kernel.messages import Decision, Done, Known, Refused
from ordino.kernel.problems import Problem
from ordino.orders.accepted import accept, known_result, placement_events
from ordino.orders.commands import PlaceOrder
from ordino.orders.decide.discount_limit import GIVE_DISCOUNT, check_discount
from ordino.orders.decide.place_order import decide_placement
from ordino.orders.decide.placement_rows import Placement
from ordino.orders.facts import PlacementQuestion, Reference
from ordino.orders.write_placement import write_placements


@handles(PlaceOrder, draws=("orders_order_id_seq", "orders_hold_id_seq"))
def place_orders(unit: Unit, commands: Sequence[PlaceOrder]) -> list[Decision]:
    """Accept each order at once with its holds; an order without holds is confirmed."""
    asked = PlacementQuestion(unit, commands)
    facts = asked.facts()
    known = asked.known().by_reference()
    decided: dict[int, Decision] = {}
    placements: list[tuple[int, Placement]] = []
    repeated: list[tuple[int, int]] = []
    first: dict[Reference, int] = {}
    for index, command in enumerate(commands):
        reference = _reference(command)
        if reference is not None and reference in known:
            decided[index] = Known(known_result(known[reference]))
        elif reference is not None and reference in first:
            repeated.append((index, first[reference]))
        else:
            placement = decide_placement(command, facts, now=unit.now)
            if isinstance(placement, Problem):
                decided[index] = Refused(placement)
                continue
            if over := check_discount(placement.priced, unit.actor.limit(GIVE_DISCOUNT)):
                decided[index] = Refused(over)
                continue
            facts.use_credit(command, placement.priced.total_minor)
            placements.append((index, placement))
            if reference is not None:
                first[reference] = index
    accepted = accept(unit, commands, facts, placements, unit.next_ids("orders_order_id_seq", len(placements)))
    write_placements(unit, accepted)
    for item in accepted:
        decided[item.index] = Done(item.result(), placement_events(item, unit))
    for index, original in repeated:
        done = decided[original]
        decided[index] = Known(done.result) if isinstance(done, Done) else done
    return [decided[index] for index in range(len(commands))]


def _reference(command: PlaceOrder) -> Reference | None:
    return None if command.external_reference is None else Reference(command.channel, command.external_reference)
