"""Sourcing on the real database: stock, buckets, promises and journal move together or not at all."""

import threading
from datetime import UTC, date, datetime, timedelta
from decimal import Decimal

import pytest
from msgspec.structs import replace

from ordino.engine import SYSTEM, Completed, Outcome
from ordino.inventory.commands import CountStock
from ordino.inventory.queries import availability
from ordino.kernel.messages import Refused
from ordino.kernel.problems import InvalidInput, NotFound, StateRefuses
from ordino.sourcing.commands import (
    DeallocateShortfall,
    FillBackorders,
    LocationCost,
    MoveAllocations,
    MovedUnits,
    RefreshPromises,
    ReleaseAllocations,
    Released,
    ResourceLine,
    SetSourcingRules,
)
from ordino.sourcing.decide.rows import CostSetting
from ordino.sourcing.handlers.source_order import source_order
from ordino.sourcing.problems import InsufficientStock
from tests.sourcing.world import SourcingWorld
from tests.support.statements import count_statements


def test_scenario_15_one_unit_is_promised_to_one_of_fifty(world: SourcingWorld) -> None:
    world.stock("A", "L1", 1)
    orders = [world.order(("A", 1), out_of_stock="refuse") for _ in range(50)]
    outcomes: list[Outcome] = []

    def source(part: int) -> None:
        for command in orders[part::10]:
            outcomes.extend(world.engine.execute([command], actor=SYSTEM))

    threads = [threading.Thread(target=source, args=(part,)) for part in range(10)]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()

    assert sum(isinstance(outcome, Completed) for outcome in outcomes) == 1
    refusals = [outcome.problem for outcome in outcomes if isinstance(outcome, Refused)]
    assert refusals == [InsufficientStock(sku="A", wanted=1, available=0)] * 49
    assert world.stock_of("A", "L1") == (1, 1, 0)


def test_scenario_16_the_same_sku_twice_never_takes_more_than_there_is(world: SourcingWorld) -> None:
    world.stock("A", "L1", 5)
    refused = world.order(("A", 3), ("A", 3), out_of_stock="refuse")
    assert world.ask(refused) == [Refused(InsufficientStock(sku="A", wanted=6, available=5))]
    assert world.stock_of("A", "L1") == (5, 0, 5)
    assert world.buckets(refused.order_id) == [(3, 0, 0, 0), (3, 0, 0, 0)]

    order_id = world.source(("A", 3), ("A", 3))
    assert world.buckets(order_id) == [(0, 0, 3, 0), (0, 1, 2, 0)]
    assert world.stock_of("A", "L1") == (5, 5, 0)


def test_scenario_17_what_waits_is_allocated_when_stock_comes(world: SourcingWorld) -> None:
    world.stock("A", "L1", 3)
    order_id = world.source(("A", 8))
    assert world.buckets(order_id) == [(0, 5, 3, 0)]

    world.put("A", "L1", 10)
    world.do(FillBackorders(sku="A", location="L1"))
    assert world.buckets(order_id) == [(0, 0, 8, 0)]
    assert world.stock_of("A", "L1") == (13, 8, 5)
    assert world.events(order_id) == ["OrderSourced", "BackordersFilled"]
    assert [row[:4] for row in world.promises(order_id)] == [(1, 1, 3, "stock"), (1, 2, 5, "stock")]


def test_scenario_18_backorders_fill_by_priority_then_age_and_complete_or_not_at_all(world: SourcingWorld) -> None:
    world.stock("A", "L1", 0)
    morning = datetime(2026, 3, 2, 10, 0, tzinfo=UTC)
    b1 = world.source(("A", 5), placed_at=morning)
    b2 = world.source(("A", 3), placed_at=morning.replace(minute=5), ship_complete=True)
    b3 = world.source(("A", 2), placed_at=morning.replace(minute=10), priority=1)

    def allocated_after(received: int) -> list[int]:
        world.put("A", "L1", received)
        world.do(FillBackorders(sku="A", location="L1"))
        return [world.buckets(order_id)[0][2] for order_id in (b1, b2, b3)]

    assert allocated_after(7) == [5, 0, 2]
    assert allocated_after(1) == [5, 0, 2]
    assert allocated_after(2) == [5, 3, 2]


