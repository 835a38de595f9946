"""Waves: what is ready begins by itself where a location is set to it, and by command elsewhere."""

from concurrent.futures import ThreadPoolExecutor

from ordino.fulfillment.commands import PlanFulfillment
from ordino.fulfillment.waves import release_automatically
from ordino.network.commands import RegisterLocation
from ordino.orders.commands import HoldOrder, ReleaseHolds
from ordino.workers.duties import DUTIES
from tests.fulfillment.house import House


def automatic(house: House, location: str, release: str = "automatic") -> None:
    house.completed(RegisterLocation(code=location, release=release))  # type: ignore[arg-type]


def test_a_worker_releases_only_where_the_location_is_set_to_it(house: House) -> None:
    house.stock("A", 2, "LON")
    house.stock("B", 2, "MAN")
    both, only_man = house.order(("A", 1), ("B", 1)), house.order(("B", 1))
    assert release_automatically(house.engine) == 0

    automatic(house, "LON")

    assert release_automatically(house.engine) == 1
    assert house.fulfillment_orders(both) == [("LON", "released")]
    assert house.fulfillment_orders(only_man) == []
    house.completed(PlanFulfillment(order_id=both, release=True))
    assert house.fulfillment_orders(both) == [("LON", "released"), ("MAN", "released")]


def test_a_location_goes_back_to_waiting_for_a_command(house: House) -> None:
    house.stock("A", 2)
    automatic(house, "LON")
    house.order(("A", 1))
    assert release_automatically(house.engine) == 1
    automatic(house, "LON", "by_command")
    house.order(("A", 1))
    assert release_automatically(house.engine) == 0


def test_what_is_held_waits_and_goes_out_by_itself_after_that(house: House) -> None:
    house.stock("A", 2)
    automatic(house, "LON")
    held = house.order(("A", 1))
    house.completed(HoldOrder(order_id=held, reason="fraud"))
    assert release_automatically(house.engine) == 0
    house.completed(ReleaseHolds(order_id=held, reason="fraud"))
    assert release_automatically(house.engine) == 1


def test_a_plan_that_somebody_made_stays_with_them(house: House) -> None:
    house.stock("A", 2)
    automatic(house, "LON")
    order_id = house.order(("A", 1))
    house.plan(order_id, release=False)
    assert release_automatically(house.engine) == 0
    assert house.fulfillment_orders(order_id) == [("LON", "planned")]


def test_the_duty_of_a_worker_that_finds_nothing_writes_nothing(house: House) -> None:
    house.stock("A", 2)
    automatic(house, "LON")
    house.order(("A", 1))
    (waves,) = [duty for duty in DUTIES if duty.name == "waves"]
    assert waves.work(house.engine) == 1
    before = house.rows("select count(*) from engine_command")
    assert waves.work(house.engine) == 0
    assert house.rows("select count(*) from engine_command") == before


def test_two_workers_at_once_release_each_order_once(house: House) -> None:
    house.stock("A", 40)
    automatic(house, "LON")
    orders = [house.order(("A", 1)) for _ in range(20)]

    with ThreadPoolExecutor(4) as threads:
        released = list(threads.map(lambda _: release_automatically(house.engine), range(4)))

    assert sum(released) == 20
    assert [house.fulfillment_orders(order_id) for order_id in orders] == [[("LON", "released")]] * 20
    assert house.rows("select count(*) from engine_event where kind = 'FulfillmentReleased'") == [(20,)]
    house.assert_books_agree()
