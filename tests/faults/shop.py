"""A shop on a durable server of its own, and a process that places orders in it until it is killed."""

import os
import sys
from collections.abc import Iterator
from contextlib import contextmanager
from decimal import Decimal
from pathlib import Path
from typing import Any

import msgspec
import psycopg

from ordino.engine import SYSTEM, Completed, Engine, Replayed, embedded, open_pool
from ordino.flows.wiring import load_handlers
from ordino.orders.commands import OrderAccepted, PlaceOrder
from ordino.orders.rows import OrderedLine, PostalAddress
from tests.support.database import migrate

SKUS = 20
BERLIN = PostalAddress(recipient="Ada", street="Torstr. 1", city="Berlin", postal_code="10115", country="DE")


class Shop(msgspec.Struct, frozen=True):
    """Where the shop's database is."""

    folder: Path
    url: str

    def rows(self, query: str) -> list[tuple[Any, ...]]:
        with psycopg.connect(self.url) as connection:
            return connection.execute(query).fetchall()  # type: ignore[call-overload,no-any-return]

    def differences(self) -> list[tuple[Any, ...]]:
        """What must never be found: counters that are not the sum of their rows, orders without all of their parts."""
        return [row for query in _MUST_BE_EMPTY for row in self.rows(query)]


_MUST_BE_EMPTY = (
    # levels are the sum of their allocations
    "select 'level', sku_id from inventory_level l where allocated <> (select coalesce(sum(quantity), 0) "
    "from inventory_allocation a where a.sku_id = l.sku_id and a.location_id = l.location_id)",
    # lines hold what is allocated to them
    "select 'line', order_id from orders_line l where allocated <> (select coalesce(sum(quantity), 0) "
    "from inventory_allocation a where a.order_id = l.order_id and a.line_number = l.number)",
    # every allocation has its line, every order its lines, its events and its command
    "select 'allocation', order_id from inventory_allocation a where not exists "
    "(select from orders_line l where l.order_id = a.order_id and l.number = a.line_number)",
    "select 'order', id from orders_order o where (select count(*) from orders_line l where l.order_id = o.id) <> 2",
    "select 'events', id from orders_order o where (select array_agg(kind order by sequence) from engine_event e "
    "where e.stream = 'order/' || o.id) <> array['OrderPlaced', 'OrderConfirmed', 'OrderSourced']",
    "select 'sequence', position from engine_event e where sequence > 1 and not exists "
    "(select from engine_event b where b.stream = e.stream and b.sequence = e.sequence - 1)",
    "select 'command', position from engine_event e where not exists (select from engine_command c where c.id = e.command_id)",
    "select 'twice', max(id) from orders_order group by channel_id, external_reference having count(*) > 1",
)


@contextmanager
def open_shop(folder: Path) -> Iterator[Shop]:
    """A durable embedded server with stock to sell; it is stopped at the end."""
    url = embedded.start(folder)
    try:
        migrate(url)
        with psycopg.connect(url, autocommit=True) as connection:
            connection.execute("select set_config('ordino.command', 'test', false)")
            connection.execute("insert into network_channel (code, currency, name) values ('web', 'EUR', 'Web')")
            connection.execute("insert into network_location (code, country, name) values ('BER', 'DE', 'Berlin')")
            connection.execute("insert into catalog_product (code, name) values ('P', 'P')")
            connection.execute(
                "insert into catalog_sku (code, product_id, name) select 'S' || i, (select id from catalog_product), 'S' || i "
                f"from generate_series(1, {SKUS}) i"
            )
            connection.execute(
                "insert into inventory_level (sku_id, location_id, on_hand, reserved, allocated, unavailable, safety_stock) "
                "select s.id, l.id, 1000000, 0, 0, 0, 0 from catalog_sku s, network_location l"
            )
        yield Shop(folder, url)
    finally:
        embedded.stop(folder)


def order(reference: str) -> PlaceOrder:
    """An order of two lines, known by its reference."""
    number = abs(hash(reference)) % SKUS
    lines = tuple(
        OrderedLine(sku=f"S{(number + step) % SKUS + 1}", quantity=1 + step, unit_price=Decimal("9.99"))
        for step in (0, 7)
    )
    return PlaceOrder(channel="web", external_reference=reference, lines=lines, ship_to=BERLIN)


def place_until_killed(url: str, name: str) -> None:
    """Place orders one batch after the other; a reference is printed once its order is acknowledged."""
    load_handlers()
    engine = Engine(open_pool(url, maximum_connections=2))
    for batch in range(10_000):
        references = [f"{name}-{batch}-{i}" for i in range(batch % 7 + 1)]
        outcomes = engine.execute([order(reference) for reference in references], actor=SYSTEM)
        for reference, outcome in zip(references, outcomes, strict=True):
            assert isinstance(outcome, Completed | Replayed), outcome
            assert isinstance(outcome.result, OrderAccepted)
            os.write(1, f"{reference} {outcome.result.order_id}\n".encode())


if __name__ == "__main__":
    place_until_killed(sys.argv[1], sys.argv[2])
