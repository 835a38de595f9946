"""Whatever happens in whatever order: every counter is the sum of its rows, every level the fold of its movements."""

from collections.abc import Callable
from itertools import count

import psycopg
import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from ordino.engine import SYSTEM
from ordino.inventory.allocations import StockGuardError, allocate, deallocate, lock_levels
from ordino.inventory.commands import (
    AdjustStock,
    CloseTransfer,
    CountStock,
    ExpectStock,
    ExpireReservations,
    MarkAvailable,
    MarkUnavailable,
    ReceiveIncoming,
    ReceiveStock,
    ReceiveTransfer,
    ReleaseReservation,
    ReserveStock,
    ScrapStock,
    TransferItem,
    TransferStock,
)
from ordino.inventory.rows import AllocationRow, Pair
from ordino.kernel.messages import Command
from tests.inventory.world import World

QUANTITIES = st.integers(1, 9)
PLACES = st.sampled_from(["NEAR", "FAR"])
BUCKETS = st.sampled_from(["available", "damaged", "quality"])
UNAVAILABLE = st.sampled_from(["damaged", "quality"])
Step = Callable[["Books"], None]

DIFFERENCES = """
select level.sku_id, level.location_id
from inventory_level level
where on_hand <> (
        select coalesce(sum(case when to_account like place.prefix then quantity else 0 end
            - case when from_account like place.prefix then quantity else 0 end), 0)
        from inventory_movement movement where movement.sku_id = level.sku_id)
    or unavailable <> (
        select coalesce(sum(quantity), 0) from inventory_bucket bucket
        where (bucket.sku_id, bucket.location_id) = (level.sku_id, level.location_id))
    or reserved <> (
        select coalesce(sum(quantity), 0) from inventory_reservation reservation
        where (reservation.sku_id, reservation.location_id, reservation.state)
            = (level.sku_id, level.location_id, 'active'))
    or allocated <> (
        select coalesce(sum(quantity), 0) from inventory_allocation allocation
        where (allocation.sku_id, allocation.location_id) = (level.sku_id, level.location_id))
"""
BUCKET_DIFFERENCES = """
select bucket.*
from inventory_bucket bucket
cross join lateral (select 'location/' || bucket.location_id || '/' || bucket.bucket as name) as account
where quantity <> (
    select coalesce(sum(case when to_account = account.name then movement.quantity else 0 end
        - case when from_account = account.name then movement.quantity else 0 end), 0)
    from inventory_movement movement where movement.sku_id = bucket.sku_id)
"""
TRANSIT_DIFFERENCES = """
select line.*
from inventory_transfer_line line
cross join lateral (select 'transit/' || line.transfer_id as name) as account
where line.quantity - received_quantity - lost_quantity <> (
    select coalesce(sum(case when to_account = account.name then movement.quantity else -movement.quantity end), 0)
    from inventory_movement movement
    where movement.sku_id = line.sku_id and account.name in (to_account, from_account))
"""


class Books:
    """One SKU at two places, and every kind of thing that can happen to it. Refusals are welcome; sums must hold."""

    numbers = count(1)

    def __init__(self, world: World) -> None:
        self.world = world
        self.code = f"SKU-{next(self.numbers)}"
        self.sku = world.sku(self.code)
        self.orders = count(1)
        self.places = dict(world.rows("select code, id from network_location"))

    def run(self, command: Command) -> None:
        self.world.engine.execute([command], actor=SYSTEM)

    def allocate(self, place: str, quantity: int) -> None:
        """The way of the layer above; a refusal by the guard is an answer, too."""
        pair = Pair(self.sku, self.places[place])
        row = AllocationRow(next(self.orders) + self.sku * 1000, 1, pair.location_id, self.sku, quantity)
        try:
            with self.world.unit() as unit:
                lock_levels(unit, [pair])
                allocate(unit, [row])
        except StockGuardError:
            return

    def deallocate(self, quantity: int) -> None:
        rows = self.world.rows(
            "select order_id, line_number, location_id, sku_id, quantity from inventory_allocation where sku_id = %s",
            self.sku,
        )
        for row in (AllocationRow(*values) for values in rows[:1]):
            with self.world.unit() as unit:
                lock_levels(unit, [Pair(self.sku, row.location_id)])
                deallocate(unit, [AllocationRow(*row_key(row), min(quantity, row.quantity))])

    def newest(self, table: str) -> int:
        ((found,),) = self.world.rows(f"select coalesce(max(id), 0) from inventory_{table}")
        return int(found)

    def allocated_at(self, place: str) -> int:
        rows = self.world.rows(
            "select allocated from inventory_level where sku_id = %s and location_id = %s", self.sku, self.places[place]
        )
        return int(rows[0][0]) if rows else 0

    def differences(self) -> list[object]:
        """Every level, bucket and transfer line that is not the sum of its rows."""
        levels = DIFFERENCES.replace("place.prefix", "'location/' || level.location_id || '/%'")
        return [
            *(row for query in (levels, BUCKET_DIFFERENCES, TRANSIT_DIFFERENCES) for row in self.world.rows(query)),
        ]


