"""The whole way through the write path: orders placed, changed and canceled, goods received, counted and announced."""

import random
import threading
from datetime import UTC, date, datetime
from decimal import Decimal
from typing import Any

from ordino.engine import SYSTEM, Completed, Outcome
from ordino.inventory.commands import CountStock, ExpectStock, IncomingResult, ReceiveStock, RescheduleIncoming
from ordino.kernel.messages import Refused
from ordino.orders.commands import CancelOrder, OrderAccepted, PlaceOrder
from ordino.orders.rows import OrderedLine, PostalAddress
from ordino.sourcing.commands import FillBackorders, ReleaseAllocations
from ordino.sourcing.problems import InsufficientStock
from ordino.sourcing.queries import fillable, promise_differences
from tests.sourcing.world import SourcingWorld

LONDON = PostalAddress(street="1 High Street", city="London", postal_code="SW1A 1AA", country="GB")


def wanted(*lines: tuple[str, int], **terms: Any) -> PlaceOrder:
    rows = tuple(
        OrderedLine(sku=sku, quantity=units, unit_price=Decimal(10), tax_rate=Decimal(0)) for sku, units in lines
    )
    return PlaceOrder(channel="shop", lines=rows, ship_to=LONDON, **terms)


def place(world: SourcingWorld, *lines: tuple[str, int], **terms: Any) -> int:
    result = world.do(wanted(*lines, **terms))
    assert isinstance(result, OrderAccepted)
    return result.order_id


def assert_books_agree(world: SourcingWorld) -> None:
    with world.engine.reader() as reader:
        assert promise_differences(reader) == []
        assert fillable(reader) == []
    assert (
        world.rows(
            "select order_id, number from orders_line line where line.allocated <> (select coalesce(sum(quantity), 0) "
            "from inventory_allocation where order_id = line.order_id and line_number = line.number)"
        )
        == []
    )


def test_scenario_15_fifty_orders_placed_at_once_for_one_unit(world: SourcingWorld) -> None:
    world.stock("A", "L1", 1)
    outcomes: list[Outcome] = []

    def place_five() -> None:
        for _ in range(5):
            outcomes.extend(world.engine.execute([wanted(("A", 1), out_of_stock="refuse")], actor=SYSTEM))

    threads = [threading.Thread(target=place_five) for _ in range(10)]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()

    assert sum(isinstance(outcome, Completed) for outcome in outcomes) == 1
    refusals = [outcome.problem for outcome in outcomes if isinstance(outcome, Refused)]
    assert refusals == [InsufficientStock(sku="A", wanted=1, available=0)] * 49
    assert world.rows("select count(*) from orders_order") == [(1,)]
    assert world.stock_of("A", "L1") == (1, 1, 0)
    assert_books_agree(world)


def test_fifty_orders_that_take_a_backorder_stand_in_line_for_one_unit(world: SourcingWorld) -> None:
    world.stock("A", "L1", 1)
    outcomes = world.ask(*(wanted(("A", 1)) for _ in range(50)))
    assert all(isinstance(outcome, Completed) for outcome in outcomes)
    assert world.rows("select sum(allocated)::int, sum(backordered)::int from orders_line") == [(1, 49)]
    assert_books_agree(world)


def test_a_refused_order_leaves_its_neighbors_in_the_batch_alone(world: SourcingWorld) -> None:
    world.stock("A", "L1", 5)
    outcomes = world.ask(*(wanted(("A", units), out_of_stock="refuse") for units in (3, 3, 2)))
    assert [type(outcome).__name__ for outcome in outcomes] == ["Completed", "Refused", "Completed"]
    assert world.rows("select count(*) from orders_order") == [(2,)]
    assert_books_agree(world)


def test_scenario_17_a_receipt_goes_to_who_waits(world: SourcingWorld) -> None:
    world.stock("A", "L1", 3)
    order_id = place(world, ("A", 8))
    world.do(ReceiveStock(sku="A", location="L1", quantity=10))
    assert world.buckets(order_id) == [(0, 0, 8, 0)]
    assert world.stock_of("A", "L1") == (13, 8, 5)
    assert_books_agree(world)


