"""What became of copied orders: a tenth came to its end, others wait at each step between, so that no list is empty.

These are ordinary commands on ordinary orders, by two processes; nothing of it is copied.
"""

from collections.abc import Callable, Iterator, Sequence
from concurrent.futures import ProcessPoolExecutor, as_completed
from multiprocessing import get_context

from ordino.engine import Engine
from ordino.exceptions.commands import RaiseException
from ordino.kernel.messages import Record
from ordino.orders.commands import HoldOrder
from ordino.returns.commands import RequestReturn
from ordino.returns.rows import UnitsToReturn
from ordino.simulation.benchmarks.figures import Advance
from ordino.simulation.benchmarks.life import STEPS, Life, PlacedOrder
from ordino.simulation.benchmarks.scratch import engine_on
from ordino.simulation.benchmarks.together import Load
from ordino.simulation.benchmarks.world import BATCH, SQL, run

PROCESSES = 2
_COMPLETED, _GIVEN_BACK, _HELD, _IN_TROUBLE = "completed", "given back", "held", "in trouble"
_OF_A_THOUSAND = {
    _COMPLETED: 90,
    _GIVEN_BACK: 10,
    **dict.fromkeys(("release", "pick", "pack", "ship and invoice"), 10),
    _HELD: 10,
    _IN_TROUBLE: 10,
}


class _Share(Record, frozen=True):
    """Orders that come to the same point."""

    fate: str
    orders: tuple[PlacedOrder, ...]


def live(url: str, orders: int, load: Load, advance: Advance) -> None:
    """Bring shares of `orders` confirmed orders to where they wait or end, the oldest first."""
    with engine_on(url) as engine, engine.reader() as reader:
        most = sum(max(orders * share // 1000, 1) for share in _OF_A_THOUSAND.values())
        waiting = reader.fetch(SQL.select_confirmed, PlacedOrder, limit=most)
    shares = list(_shares(waiting, orders))
    if len(shares) == len(_OF_A_THOUSAND):  # one batch each: a process would take longer to begin
        for share in shares:
            advance(_bring(url, share))
        return
    with ProcessPoolExecutor(PROCESSES, get_context("spawn"), load) as pool:
        for done in as_completed([pool.submit(_bring, url, share) for share in shares]):
            advance(done.result())


def _shares(waiting: Sequence[PlacedOrder], orders: int) -> Iterator[_Share]:
    begun = 0
    for fate, share in _OF_A_THOUSAND.items():
        size = max(orders * share // 1000, 1)
        for start in range(begun, begun + size, BATCH):
            yield _Share(fate, tuple(waiting[start : min(start + BATCH, begun + size)]))
        begun += size


def _bring(url: str, share: _Share) -> int:
    with engine_on(url) as engine:
        _FATES.get(share.fate, _stop_after(share.fate))(engine, share.orders)
    return len(share.orders)


def _stop_after(step: str) -> Callable[[Engine, Sequence[PlacedOrder]], None]:
    return lambda engine, orders: Life(engine).go_on(orders, last=step)


def _give_back(engine: Engine, orders: Sequence[PlacedOrder]) -> None:
    Life(engine).go_on(orders)
    wanted = (UnitsToReturn(line_number=1, quantity=1, reason="other"),)
    run(engine, [RequestReturn(order_id=order.order_id, lines=wanted) for order in orders])


def _hold(engine: Engine, orders: Sequence[PlacedOrder]) -> None:
    run(engine, [HoldOrder(order_id=order.order_id, reason="manual", detail="wait for a call") for order in orders])


def _raise(engine: Engine, orders: Sequence[PlacedOrder]) -> None:
    raised = [
        RaiseException(
            exception_kind="payment_missing",
            subject=f"order/{order.order_id}",
            order_id=order.order_id,
            amount_minor=order.total_minor,
            currency="GBP",
        )
        for order in orders
    ]
    run(engine, raised)


_FATES: dict[str, Callable[[Engine, Sequence[PlacedOrder]], None]] = {
    _COMPLETED: _stop_after(STEPS[-1]),
    _GIVEN_BACK: _give_back,
    _HELD: _hold,
    _IN_TROUBLE: _raise,
}