def row_key(row: AllocationRow) -> tuple[int, int, int, int]:
    return row.order_id, row.line_number, row.location_id, row.sku_id


def step(
    build: Callable[..., Callable[[Books], object]], *parts: "st.SearchStrategy[object]"
) -> "st.SearchStrategy[Step]":
    return st.builds(build, *parts)  # type: ignore[arg-type]


STEPS = st.one_of(
    step(lambda p, n: lambda b: b.run(ReceiveStock(sku=b.code, location=p, quantity=n)), PLACES, QUANTITIES),
    step(
        lambda p, n: lambda b: b.run(AdjustStock(sku=b.code, location=p, change=n, reason="found or lost")),
        PLACES,
        st.integers(-9, 9),
    ),
    step(
        lambda p, n, u: lambda b: b.run(MarkUnavailable(sku=b.code, location=p, quantity=n, bucket=u)),
        PLACES,
        QUANTITIES,
        UNAVAILABLE,
    ),
    step(
        lambda p, n, u: lambda b: b.run(MarkAvailable(sku=b.code, location=p, quantity=n, bucket=u)),
        PLACES,
        QUANTITIES,
        UNAVAILABLE,
    ),
    step(
        lambda p, n, u: lambda b: b.run(ScrapStock(sku=b.code, location=p, quantity=n, bucket=u)),
        PLACES,
        QUANTITIES,
        BUCKETS,
    ),
    step(
        lambda p, n: lambda b: b.run(CountStock(sku=b.code, location=p, counted=b.allocated_at(p) + n)),
        PLACES,
        QUANTITIES,
    ),
    step(
        lambda p, n, m: lambda b: b.run(ReserveStock(sku=b.code, location=p, owner="cart", quantity=n, minutes=m)),
        PLACES,
        QUANTITIES,
        st.integers(1, 30),
    ),
    step(lambda: lambda b: b.run(ReleaseReservation(reservation_id=b.newest("reservation")))),
    step(lambda: lambda b: b.run(ExpireReservations())),
    step(lambda n: lambda b: b.world.wait(minutes=n), st.integers(1, 20)),
    step(lambda p, n: lambda b: b.allocate(p, n), PLACES, QUANTITIES),
    step(lambda n: lambda b: b.deallocate(n), QUANTITIES),
    step(
        lambda p, n: lambda b: b.run(ExpectStock(sku=b.code, location=p, quantity=n, expected_at=b.world.now)),
        PLACES,
        QUANTITIES,
    ),
    step(lambda n: lambda b: b.run(ReceiveIncoming(incoming_id=b.newest("incoming"), quantity=n)), QUANTITIES),
    step(
        lambda n: (
            lambda b: b.run(TransferStock(from_location="NEAR", to_location="FAR", items=(TransferItem(b.code, n),)))
        ),
        QUANTITIES,
    ),
    step(
        lambda n: lambda b: b.run(ReceiveTransfer(transfer_id=b.newest("transfer"), items=(TransferItem(b.code, n),))),
        QUANTITIES,
    ),
    step(lambda: lambda b: b.run(CloseTransfer(transfer_id=b.newest("transfer")))),
)


@settings(max_examples=60, suppress_health_check=[HealthCheck.function_scoped_fixture, HealthCheck.too_slow])
@given(st.lists(STEPS, min_size=5, max_size=25))
def test_every_level_is_the_fold_of_its_movements_after_any_sequence(world: World, steps: list[Step]) -> None:
    if not world.rows("select 1 from network_location"):
        world.location("NEAR")
        world.location("FAR")
    books = Books(world)
    books.run(ReceiveStock(sku=books.code, location="NEAR", quantity=20))
    for one in steps:
        one(books)
        assert books.differences() == []


@pytest.mark.parametrize(
    "lie",
    [
        "update inventory_level set on_hand = on_hand + 1",
        "update inventory_level set reserved = reserved + 1",
        "update inventory_level set allocated = allocated + 1",
        "update inventory_level set unavailable = unavailable + 1",
        "update inventory_bucket set quantity = quantity + 1",
        "update inventory_transfer_line set received_quantity = received_quantity + 1",
        "delete from inventory_movement where to_account like 'transit/%'",
    ],
)
def test_the_sums_find_every_lie(world: World, tamper: "psycopg.Connection[tuple[object, ...]]", lie: str) -> None:
    world.location("NEAR")
    world.location("FAR")
    books = Books(world)
    for command in (
        ReceiveStock(sku=books.code, location="NEAR", quantity=20),
        MarkUnavailable(sku=books.code, location="NEAR", quantity=3, bucket="damaged"),
        TransferStock(from_location="NEAR", to_location="FAR", items=(TransferItem(books.code, 5),)),
    ):
        world.done(command)
    assert books.differences() == []
    tamper.execute(lie)
    assert books.differences() != []