def test_scenario_19_a_checkout_takes_its_own_reservation_and_nobody_elses(world: SourcingWorld) -> None:
    world.stock("A", "L1", 10)
    expires = datetime(2026, 3, 2, 9, 15, tzinfo=UTC)
    world.run("update inventory_level set reserved = 4")
    world.run(
        "insert into inventory_reservation (owner, sku_id, location_id, quantity, expires_at, created_at) "
        "values ('cart-7', %s, %s, 4, %s, %s)",
        (world.skus["A"], world.places["L1"], expires, world.engine.clock()),
    )
    world.engine.clock.set(expires.replace(minute=14, second=59))
    stranger = world.order(("A", 7), out_of_stock="refuse")
    assert world.ask(stranger) == [Refused(InsufficientStock(sku="A", wanted=7, available=6))]

    owner = world.source(("A", 10), out_of_stock="refuse", reservation_owner="cart-7")
    assert world.allocations(owner) == [(1, "L1", 10)]
    assert world.stock_of("A", "L1") == (10, 10, 0)
    assert world.rows("select reserved from inventory_level") == [(0,)]


def test_scenario_19_a_reservation_that_ran_out_is_free_without_a_sweeper(world: SourcingWorld) -> None:
    world.stock("A", "L1", 10)
    expires = datetime(2026, 3, 2, 9, 15, tzinfo=UTC)
    world.run("update inventory_level set reserved = 4")
    world.run(
        "insert into inventory_reservation (owner, sku_id, location_id, quantity, expires_at, created_at) "
        "values ('cart-7', %s, %s, 4, %s, %s)",
        (world.skus["A"], world.places["L1"], expires, world.engine.clock()),
    )
    world.engine.clock.set(expires)
    order_id = world.source(("A", 10), out_of_stock="refuse")
    assert world.allocations(order_id) == [(1, "L1", 10)]


def test_scenario_20_two_parcels_and_what_a_tighter_limit_does(world: SourcingWorld) -> None:
    for place, quantity in (("L1", 6), ("L2", 7), ("L3", 3)):
        world.stock("A", place, quantity)
    waiting = world.source(("A", 10), ship_complete=True)
    assert world.buckets(waiting) == [(0, 10, 0, 0)]
    refused = world.order(("A", 10), maximum_parcels=1, out_of_stock="refuse")
    assert world.ask(refused) == [Refused(InsufficientStock(sku="A", wanted=10, available=7))]
    split = world.source(("A", 10))
    assert world.allocations(split) == [(1, "L2", 7), (1, "L1", 3)]


def test_scenario_21_the_cheaper_way_is_taken_and_both_are_explained(world: SourcingWorld) -> None:
    for sku, place in (("A", "L1"), ("B", "L2"), ("A", "L3"), ("B", "L3")):
        world.stock(sku, place, 1)
    costs = {"L1": 500, "L2": 500, "L3": 800}
    world.do(
        SetSourcingRules(
            channel="shop",
            extra_parcel_cost_minor=300,
            location_costs=tuple(LocationCost(place, amount) for place, amount in costs.items()),
        )
    )
    order_id = world.source(("A", 1), ("B", 1))
    assert world.allocations(order_id) == [(1, "L3", 1), (2, "L3", 1)]
    ((plan,),) = world.rows("select data -> 'plan' from engine_event where kind = 'OrderSourced'")
    listed = [(way["locations"], way["cost_minor"], way["verdict"]) for way in plan["candidates"][:2]]
    assert listed == [(["L3"], 800, "chosen"), (["L1", "L2"], 1300, "costlier")]


def test_scenario_22_what_a_location_does_not_find_is_sourced_elsewhere_or_waits(world: SourcingWorld) -> None:
    world.stock("A", "L1", 5)
    world.stock("A", "L2", 1)
    order_id = world.source(("A", 5))
    world.do(ResourceLine(order_id=order_id, line_number=1, location="L1", quantity=2, reason="short"))
    assert world.allocations(order_id) == [(1, "L1", 3), (1, "L2", 1)]
    assert world.buckets(order_id) == [(0, 1, 4, 0)]
    assert [row[:4] for row in world.promises(order_id)] == [
        (1, 1, 3, "stock"),
        (1, 2, 1, "stock"),
        (1, 3, 1, "unknown"),
    ]
    assert world.events(order_id) == ["OrderSourced", "LineResourced"]


