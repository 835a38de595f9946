"""Plans: least uncovered, least cost, fewest parcels, first in location order; no unit is promised twice."""

import pytest
from msgspec import structs

from ordino.sourcing.decide.plan import MAX_LISTED, plan_sources
from ordino.sourcing.decide.rows import (
    Candidate,
    CostSetting,
    Demand,
    DemandLine,
    NamedCost,
    Plan,
    PlannedAllocation,
    Shortage,
    SourceLocation,
    SourcingRules,
)
from ordino.sourcing.decide.stock import RunningStock

A, B = 1, 2
L1, L2, L3 = (SourceLocation(number, f"L{number}") for number in (1, 2, 3))
RULES = SourcingRules()


def wanted(*lines: tuple[int, int], ship_complete: bool = False, out_of_stock: str = "backorder") -> Demand:
    rows = tuple(DemandLine(number, sku, quantity) for number, (sku, quantity) in enumerate(lines, 1))
    return Demand(rows, ship_complete, out_of_stock)


def sent(plan: Plan) -> list[tuple[int, int, int]]:
    return [(row.line_number, row.location_id, row.quantity) for row in plan.allocations]


def waiting(plan: Plan) -> list[tuple[int, int]]:
    return [(row.line_number, row.quantity) for row in plan.backorders]


def test_scenario_16_two_lines_of_one_sku_are_checked_against_one_stock() -> None:
    stock = RunningStock({(A, 1): 5})
    refused = plan_sources(wanted((A, 3), (A, 3), out_of_stock="refuse"), [L1], stock, RULES)
    assert refused.refused
    assert refused.shortages == (Shortage(A, wanted=6, available=5),)
    assert (sent(refused), waiting(refused)) == ([], [])

    backordered = plan_sources(wanted((A, 3), (A, 3)), [L1], stock, RULES)
    assert sent(backordered) == [(1, 1, 3), (2, 1, 2)]
    assert waiting(backordered) == [(2, 1)]


def test_scenario_17_what_is_there_is_allocated_and_the_rest_backordered() -> None:
    plan = plan_sources(wanted((A, 8)), [L1], RunningStock({(A, 1): 3}), RULES)
    assert sent(plan) == [(1, 1, 3)]
    assert waiting(plan) == [(1, 5)]
    assert plan.reasons == ("short",)


class TestScenario20:
    stock = RunningStock({(A, 1): 6, (A, 2): 7, (A, 3): 3})
    places = (L1, L2, L3)

    def test_scenario_20_two_parcels_the_wider_cover_first(self) -> None:
        plan = plan_sources(wanted((A, 10)), self.places, self.stock, RULES)
        assert sent(plan) == [(1, 2, 7), (1, 1, 3)]
        assert plan.backorders == ()
        assert [(way.locations, way.verdict) for way in plan.candidates[:2]] == [
            (("L2", "L1"), "chosen"),
            (("L2", "L3"), "lower_rank"),
        ]

    def test_scenario_20_at_most_one_parcel_backorders_or_refuses(self) -> None:
        rules = SourcingRules(max_parcels=1)
        backordered = plan_sources(wanted((A, 10)), self.places, self.stock, rules)
        assert (sent(backordered), waiting(backordered)) == ([(1, 2, 7)], [(1, 3)])
        assert backordered.reasons == ("split_limit",)

        refused = plan_sources(wanted((A, 10), out_of_stock="refuse"), self.places, self.stock, rules)
        assert refused.refused
        assert refused.reasons == ("split_limit", "refused_short")
        assert refused.shortages == (Shortage(A, wanted=10, available=7),)

    def test_scenario_20_ship_complete_waits(self) -> None:
        plan = plan_sources(wanted((A, 10), ship_complete=True), self.places, self.stock, RULES)
        assert (sent(plan), waiting(plan)) == ([], [(1, 10)])
        assert plan.reasons == ("split_limit", "ship_complete_waits")


