"""Two people at once: one is served, the other is told; nothing is picked, packed or canceled twice."""

from concurrent.futures import ThreadPoolExecutor

import pytest

from ordino.engine import SYSTEM, Completed, Outcome
from ordino.fulfillment.commands import (
    OpenPickBatch,
    PackPackage,
    PickUnits,
    PlanFulfillment,
    RecallFulfillment,
    ReleaseFulfillment,
)
from ordino.fulfillment.rows import PickedUnits
from ordino.kernel.messages import Command
from ordino.orders.commands import CancelOrder
from tests.fulfillment.house import House


def at_once(house: House, *asked: Command) -> list[Outcome]:
    with ThreadPoolExecutor(len(asked)) as threads:
        running = [threads.submit(house.engine.execute, [command], actor=SYSTEM) for command in asked]
        return [one.result()[0] for one in running]


def done(outcomes: list[Outcome]) -> list[bool]:
    return [isinstance(outcome, Completed) for outcome in outcomes]


def test_two_pickers_of_one_fulfillment_order_pick_its_units_once(house: House) -> None:
    house.stock("A", 9)
    order_id, key = house.released(("A", 3))
    pick = PickUnits(fulfillment_order_id=key, lines=(PickedUnits(line_number=1, picked=2),))
    assert sorted(done(at_once(house, *[pick] * 4))) == [False, False, False, True]
    assert house.buckets(order_id) == {"released": 1, "picked": 2}


def test_two_planners_plan_an_order_once(house: House) -> None:
    house.stock("A", 9)
    order_id = house.order(("A", 3))
    assert sum(done(at_once(house, *[PlanFulfillment(order_id=order_id, release=True)] * 4))) == 1
    assert house.allocations(order_id) == [(1, "LON", 3, 3)]


def test_two_plans_of_one_order_are_released_without_waiting_for_each_other(house: House) -> None:
    house.stock("A", 2, "LON")
    house.stock("B", 2, "MAN")
    order_id = house.order(("A", 2), ("B", 2))
    keys = house.plan(order_id, release=False).fulfillment_order_ids
    assert done(at_once(house, *[ReleaseFulfillment(fulfillment_order_id=key) for key in keys])) == [True, True]
    assert house.buckets(order_id, 1) == house.buckets(order_id, 2) == {"released": 2}


@pytest.mark.parametrize("attempt", range(3))
def test_of_a_cancellation_and_a_pick_one_wins(house: House, attempt: int) -> None:
    house.stock("A", 9)
    order_id, key = house.released(("A", 3))
    canceled, picked = done(
        at_once(house, CancelOrder(order_id=order_id, reason="late"), PickUnits(fulfillment_order_id=key))
    )
    assert canceled != picked
    assert house.buckets(order_id) == ({"canceled": 3} if canceled else {"picked": 3})
    assert house.free("A") == (9 if canceled else 6)


@pytest.mark.parametrize("attempt", range(3))
def test_of_a_recall_and_a_pack_the_recall_has_the_last_word_or_the_only_one(house: House, attempt: int) -> None:
    house.stock("A", 9)
    order_id, key = house.picked(("A", 3))
    recalled, packed = done(
        at_once(house, RecallFulfillment(fulfillment_order_id=key), PackPackage(fulfillment_order_id=key))
    )
    assert recalled
    assert house.buckets(order_id) == {"allocated": 3}
    assert house.rows("select count(*) from fulfillment_package") == [(1 if packed else 0,)]


def test_two_walks_take_each_fulfillment_order_once(house: House) -> None:
    house.stock("A", 20)
    for _ in range(6):
        house.released(("A", 1))
    at_once(house, *[OpenPickBatch(location="LON", maximum_orders=4)] * 3)
    ((joined,),) = house.rows("select count(*) from fulfillment_order where pick_batch_id is not null")
    ((told,),) = house.rows(
        "select sum(json_array_length(data::text::json -> 'fulfillment_order_ids'))::bigint from engine_event "
        "where kind = 'PickBatchOpened'"
    )
    assert joined == told