def test_units_sourced_again_keep_the_split_limit_with_what_stays(world: SourcingWorld) -> None:
    world.stock("A", "L1", 1)
    world.stock("B", "L1", 1)
    order_id = world.source(("A", 1), ("B", 1), maximum_parcels=1)
    world.stock("A", "L2", 1)
    world.do(ResourceLine(order_id=order_id, line_number=1, location="L1", quantity=1, reason="short"))
    assert world.allocations(order_id) == [(2, "L1", 1)]
    assert world.buckets(order_id) == [(0, 1, 0, 0), (0, 0, 1, 0)]


def test_lines_sourced_again_together_keep_the_split_limit_among_them(world: SourcingWorld) -> None:
    world.stock("A", "L1", 1)
    world.stock("B", "L1", 1)
    order_id = world.source(("A", 1), ("B", 1), maximum_parcels=1)
    world.stock("A", "L2", 1)
    world.stock("B", "L3", 1)
    refused = [
        ResourceLine(order_id=order_id, line_number=line, location="L1", quantity=1, reason="refused")
        for line in (1, 2)
    ]
    assert all(isinstance(outcome, Completed) for outcome in world.ask(*refused))
    assert world.allocations(order_id) == [(1, "L2", 1)]
    assert world.buckets(order_id) == [(0, 0, 1, 0), (0, 1, 0, 0)]


def test_scenario_23_a_count_takes_units_from_the_latest_order_of_the_lowest_priority(world: SourcingWorld) -> None:
    world.stock("A", "L1", 10)
    first, urgent, latest = world.source(("A", 3)), world.source(("A", 2), priority=5), world.source(("A", 3))
    assert world.stock_of("A", "L1") == (10, 8, 2)

    world.do(CountStock(sku="A", location="L1", counted=6))
    assert world.stock_of("A", "L1") == (6, 6, 0)
    assert [world.buckets(order_id)[0][1:3] for order_id in (first, urgent, latest)] == [(0, 3), (0, 2), (2, 1)]
    assert world.events(latest) == ["OrderSourced", "AllocationsLost"]
    assert [row[:4] for row in world.promises(latest)] == [(1, 1, 1, "stock"), (1, 2, 2, "unknown")]


def test_a_shortfall_takes_no_more_than_is_allocated(world: SourcingWorld) -> None:
    world.stock("A", "L1", 3)
    world.source(("A", 2))
    assert world.do(DeallocateShortfall(sku="A", location="L1", quantity=9)) == Released(quantity=2)
    assert world.stock_of("A", "L1") == (1, 0, 1)


def test_scenario_24_a_promise_from_stock_and_supply_and_its_slip(world: SourcingWorld) -> None:
    world.stock("A", "L1", 2)
    world.transit(days=2)
    first_of_march = datetime(2026, 3, 1, 9, 0, tzinfo=UTC)
    world.engine.clock.set(first_of_march)
    incoming_id = world.incoming("A", "L1", 10, datetime(2026, 3, 12, 8, 0, tzinfo=UTC))
    order_id = world.source(("A", 5))
    assert world.promises(order_id) == [
        (1, 1, 2, "stock", date(2026, 3, 3)),
        (1, 2, 3, "incoming", date(2026, 3, 14)),
    ]
    ((promised_on,),) = world.rows("select data ->> 'promised_on' from engine_event where kind = 'OrderSourced'")
    assert promised_on == "2026-03-14"

    world.run("update inventory_incoming set expected_at = '2026-03-20 08:00Z' where id = %s", (incoming_id,))
    world.do(RefreshPromises(sku="A"))
    assert world.promises(order_id)[1] == (1, 2, 3, "incoming", date(2026, 3, 22))
    ((slips,),) = world.rows("select data -> 'slips' from engine_event where kind = 'PromisesChanged'")
    assert slips == [{"line_number": 1, "before": "2026-03-14", "after": "2026-03-22"}]