def test_scenario_21_one_parcel_of_8_00_beats_two_of_13_00_and_both_are_listed() -> None:
    places = [
        SourceLocation(number, f"L{number}", fixed_cost_minor=cost) for number, cost in ((1, 500), (2, 500), (3, 800))
    ]
    stock = RunningStock({(A, 1): 1, (B, 2): 1, (A, 3): 1, (B, 3): 1})
    plan = plan_sources(wanted((A, 1), (B, 1)), places, stock, SourcingRules(extra_parcel_cost_minor=300))
    assert sent(plan) == [(1, 3, 1), (2, 3, 1)]
    assert plan.reasons == ("cheapest",)
    assert plan.candidates[:2] == (
        Candidate(("L3",), 2, 800, "chosen", (NamedCost("location", 800),)),
        Candidate(("L1", "L2"), 2, 1300, "costlier", (NamedCost("location", 1000), NamedCost("parcels", 300))),
    )
    assert {way.verdict for way in plan.candidates[2:]} == {"short"}


def test_a_location_that_the_order_uses_already_is_no_further_parcel() -> None:
    rules = SourcingRules(max_parcels=2, extra_parcel_cost_minor=300)
    stock = RunningStock({(A, 1): 5, (A, 2): 5, (A, 3): 5})
    lines = (DemandLine(1, A, 5),)
    to_used = plan_sources(Demand(lines, used=frozenset({3})), [L1, L2, L3], stock, rules)
    assert [(way.locations, way.cost_minor) for way in to_used.candidates[:2]] == [(("L3",), 0), (("L1",), 300)]

    no_room = plan_sources(Demand(lines, used=frozenset({8, 9})), [L1, L2, L3], stock, rules)
    assert (sent(no_room), no_room.reasons) == ([], ("split_limit",))


def test_the_first_location_gives_what_it_has_before_the_others() -> None:
    places = [SourceLocation(1, "default", priority=1), SourceLocation(2, "other", priority=2)]
    stock = RunningStock({(A, 1): 10, (B, 1): 10, (A, 2): 20})
    assert sent(plan_sources(wanted((A, 15), (B, 5)), places, stock, RULES)) == [(1, 1, 10), (1, 2, 5), (2, 1, 5)]


def test_a_location_covering_both_lines_goes_before_one_covering_half() -> None:
    half, full = SourceLocation(1, "half"), SourceLocation(2, "full")
    plan = plan_sources(wanted((A, 1), (B, 1)), [half, full], RunningStock({(A, 1): 10, (A, 2): 10, (B, 2): 10}), RULES)
    assert plan.candidates[0].locations == ("full",)


def test_a_batch_decides_against_what_earlier_orders_left() -> None:
    stock = RunningStock({(A, 1): 3})
    plans = []
    for _ in range(2):
        plan = plan_sources(wanted((A, 2)), [L1], stock, RULES)
        stock.take(plan.allocations)
        plans.append((sent(plan), waiting(plan)))
    assert plans == [([(1, 1, 2)], []), ([(1, 1, 1)], [(1, 1)])]


def test_taking_more_than_is_there_is_an_error() -> None:
    with pytest.raises(ValueError, match="1 more taken than available"):
        RunningStock({(A, 1): 3}).take([PlannedAllocation(1, A, 1, 4)])


def test_a_line_that_takes_no_backorder_refuses_the_order() -> None:
    demand = Demand((DemandLine(1, A, 1), DemandLine(2, B, 1, backorderable=False)))
    plan = plan_sources(demand, [L1], RunningStock({(A, 1): 1}), RULES)
    assert plan.refused
    assert plan.shortages == (Shortage(B, 1, 0),)


def test_without_a_location_everything_is_backordered() -> None:
    plan = plan_sources(wanted((A, 2)), [], RunningStock({}), RULES)
    assert waiting(plan) == [(1, 2)]
    assert plan.reasons == ("no_location",)


