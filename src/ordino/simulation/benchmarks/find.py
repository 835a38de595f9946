"""Finding orders by number, reference, e-mail, SKU and status with random keys, one question after the other."""

import random
from collections.abc import Callable
from datetime import datetime, timedelta

from ordino.engine import Engine, Reader
from ordino.kernel.messages import Record
from ordino.simulation.benchmarks.figures import (
    Advance,
    Figure,
    Note,
    Report,
    Stopwatch,
    at_most,
    percentile_ms,
    ratio,
)
from ordino.simulation.benchmarks.scratch import Scratch, engine_on
from ordino.simulation.benchmarks.world import SQL, sku_code

Ask = Callable[[Reader], list[int]]
WARM_UP_QUESTIONS = 20
_STATES = ("confirmed", "canceled")


class _Bounds(Record, frozen=True):
    """What random keys are drawn from."""

    first_order: int
    last_order: int
    orders: int
    skus: int
    customers: int
    last_placed_at: datetime


def measure_find(scratch: Scratch, database: str, questions: int, advance: Advance) -> Report:
    """`questions` of each kind on the named database, each in a snapshot of its own as an edge asks it."""
    figures: list[Figure] = []
    with engine_on(scratch.url_of(database)) as engine:
        with engine.reader() as reader:
            (bounds,) = reader.fetch(SQL.select_key_bounds, _Bounds)
        found = []
        for what, ask in _questions(bounds).items():
            watch, orders = _measure(engine, ask, questions)
            figures.append(Figure("find", f"by {what}, p95", percentile_ms(watch.laps_ns, 95), "ms", at_most("50")))
            found.append(f"{ratio(orders, questions)} by {what}")
            advance(questions)
    told = f"Among {bounds.orders:,} orders; found on average {', '.join(found)}."
    return Report(tuple(figures), (Note("find", told),))


def _measure(engine: Engine, ask: Ask, questions: int) -> tuple[Stopwatch, int]:
    for _ in range(WARM_UP_QUESTIONS):
        with engine.reader() as reader:
            ask(reader)
    watch, found = Stopwatch(), 0
    for _ in range(questions):
        with watch.running(), engine.reader() as reader:
            found += len(ask(reader))
    return watch, found


def _questions(bounds: _Bounds) -> dict[str, Ask]:
    """Each draws its keys anew whenever it is asked."""
    draw = random.Random(7)  # noqa: S311

    def number() -> int:
        return draw.randint(bounds.first_order, bounds.last_order)

    def moment() -> datetime:
        return bounds.last_placed_at - timedelta(seconds=draw.randrange(200))

    return {
        "number": lambda reader: reader.fetch_values(SQL.select_orders_by_number, key=number()),
        "reference": lambda reader: reader.fetch_values(SQL.select_orders_by_reference, key=f"M{number()}"),
        "e-mail": lambda reader: reader.fetch_values(
            SQL.select_orders_by_email, key=f"customer{draw.randrange(bounds.customers)}@example.org"
        ),
        "SKU": lambda reader: reader.fetch_values(
            SQL.select_orders_by_sku, key=sku_code(draw.randrange(bounds.skus - 1))
        ),
        "status": lambda reader: reader.fetch_values(
            SQL.select_orders_by_state, state=draw.choice(_STATES), before=moment()
        ),
    }