def test_two_orders_are_not_promised_the_same_incoming_units(world: SourcingWorld) -> None:
    world.stock("A", "L1", 0)
    world.incoming("A", "L1", 4, datetime(2026, 3, 12, 8, 0, tzinfo=UTC))
    first, second = world.source(("A", 3)), world.source(("A", 3))
    assert [row[2:4] for row in world.promises(first)] == [(3, "incoming")]
    assert [row[2:4] for row in world.promises(second)] == [(1, "incoming"), (2, "unknown")]


def test_what_waits_on_is_promised_by_the_supply_that_is_left(world: SourcingWorld) -> None:
    world.stock("A", "L1", 0)
    incoming_id = world.incoming("A", "L1", 10, datetime(2026, 3, 12, 8, 0, tzinfo=UTC))
    complete, second = world.source(("A", 6), ship_complete=True), world.source(("A", 4))
    world.put("A", "L1", 5)
    world.run("update inventory_incoming set received_quantity = 5 where id = %s", (incoming_id,))
    world.do(FillBackorders(sku="A", location="L1"))
    assert [row[2:4] for row in world.promises(complete)] == [(5, "incoming"), (1, "unknown")]
    assert [row[2:4] for row in world.promises(second)] == [(4, "stock")]
    assert world.events(complete) == ["OrderSourced", "PromisesChanged"]


def test_a_batch_has_an_own_outcome_for_each_order(world: SourcingWorld) -> None:
    world.stock("A", "L1", 5)
    orders = [world.order(("A", quantity), out_of_stock="refuse") for quantity in (3, 3, 2)]
    outcomes = world.ask(*orders)
    assert [type(outcome).__name__ for outcome in outcomes] == ["Completed", "Refused", "Completed"]
    assert world.stock_of("A", "L1") == (5, 5, 0)


def test_a_refused_order_leaves_its_reservation_alone(world: SourcingWorld) -> None:
    world.stock("A", "L1", 4)
    world.run("update inventory_level set reserved = 4")
    world.run(
        "insert into inventory_reservation (owner, sku_id, location_id, quantity, expires_at, created_at) "
        "values ('cart-7', %s, %s, 4, '2026-03-03', '2026-03-02')",
        (world.skus["A"], world.places["L1"]),
    )
    refused = world.order(("A", 5), out_of_stock="refuse", reservation_owner="cart-7")
    assert world.ask(refused, world.order(("A", 1)))[0] == Refused(InsufficientStock(sku="A", wanted=5, available=4))
    assert world.rows("select reserved, allocated from inventory_level") == [(4, 0)]


def test_canceled_units_are_given_back_once(world: SourcingWorld) -> None:
    world.stock("A", "L1", 5)
    order_id = world.source(("A", 7))
    world.run("update orders_line set allocated = 2, backordered = 0, canceled = 5 where order_id = %s", (order_id,))
    world.do(ReleaseAllocations(order_id=order_id))
    world.do(ReleaseAllocations(order_id=order_id))
    assert world.allocations(order_id) == [(1, "L1", 2)]
    assert world.stock_of("A", "L1") == (5, 2, 3)
    assert [row[:4] for row in world.promises(order_id)] == [(1, 1, 2, "stock")]
    assert world.events(order_id) == ["OrderSourced", "AllocationsReleased"]


def test_units_that_go_to_another_order_keep_their_stock_and_dates(world: SourcingWorld) -> None:
    world.stock("A", "L1", 5)
    world.transit(days=2)
    order_id = world.source(("A", 7))
    other = world.order(("A", 3)).order_id
    world.engine.clock.set(world.engine.clock() + timedelta(days=9))
    moved = MovedUnits(from_line=1, to_line=1, allocated=2, backordered=1)
    world.do(MoveAllocations(order_id=order_id, to_order_id=other, units=(moved,)))
    assert [world.allocations(order) for order in (order_id, other)] == [[(1, "L1", 3)], [(1, "L1", 2)]]
    assert world.stock_of("A", "L1") == (5, 5, 0)
    first_day = date(2026, 3, 4)
    assert world.promises(order_id) == [(1, 1, 3, "stock", first_day), (1, 2, 1, "unknown", None)]
    assert world.promises(other) == [(1, 1, 2, "stock", first_day), (1, 2, 1, "unknown", None)]
    assert world.events(other) == ["AllocationsMoved"]


