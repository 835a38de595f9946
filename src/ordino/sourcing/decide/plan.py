"""Choose where an order's units come from: least uncovered, then least cost, fewest parcels, first in location order.

A location that covers everything and costs no more than any other alone is taken at once; else all ways are weighed.
"""

from collections.abc import Sequence

from msgspec import structs

from ordino.sourcing.decide.costs import Parcel, itemized, parcel_cost, unknown_costs
from ordino.sourcing.decide.rows import (
    Candidate,
    Demand,
    DemandLine,
    NamedCost,
    Plan,
    PlannedAllocation,
    PlannedBackorder,
    Shortage,
    SourceLocation,
    SourcingRules,
)
from ordino.sourcing.decide.search import Question, Way, weigh
from ordino.sourcing.decide.stock import RunningStock

MAX_LISTED = 8


def plan_sources(
    demand: Demand, locations: Sequence[SourceLocation], stock: RunningStock, rules: SourcingRules
) -> Plan:
    """The plan for one order against what is available now; the caller lowers `stock` by the plan it accepts.

    A ship-complete order goes out in one parcel or waits. Where stock is short and the order (or a line) does not take
    backorders, the plan is refused and names the shortages. A rule that names a cost nobody offers is said as `unknown_cost`.
    """
    plan = _plan(demand, locations, stock, rules)
    return structs.replace(plan, reasons=(*plan.reasons, "unknown_cost")) if unknown_costs(rules) else plan


def _plan(demand: Demand, locations: Sequence[SourceLocation], stock: RunningStock, rules: SourcingRules) -> Plan:
    question = Question(demand.lines, _needs(demand.lines), locations, stock, rules, demand.used)
    if rules.stock_buffer:
        question = question._replace(kept_back=_kept_back(demand, question))
    if demand.waits:
        return Plan((), _backorders(demand.lines, ()), (), ("ship_complete_waits",))
    if not demand.used and not question.kept_back:
        quick = _clear_winner(question)
        if quick is not None:
            return quick
    ways = weigh(question, 1 if demand.ship_complete else rules.max_parcels)
    if ways and ways[0].uncovered == 0:
        return Plan(_allocations(ways[0]), (), _candidates(question, ways, ways[0]), (_why_best(ways),))
    return _short_plan(demand, question, ways)


def _needs(lines: Sequence[DemandLine]) -> dict[int, int]:
    """Units by SKU, so that a SKU on two lines is checked against its stock once."""
    needs: dict[int, int] = {}
    for line in lines:
        needs[line.sku_id] = needs.get(line.sku_id, 0) + line.quantity
    return needs


def _kept_back(demand: Demand, question: Question) -> dict[int, int]:
    """The units by line that are there, but that the channel leaves in stock; the last lines go without first.

    What the order's own checkout has reserved is its own, whatever the buffer.
    """
    kept: dict[int, int] = {}
    for sku_id, wanted in question.needs.items():
        there = sum(question.available(sku_id, place) for place in question.locations)
        permitted = max(there - question.rules.stock_buffer, demand.reserved.get(sku_id, 0))
        beyond = max(0, wanted - max(0, permitted)) if permitted < min(wanted, there) else 0
        for line in reversed(demand.lines):
            units = min(beyond, line.quantity) if line.sku_id == sku_id else 0
            if units:
                kept[line.number] = units
                beyond -= units
    return kept


def _clear_winner(question: Question) -> Plan | None:
    """The plan with one location that covers everything and costs no more than any other alone, or None.

    No further parcel can be cheaper then, because costs are never negative.
    """
    locations, rules = question.locations, question.rules
    if len(locations) == 1:
        return _single(question, locations[0])
    bounds = sorted(
        (parcel_cost(Parcel(place, (), question.stock), rules), place.priority, place.id, place) for place in locations
    )
    for bound, _, _, location in bounds:
        if bound > bounds[0][0]:
            break
        plan = _single(question, location)
        if plan is not None and plan.candidates[0].cost_minor == bound:
            return plan
    return None


