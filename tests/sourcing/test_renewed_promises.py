"""Promises follow the order: another address means other transit, another priority another rank in the line for supply."""

from datetime import UTC, date, datetime

import psycopg
import pytest
from msgspec import json

from ordino.engine import Completed
from ordino.inventory.commands import ExpectStock
from ordino.orders.commands import ChangeAddress, ChangeOrder, PrioritizeOrder
from ordino.orders.rows import PostalAddress
from ordino.sourcing.commands import RenewPromises
from ordino.sourcing.decide.promises import PromiseSlip
from ordino.sourcing.events import PromisesChanged
from tests.sourcing.test_from_order_to_promise import assert_books_agree, place
from tests.sourcing.world import SourcingWorld
from tests.support.statements import count_statements

DUBLIN = PostalAddress(street="1 Dame Street", city="Dublin", postal_code="D02 X285", country="IE")
LEEDS = PostalAddress(street="2 The Headrow", city="Leeds", postal_code="LS1 8TL", country="GB")


@pytest.fixture
def shop(world: SourcingWorld) -> SourcingWorld:
    """2 of A on hand, 3 more on 12 March, 9 on 20 March; 2 days to places in the country, 5 to Ireland."""
    world.engine.clock.set(datetime(2026, 3, 1, 9, 0, tzinfo=UTC))
    world.stock("A", "L1", 2)
    world.transit(days=2)
    world.transit(days=5, to_country="IE")
    for quantity, day in ((3, 12), (9, 20)):
        world.do(
            ExpectStock(sku="A", location="L1", quantity=quantity, expected_at=datetime(2026, 3, day, 8, tzinfo=UTC))
        )
    return world


def send_to(world: SourcingWorld, order_id: int, address: PostalAddress) -> None:
    ((version,),) = world.rows("select version from orders_order where id = %s", order_id)
    world.do(ChangeOrder(order_id=order_id, expected_version=version, actions=(ChangeAddress(ship_to=address),)))


def dates(world: SourcingWorld, order_id: int) -> list[tuple[int, str, date | None]]:
    return [(quantity, source, day) for _, _, quantity, source, day in world.promises(order_id)]


def last_change(world: SourcingWorld, order_id: int) -> PromisesChanged:
    ((data,),) = world.rows(
        "select data::text from engine_event where stream = %s and kind = 'PromisesChanged' order by sequence desc limit 1",
        f"order/{order_id}",
    )
    return json.decode(data, type=PromisesChanged)


def test_another_country_is_reached_later_and_the_history_says_so(shop: SourcingWorld) -> None:
    order_id = place(shop, ("A", 5))
    assert dates(shop, order_id) == [(2, "stock", date(2026, 3, 3)), (3, "incoming", date(2026, 3, 14))]

    send_to(shop, order_id, DUBLIN)

    assert dates(shop, order_id) == [(2, "stock", date(2026, 3, 6)), (3, "incoming", date(2026, 3, 17))]
    assert last_change(shop, order_id).slips == (PromiseSlip(1, date(2026, 3, 14), date(2026, 3, 17)),)
    assert_books_agree(shop)


def test_another_street_changes_no_date_and_says_nothing(shop: SourcingWorld) -> None:
    order_id = place(shop, ("A", 5))
    send_to(shop, order_id, LEEDS)
    assert dates(shop, order_id) == [(2, "stock", date(2026, 3, 3)), (3, "incoming", date(2026, 3, 14))]
    assert "PromisesChanged" not in shop.events(order_id)


def test_who_goes_first_now_gets_the_earlier_supply_and_the_other_is_told(shop: SourcingWorld) -> None:
    first = place(shop, ("A", 5))
    second = place(shop, ("A", 3))
    assert dates(shop, second) == [(3, "incoming", date(2026, 3, 22))]

    shop.do(PrioritizeOrder(order_id=second, priority=5))

    assert dates(shop, second) == [(3, "incoming", date(2026, 3, 14))]
    assert dates(shop, first) == [(2, "stock", date(2026, 3, 3)), (3, "incoming", date(2026, 3, 22))]
    assert last_change(shop, second).slips == ()
    assert last_change(shop, first).slips == (PromiseSlip(1, date(2026, 3, 14), date(2026, 3, 22)),)
    assert_books_agree(shop)


def test_an_order_that_waits_for_nothing_keeps_its_dates_at_any_priority(shop: SourcingWorld) -> None:
    order_id = place(shop, ("A", 2))
    shop.do(PrioritizeOrder(order_id=order_id, priority=5))
    assert dates(shop, order_id) == [(2, "stock", date(2026, 3, 3))]
    assert "PromisesChanged" not in shop.events(order_id)


def test_an_order_somebody_else_is_changing_keeps_its_dates_and_nobody_waits_for_it(shop: SourcingWorld) -> None:
    first = place(shop, ("A", 5))
    second = place(shop, ("A", 3))
    with shop.raw() as connection:
        connection.execute("select from orders_order where id = %s for update", (first,))
        shop.do(PrioritizeOrder(order_id=second, priority=5))
    assert dates(shop, first)[1] == (3, "incoming", date(2026, 3, 14))
    assert dates(shop, second) == [(3, "incoming", date(2026, 3, 22))]
    assert_books_agree(shop)


def test_many_orders_are_renewed_by_as_many_statements_as_one(
    shop: SourcingWorld, monkeypatch: pytest.MonkeyPatch
) -> None:
    orders = [place(shop, ("A", 3)) for _ in range(6)]
    statements = count_statements(monkeypatch)
    counts = []
    for some in (orders[-1:], orders[:5]):
        statements.clear()
        outcomes = shop.ask(*(RenewPromises(order_id=order_id) for order_id in some))
        assert all(isinstance(outcome, Completed) for outcome in outcomes)
        counts.append(len(statements))
    assert counts[0] == counts[1]


def test_a_promise_from_somewhere_names_the_location(shop: SourcingWorld) -> None:
    order_id = place(shop, ("A", 5))
    with pytest.raises(psycopg.errors.CheckViolation, match="sourcing_promise_location_named"):
        shop.run("update sourcing_promise set location_id = null where order_id = %s", (order_id,))
