"""Cases that are no carts: plain shares, parts of a period, choice of locations."""

from calendar import monthrange
from datetime import date
from decimal import Decimal

from ordino.kernel.shares import share
from ordino.sourcing.decide.plan import plan_sources
from ordino.sourcing.decide.rows import Demand, DemandLine, Plan, SourceLocation, SourcingRules
from ordino.sourcing.decide.stock import RunningStock
from tests.peers.cases import Facts, NotOffered, PeerCase, number, only_known


def share_figures(case: PeerCase) -> Facts:
    only_known(case.inputs, "total_minor", "weights", "ratios")
    weights: list[int] = case.inputs["weights" if "weights" in case.inputs else "ratios"]
    return {"shares_minor": share(case.inputs["total_minor"], weights)}


def period_figures(case: PeerCase) -> Facts:
    """The part of one billing month that the days from start to end are, shared by days."""
    only_known(case.inputs, "start", "end", "billing_day", "period", "target")
    start, end = (date.fromisoformat(case.inputs[name]) for name in ("start", "end"))
    if case.inputs["period"] != "month" or start.day != case.inputs["billing_day"]:
        raise NotOffered("billing periods")
    whole_days = monthrange(start.year, start.month)[1]
    part_days = (end - start).days
    places = -int(number(case.expected["billed_periods"]).as_tuple().exponent)
    part, _ = share(10**places, [part_days, whole_days - part_days])
    return {"billed_periods": Decimal(part).scaleb(-places)}


def stock_figures(case: PeerCase) -> Facts:
    """Where the planner takes the units of a demand from."""
    only_known(case.inputs, "demand", "on_hand", "location_order", "backorderable_locations")
    on_hand, demand = case.inputs["on_hand"], case.inputs["demand"]
    codes = case.inputs.get("location_order", list(on_hand))
    skus = list(demand)
    stock = RunningStock(
        {(skus.index(sku), codes.index(code)): on_hand[code][sku] for code in codes for sku in on_hand[code]}
    )
    locations = [SourceLocation(rank, code, priority=rank) for rank, code in enumerate(codes)]
    lines = tuple(DemandLine(number, skus.index(sku), demand[sku]) for number, sku in enumerate(demand, 1))
    plan = plan_sources(Demand(lines), locations, stock, SourcingRules(max_parcels=len(codes)))
    taken = {code: {sku: _taken(plan, skus.index(sku), rank) for sku in skus} for rank, code in enumerate(codes)}
    used = [code for code in codes if any(taken[code].values())]
    backordered = {sku: sum(row.quantity for row in plan.backorders if row.sku_id == skus.index(sku)) for sku in skus}
    last = case.inputs.get("backorderable_locations", [])[-1:]
    return {
        "chosen_location": used[0],
        "shipments": len(used),
        "on_hand": taken,
        "backordered": dict.fromkeys(last, backordered),
        "unfilled": dict.fromkeys(skus, 0) if last else backordered,
    }


def _taken(plan: Plan, sku_id: int, location_id: int) -> int:
    return sum(row.quantity for row in plan.allocations if (row.sku_id, row.location_id) == (sku_id, location_id))