def test_what_a_canceled_order_gives_back_goes_to_who_waits(world: SourcingWorld) -> None:
    world.stock("A", "L1", 3)
    first, second = place(world, ("A", 3)), place(world, ("A", 2))
    world.do(CancelOrder(order_id=first, reason="changed mind"))
    assert world.buckets(second) == [(0, 0, 2, 0)]
    assert world.stock_of("A", "L1") == (3, 2, 1)
    assert_books_agree(world)


def test_a_canceled_backorder_is_promised_nothing(world: SourcingWorld) -> None:
    world.stock("A", "L1", 0)
    order_id = place(world, ("A", 3))
    world.do(CancelOrder(order_id=order_id, reason="changed mind"))
    assert world.promises(order_id) == []
    assert_books_agree(world)


def test_the_books_agree_after_everything_has_happened_at_once(world: SourcingWorld) -> None:
    """Orders are placed, canceled, counted and received by eight at once; nothing is oversold, lost or promised twice."""
    for sku in ("A", "B", "C"):
        world.stock(sku, "L1", 20)
    failures: list[BaseException] = []

    def work(seed: int) -> None:
        chance = random.Random(seed)
        try:
            for _ in range(12):
                skus = chance.sample(["A", "B", "C"], 2)
                terms: dict[str, Any] = {"ship_complete": chance.random() < 0.2, "priority": chance.randrange(3)}
                placed = world.do(wanted(*((sku, chance.randint(1, 4)) for sku in skus), **terms))
                assert isinstance(placed, OrderAccepted)
                if chance.random() < 0.4:
                    world.ask(CancelOrder(order_id=placed.order_id, reason="changed mind"))
                    world.ask(ReleaseAllocations(order_id=placed.order_id))
                if chance.random() < 0.4:
                    world.do(ReceiveStock(sku=skus[0], location="L1", quantity=chance.randint(1, 5)))
                if chance.random() < 0.2:
                    ((there,),) = world.rows(
                        "select on_hand from inventory_level where sku_id = %s", world.skus[skus[1]]
                    )
                    world.ask(CountStock(sku=skus[1], location="L1", counted=max(0, there - chance.randint(0, 6))))
        except BaseException as failure:
            failures.append(failure)

    threads = [threading.Thread(target=work, args=(seed,)) for seed in range(8)]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()
    assert failures == []
    with world.engine.reader() as reader:
        left = fillable(reader)
    world.ask(*(FillBackorders(sku=row.sku, location=row.location) for row in left))
    assert world.rows(
        "select count(*) from inventory_level where allocated <> (select coalesce(sum(quantity), 0) "
        "from inventory_allocation a where a.sku_id = inventory_level.sku_id)"
    ) == [(0,)]
    assert world.rows("select count(*) from orders_line where unsourced > 0") == [(0,)]
    assert_books_agree(world)


def test_scenario_24_a_purchase_order_slips_and_the_promise_with_it(world: SourcingWorld) -> None:
    world.stock("A", "L1", 2)
    world.transit(days=2)
    world.engine.clock.set(datetime(2026, 3, 1, 9, 0, tzinfo=UTC))
    announced = world.do(
        ExpectStock(sku="A", location="L1", quantity=10, expected_at=datetime(2026, 3, 12, 8, 0, tzinfo=UTC))
    )
    assert isinstance(announced, IncomingResult)
    order_id = place(world, ("A", 5))
    assert [row[2:] for row in world.promises(order_id)] == [
        (2, "stock", date(2026, 3, 3)),
        (3, "incoming", date(2026, 3, 14)),
    ]
    world.do(RescheduleIncoming(incoming_id=announced.incoming_id, expected_at=datetime(2026, 3, 20, 8, 0, tzinfo=UTC)))
    assert [row[2:] for row in world.promises(order_id)][1] == (3, "incoming", date(2026, 3, 22))
    assert world.events(order_id)[-1] == "PromisesChanged"
    assert_books_agree(world)


def test_a_sku_that_takes_no_backorder_refuses_what_is_not_there(world: SourcingWorld) -> None:
    world.stock("A", "L1", 2)
    world.run("update catalog_sku set backorderable = false where code = 'A'", ())
    (outcome,) = world.engine.execute([wanted(("A", 3))], actor=SYSTEM)
    assert outcome == Refused(InsufficientStock(sku="A", wanted=3, available=2))
    assert isinstance(world.do(wanted(("A", 2))), OrderAccepted)