class TestCosts:
    stock = RunningStock({(A, 1): 5, (A, 2): 5}, age_days={(A, 1): 10, (A, 2): 40})

    def test_the_near_location_wins_by_distance(self) -> None:
        far, near = SourceLocation(1, "far", distance_metres=80_500), SourceLocation(2, "near", distance_metres=12_000)
        plan = plan_sources(wanted((A, 1)), [far, near], self.stock, SourcingRules(costs=(CostSetting("distance", 2),)))
        assert plan.candidates[0] == Candidate(("near",), 1, 24, "chosen", (NamedCost("distance", 24),))

    def test_an_unknown_distance_is_never_the_near_one(self) -> None:
        unknown, far = SourceLocation(1, "unknown"), SourceLocation(2, "far", distance_metres=9_000_000)
        plan = plan_sources(
            wanted((A, 1)), [unknown, far], self.stock, SourcingRules(costs=(CostSetting("distance", 1),))
        )
        assert plan.candidates[0].locations == ("far",)

    def test_a_location_without_capacity_left_costs_more_from_that_order_on(self) -> None:
        busy, idle = SourceLocation(1, "busy", capacity_left=1), SourceLocation(2, "idle")
        stock, rules = RunningStock({(A, 1): 5, (A, 2): 5}), SourcingRules(costs=(CostSetting("capacity", 900),))
        chosen = []
        for _ in range(2):
            plan = plan_sources(wanted((A, 1)), [busy, idle], stock, rules)
            stock.take(plan.allocations)
            chosen.append(plan.candidates[0].locations)
        assert chosen == [("busy",), ("idle",)]

    def test_old_stock_leaves_first(self) -> None:
        plan = plan_sources(wanted((A, 2)), [L1, L2], self.stock, SourcingRules(costs=(CostSetting("stock_age", 1),)))
        assert [(way.locations, way.cost_minor) for way in plan.candidates] == [(("L2",), 100), (("L1",), 160)]


def test_many_locations_are_weighed_within_bounds() -> None:
    places = [SourceLocation(number, f"L{number}") for number in range(1, 301)]
    stock = RunningStock({(A, number): number % 7 + 1 for number in range(1, 301)})
    plan = plan_sources(wanted((A, 21)), places, stock, RULES)
    assert sent(plan) == [(1, 6, 7), (1, 13, 7), (1, 20, 7)]
    assert len(plan.candidates) == MAX_LISTED


class TestUnitsTheChannelLeavesInStock:
    """6 at each of two locations, of which the channel leaves 2 in stock."""

    stock = RunningStock({(A, 1): 6, (A, 2): 6})
    rules = SourcingRules(stock_buffer=2)

    def test_they_do_not_matter_while_enough_is_left(self) -> None:
        plan = plan_sources(wanted((A, 6)), [L1, L2], self.stock, self.rules)
        assert (sent(plan), plan.reasons) == ([(1, 1, 6)], ("clear_winner",))

    def test_what_would_take_them_waits_and_says_why(self) -> None:
        plan = plan_sources(wanted((A, 4), (A, 7)), [L1, L2], self.stock, self.rules)
        assert sum(units for _, _, units in sent(plan)) == 10
        assert (waiting(plan), plan.reasons) == ([(2, 1)], ("channel_buffer",))

    def test_what_takes_no_backorder_is_refused(self) -> None:
        plan = plan_sources(wanted((A, 11), out_of_stock="refuse"), [L1, L2], self.stock, self.rules)
        assert plan.shortages == (Shortage(A, wanted=11, available=10),)

    def test_a_ship_complete_order_waits_for_more(self) -> None:
        plan = plan_sources(wanted((A, 6), ship_complete=True), [L1], RunningStock({(A, 1): 7}), self.rules)
        assert (sent(plan), plan.reasons) == ([], ("channel_buffer", "ship_complete_waits"))

    def test_what_its_own_checkout_reserved_an_order_gets(self) -> None:
        demand = structs.replace(wanted((A, 12)), reserved={A: 11})
        plan = plan_sources(demand, [L1, L2], self.stock, self.rules)
        assert (sum(units for _, _, units in sent(plan)), waiting(plan)) == (11, [(1, 1)])

    def test_more_left_than_there_is_leaves_nothing(self) -> None:
        plan = plan_sources(wanted((A, 1)), [L1], RunningStock({(A, 1): 1}), self.rules)
        assert (sent(plan), waiting(plan)) == ([], [(1, 1)])
