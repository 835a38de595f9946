"""What edges and the audit read."""

from datetime import UTC, date, datetime

import psycopg

from ordino.sourcing.queries import (
    BackorderRow,
    FillableRow,
    LatePromiseRow,
    PromiseDifference,
    backorders,
    fillable,
    late_promises,
    plans_of_order,
    promise_differences,
    promises_of_order,
)
from tests.sourcing.world import SourcingWorld

MONDAY = datetime(2026, 3, 2, 9, 0, tzinfo=UTC)


def test_an_order_is_explained(world: SourcingWorld) -> None:
    world.stock("A", "L1", 2)
    order_id = world.source(("A", 5))
    with world.engine.reader() as reader:
        (plan,) = plans_of_order(reader, order_id)
        promises = promises_of_order(reader, order_id)
    assert plan.reasons == ("short",)
    assert [(way.locations, way.covered, way.verdict) for way in plan.candidates] == [(("L1",), 2, "chosen")]
    assert [(promise.quantity, promise.source) for promise in promises] == [(2, "stock"), (3, "unknown")]


def test_backorders_stand_in_their_order_of_precedence(world: SourcingWorld) -> None:
    world.stock("A", "L1", 0)
    first, urgent = world.source(("A", 5)), world.source(("A", 1), priority=3)
    with world.engine.reader() as reader:
        rows = backorders(reader, sku="A")
    assert rows == [
        BackorderRow(urgent, 1, "A", 1, 3, MONDAY, False, None),
        BackorderRow(first, 1, "A", 5, 0, MONDAY, False, None),
    ]


def test_what_is_there_and_waited_for_is_found_by_a_sweep(world: SourcingWorld) -> None:
    world.stock("A", "L1", 0)
    world.stock("B", "L1", 5)
    world.source(("A", 5), ("B", 1))
    with world.engine.reader() as reader:
        assert fillable(reader) == []
    world.put("A", "L1", 2)
    with world.engine.reader() as reader:
        assert fillable(reader) == [FillableRow("A", "L1", 2)]


def test_what_should_have_left_is_late_the_day_after(world: SourcingWorld) -> None:
    world.stock("A", "L1", 2)
    order_id = world.source(("A", 2))
    with world.engine.reader() as reader:
        assert late_promises(reader, date(2026, 3, 2)) == []
        assert late_promises(reader, date(2026, 3, 3)) == [
            LatePromiseRow(order_id, 1, 1, "A", 2, "stock", date(2026, 3, 2))
        ]


def test_the_audit_names_a_promise_that_does_not_add_up(
    world: SourcingWorld, tamper: "psycopg.Connection[tuple[object, ...]]"
) -> None:
    world.stock("A", "L1", 2)
    incoming_id = world.incoming("A", "L1", 3, datetime(2026, 3, 12, tzinfo=UTC))
    order_id = world.source(("A", 5))
    with world.engine.reader() as reader:
        assert promise_differences(reader) == []
    tamper.execute("update sourcing_promise set quantity = quantity + 1")
    with world.engine.reader() as reader:
        assert promise_differences(reader) == [
            PromiseDifference(f"{order_id}-1", "promised from stock", 2, 3),
            PromiseDifference(f"{order_id}-1", "promised while waiting", 3, 4),
            PromiseDifference(f"incoming {incoming_id}", "promised from incoming", 3, 4),
        ]
