"""Finding orders by number, reference, e-mail, SKU, state and status with random keys, one question after the other."""

import random
from collections.abc import Callable
from datetime import datetime

from ordino.engine import Engine, Reader
from ordino.kernel.messages import Record
from ordino.orders.queries import OrderFilter, list_orders, search_orders
from ordino.orders.views import OrderSummary
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

Ask = Callable[[Reader], list[OrderSummary]]
WARM_UP_QUESTIONS = 20
_STATES = ("confirmed", "canceled")
_STATUSES = ("allocated", "canceled", "backordered")


class Bounds(Record, frozen=True):
    """What random keys are drawn from."""

    first_order: int
    last_order: int
    orders: int
    skus: int
    customers: int
    first_placed_at: datetime
    last_placed_at: datetime


def measure_find(scratch: Scratch, database: str, questions: int, advance: Advance) -> Report:
    """`questions` of each kind on the named database, each in a snapshot of its own as an edge asks it."""
    figures: list[Figure] = []
    with engine_on(scratch.url_of(database)) as engine:
        with engine.reader() as reader:
            (bounds,) = reader.fetch(SQL.select_key_bounds, Bounds)
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


def _questions(bounds: Bounds) -> dict[str, Ask]:
    """Each draws its keys anew whenever it is asked."""
    draw = random.Random(7)  # noqa: S311 - luck, not secrets

    def number() -> int:
        return draw.randint(bounds.first_order, bounds.last_order)

    def moment() -> datetime:
        return bounds.last_placed_at - (bounds.last_placed_at - bounds.first_placed_at) * draw.randrange(100) // 100

    def email() -> str:
        return f"customer{draw.randrange(bounds.customers)}@example.org"

    def of_state() -> OrderFilter:
        return OrderFilter(states=(draw.choice(_STATES),), placed_before=moment())

    def of_status() -> OrderFilter:
        return OrderFilter(fulfillment_status=draw.choice(_STATUSES), placed_before=moment())

    return {
        "number": lambda reader: search_orders(reader, str(number())),
        "reference": lambda reader: search_orders(reader, f"M{number()}"),
        "e-mail": lambda reader: search_orders(reader, email()),
        "SKU": lambda reader: search_orders(reader, sku_code(draw.randrange(bounds.skus - 1))),
        "state": lambda reader: list_orders(reader, of_state()),
        "fulfillment status": lambda reader: list_orders(reader, of_status()),
    }