def _single(question: Question, location: SourceLocation) -> Plan | None:
    available, location_id = question.stock.available, location.id
    for sku_id, quantity in question.needs.items():
        if available.get((sku_id, location_id), 0) < quantity:
            return None
    allocations = tuple(
        [PlannedAllocation(line.number, line.sku_id, location_id, line.quantity) for line in question.lines]
    )
    cost, costs = 0, tuple[NamedCost, ...]()
    if question.rules.costs or location.fixed_cost_minor:
        parcel = Parcel(location, allocations, question.stock)
        cost, costs = parcel_cost(parcel, question.rules), itemized((parcel,), question.rules, 0)
    chosen = Candidate((location.code,), sum(question.needs.values()), cost, "chosen", costs)
    return Plan(allocations, (), (chosen,), ("clear_winner",))


def _short_plan(demand: Demand, question: Question, ways: Sequence[Way]) -> Plan:
    """Where no permitted way covers everything: refuse, wait, or allocate what there is and backorder the rest."""
    best = ways[0] if ways and not demand.ship_complete else None
    allocations = _allocations(best) if best is not None else ()
    backorders = _backorders(demand.lines, allocations)
    reason = _why_short(question, ways)
    firm = {line.number for line in demand.lines if demand.out_of_stock == "refuse" or not line.backorderable}
    if any(row.line_number in firm for row in backorders):
        return Plan(
            candidates=_candidates(question, ways, None),
            reasons=(reason, "refused_short"),
            shortages=_shortages(ways[0] if ways else None, question.needs),
            refused=True,
        )
    reasons = (reason, "ship_complete_waits") if demand.ship_complete else (reason,)
    return Plan(allocations, backorders, _candidates(question, ways, best), reasons)


def _allocations(way: Way) -> tuple[PlannedAllocation, ...]:
    rows = [row for parcel in way.parcels for row in parcel.allocations]
    return tuple(sorted(rows, key=lambda row: (row.line_number, -row.quantity, row.location_id)))


def _backorders(lines: Sequence[DemandLine], allocations: Sequence[PlannedAllocation]) -> tuple[PlannedBackorder, ...]:
    allocated: dict[int, int] = {}
    for row in allocations:
        allocated[row.line_number] = allocated.get(row.line_number, 0) + row.quantity
    rows = (PlannedBackorder(line.number, line.sku_id, line.quantity - allocated.get(line.number, 0)) for line in lines)
    return tuple(row for row in rows if row.quantity > 0)


def _shortages(way: Way | None, needs: dict[int, int]) -> tuple[Shortage, ...]:
    """What the widest permitted way lacks, by SKU."""
    covered = dict.fromkeys(needs, 0)
    for row in _allocations(way) if way is not None else ():
        covered[row.sku_id] += row.quantity
    return tuple(Shortage(sku, wanted, covered[sku]) for sku, wanted in needs.items() if covered[sku] < wanted)


def _why_best(ways: Sequence[Way]) -> str:
    best = ways[0]
    if len(ways) == 1 or ways[1].uncovered:
        return "only_way"
    if best.cost_minor < ways[1].cost_minor:
        return "cheapest"
    return "fewest_parcels" if len(best.parcels) < len(ways[1].parcels) else "location_order"


def _why_short(question: Question, ways: Sequence[Way]) -> str:
    if not question.locations:
        return "no_location"
    if question.kept_back:
        return "channel_buffer"
    for sku, wanted in question.needs.items():
        if sum(question.available(sku, place) for place in question.locations) < wanted:
            return "short"
    return "split_limit"


def _candidates(question: Question, ways: Sequence[Way], best: Way | None) -> tuple[Candidate, ...]:
    """The ways weighed, best first, at most `MAX_LISTED`; with nothing chosen all are short."""
    wanted = sum(question.needs.values())
    return tuple(
        Candidate(
            locations=tuple(parcel.location.code for parcel in way.parcels),
            covered=wanted - way.uncovered,
            cost_minor=way.cost_minor,
            verdict=_verdict(way, best),
            costs=itemized(way.parcels, question.rules, question.extra_parcels(way.parcels)),
        )
        for way in ways[:MAX_LISTED]
    )


def _verdict(way: Way, best: Way | None) -> str:
    if way is best:
        return "chosen"
    if best is None or way.uncovered > best.uncovered:
        return "short"
    if way.cost_minor > best.cost_minor:
        return "costlier"
    return "more_parcels" if len(way.parcels) > len(best.parcels) else "lower_rank"
