"""Whatever the stock, demand and rules: nothing is taken twice, nothing is lost, limits hold, answers repeat."""

from hypothesis import given, settings
from hypothesis import strategies as st

from ordino.sourcing.decide.backorders import Claim, fill_backorders
from ordino.sourcing.decide.plan import plan_sources
from ordino.sourcing.decide.rows import Demand, DemandLine, SourceLocation, SourcingRules
from ordino.sourcing.decide.stock import RunningStock
from tests.sourcing.test_backorders import TEN

SKUS, PLACES = (1, 2, 3), (1, 2, 3, 4)
stocks = st.fixed_dictionaries({(sku, place): st.integers(0, 6) for sku in SKUS for place in PLACES})
lines = st.lists(st.tuples(st.sampled_from(SKUS), st.integers(1, 8)), min_size=1, max_size=4)
places = st.lists(st.tuples(st.integers(1, 3), st.integers(0, 900)), min_size=1, max_size=len(PLACES))
rules = st.builds(SourcingRules, max_parcels=st.integers(1, 3), extra_parcel_cost_minor=st.integers(0, 500))


@settings(max_examples=150)
@given(stocks, lines, places, rules, st.tuples(st.booleans(), st.sampled_from(["backorder", "refuse"])))
def test_a_plan_keeps_stock_demand_and_split_limit(stock, lines, places, rules, terms) -> None:  # type: ignore[no-untyped-def]
    ship_complete, out_of_stock = terms
    demand = Demand(
        tuple(DemandLine(n, sku, units) for n, (sku, units) in enumerate(lines, 1)), ship_complete, out_of_stock
    )
    locations = [SourceLocation(n, f"L{n}", priority, cost) for n, (priority, cost) in enumerate(places, 1)]
    running = RunningStock(stock)
    plan = plan_sources(demand, locations, running, rules)
    assert plan == plan_sources(demand, list(reversed(locations)), running, rules)

    running.take(plan.allocations)
    assert min(running.available.values()) >= 0
    assert len({row.location_id for row in plan.allocations}) <= (1 if ship_complete else rules.max_parcels)
    assert all(row.quantity > 0 for row in (*plan.allocations, *plan.backorders))
    if plan.refused:
        assert (plan.allocations, plan.backorders) == ((), ())
        assert plan.shortages
        return
    for line in demand.lines:
        rows = (*plan.allocations, *plan.backorders)
        assert sum(row.quantity for row in rows if row.line_number == line.number) == line.quantity
    assert not (ship_complete and plan.allocations and plan.backorders)
    assert not (out_of_stock == "refuse" and plan.backorders)


@settings(max_examples=150)
@given(st.lists(st.tuples(st.integers(1, 4), st.integers(1, 5), st.integers(0, 1)), max_size=6), st.integers(0, 12))
def test_filling_takes_no_more_than_is_there_and_never_part_of_a_ship_complete_order(waiting, units) -> None:  # type: ignore[no-untyped-def]
    claims = [
        Claim(order, n, 1, wanted, TEN, priority, None, order % 2 == 0)
        for n, (order, wanted, priority) in enumerate(waiting)
    ]
    fillings = fill_backorders(claims, {1: units})
    assert sum(row.quantity for row in fillings) <= units
    for order in {claim.order_id for claim in claims if claim.ship_complete}:
        taken = sum(row.quantity for row in fillings if row.order_id == order)
        assert taken in (0, sum(claim.quantity for claim in claims if claim.order_id == order))