def test_more_than_is_allocated_does_not_go_to_another_order(world: SourcingWorld) -> None:
    world.stock("A", "L1", 1)
    order_id, other = world.source(("A", 2)), world.order(("A", 2)).order_id
    too_many = MoveAllocations(order_id=order_id, to_order_id=other, units=(MovedUnits(1, 1, allocated=2),))
    (outcome,) = world.ask(too_many)
    assert isinstance(outcome, Refused)
    assert world.allocations(order_id) == [(1, "L1", 1)]


def test_the_split_limit_holds_for_backorders_too(world: SourcingWorld) -> None:
    world.stock("A", "L1", 1)
    world.stock("A", "L2", 0)
    order_id = world.source(("A", 2), maximum_parcels=1)
    world.put("A", "L2", 5)
    world.do(FillBackorders(sku="A", location="L2"))
    assert world.buckets(order_id) == [(0, 1, 1, 0)]
    world.put("A", "L1", 5)
    world.do(FillBackorders(sku="A", location="L1"))
    assert world.allocations(order_id) == [(1, "L1", 2)]


def test_a_location_that_does_not_fulfill_is_no_source(world: SourcingWorld) -> None:
    world.stock("A", "L1", 5)
    world.run("update network_location set fulfills = false")
    order_id = world.source(("A", 1))
    assert world.buckets(order_id) == [(0, 1, 0, 0)]
    world.do(FillBackorders(sku="A", location="L1"))
    assert world.buckets(order_id) == [(0, 1, 0, 0)]


def test_safety_stock_is_kept_back(world: SourcingWorld) -> None:
    world.stock("A", "L1", 5)
    world.run("update inventory_level set safety_stock = 4")
    assert world.buckets(world.source(("A", 2))) == [(0, 1, 1, 0)]


def test_old_stock_leaves_first_where_the_rules_say_so(world: SourcingWorld) -> None:
    for place, days_ago in (("L1", 3), ("L2", 40)):
        world.stock("A", place, 5)
        world.run(
            "insert into inventory_movement (sku_id, quantity, from_account, to_account, reason, occurred_at) "
            "values (%s, 5, 'supplier', %s, 'receipt', %s)",
            (
                world.skus["A"],
                f"location/{world.places[place]}/available",
                world.engine.clock() - timedelta(days=days_ago),
            ),
        )
    assert world.allocations(world.source(("A", 1))) == [(1, "L1", 1)]
    world.do(SetSourcingRules(costs=(CostSetting("stock_age", 1),)))
    assert world.allocations(world.source(("A", 1))) == [(1, "L2", 1)]


def test_the_near_location_is_taken_where_the_destination_is_known(world: SourcingWorld) -> None:
    for place, latitude in (("L1", 57), ("L2", 51)):
        world.stock("A", place, 5)
        world.run(
            "update network_location set latitude = %s, longitude = 0 where id = %s", (latitude, world.places[place])
        )
    world.do(SetSourcingRules(costs=(CostSetting("distance", 1),)))
    order_id = world.source(("A", 1), latitude=Decimal("51.5"), longitude=Decimal(0))
    assert world.allocations(order_id) == [(1, "L2", 1)]


def test_orders_go_elsewhere_once_a_location_has_its_orders_of_the_day(world: SourcingWorld) -> None:
    world.stock("A", "L1", 5)
    world.stock("A", "L2", 5)
    world.run("update network_location set daily_capacity_orders = 2 where code = 'L1'")
    world.do(SetSourcingRules(costs=(CostSetting("capacity", 100),)))
    world.source(("A", 1))
    second, third = world.order(("A", 1)), world.order(("A", 1))
    world.ask(second, third)
    assert world.allocations(second.order_id) == [(1, "L1", 1)]
    assert world.allocations(third.order_id) == [(1, "L2", 1)]


def test_a_cost_that_is_not_known_is_refused(world: SourcingWorld) -> None:
    (outcome,) = world.ask(SetSourcingRules(costs=(CostSetting("mood", 1),)))
    assert isinstance(outcome, Refused)
    assert outcome.problem.detail() == "costs: mood is not known; known are capacity, distance, stock_age"


def test_what_is_added_to_an_order_keeps_its_split_limit(world: SourcingWorld) -> None:
    world.stock("A", "L1", 5)
    world.stock("B", "L2", 5)
    first, added = world.order_of_two_steps(("A", 1), ("B", 1), maximum_parcels=1)
    world.do(first)
    world.do(added)
    assert world.buckets(first.order_id) == [(0, 0, 1, 0), (0, 1, 0, 0)]


def test_what_is_added_to_a_ship_complete_order_that_waits_waits_with_it(world: SourcingWorld) -> None:
    world.stock("A", "L1", 0)
    world.stock("B", "L1", 5)
    first, added = world.order_of_two_steps(("A", 1), ("B", 1), ship_complete=True)
    world.do(first)
    world.do(added)
    assert world.buckets(first.order_id) == [(0, 1, 0, 0), (0, 1, 0, 0)]
    world.put("A", "L1", 1)
    world.do(FillBackorders(sku="A", location="L1"))
    assert world.buckets(first.order_id) == [(0, 0, 1, 0), (0, 0, 1, 0)]


def test_units_are_sourced_once(world: SourcingWorld) -> None:
    world.stock("A", "L1", 9)
    command = world.order(("A", 3))
    world.do(command)
    assert world.ask(command) == [
        Refused(InvalidInput(field="quantity", reason="must be 1 to 0, what is unsourced of the line"))
    ]
    twice = world.order(("A", 3))
    assert [type(outcome).__name__ for outcome in world.ask(twice, twice)] == ["Completed", "Refused"]
    assert world.stock_of("A", "L1") == (9, 6, 3)


def test_what_does_not_exist_or_has_ended_is_not_sourced(world: SourcingWorld) -> None:
    world.stock("A", "L1", 9)
    command = world.order(("A", 3))
    unknown = replace(command, order_id=999_999)
    wrong_line = replace(command, lines=(replace(command.lines[0], number=7),))
    assert [outcome.problem for outcome in world.ask(unknown, wrong_line) if isinstance(outcome, Refused)] == [
        NotFound(what="order", reference="999999"),
        NotFound(what="line of SKU A", reference=f"{command.order_id}-7"),
    ]
    world.run("update orders_order set state = 'canceled' where id = %s", (command.order_id,))
    (outcome,) = world.ask(command)
    assert isinstance(outcome, Refused)
    assert isinstance(outcome.problem, StateRefuses)
    assert world.stock_of("A", "L1") == (9, 0, 9)


def test_the_number_of_statements_does_not_grow_with_orders(
    world: SourcingWorld, monkeypatch: pytest.MonkeyPatch
) -> None:
    world.stock("A", "L1", 100)
    sent = count_statements(monkeypatch)

    def statements(count: int) -> int:
        orders = [world.order(("A", 1), ("A", 2)) for _ in range(count)]
        sent.clear()
        with world.unit() as unit:
            source_order(unit, orders)
        return len(sent)

    assert statements(1) == statements(20) == 10


def test_units_that_a_channel_leaves_in_stock_go_to_another_channel_only(world: SourcingWorld) -> None:
    world.stock("A", "L1", 6)
    world.stock("A", "L2", 4)
    world.run("update network_channel set stock_buffer = 3 where code = 'shop'")
    order_id = world.source(("A", 8))
    assert world.buckets(order_id) == [(0, 1, 7, 0)]
    with world.engine.reader() as reader:
        (sellable,) = availability(reader, ["A"], channel="shop", at=world.engine.clock())
    assert sellable.quantity == 0

    till = world.channel("till", 0)
    world.do(replace(world.order(("A", 2)), channel_id=till))
    assert sum(world.stock_of("A", place)[2] for place in ("L1", "L2")) == 1

    world.put("A", "L1", 2)
    world.do(FillBackorders(sku="A", location="L1"))
    assert world.buckets(order_id) == [(0, 1, 7, 0)]
    world.put("A", "L1", 1)
    world.do(FillBackorders(sku="A", location="L1"))
    assert world.buckets(order_id) == [(0, 0, 8, 0)]
