"""The whole life of orders in batches: placed, paid, released, picked, packed, shipped, invoiced, delivered, completed."""

from collections.abc import Sequence
from decimal import Decimal
from typing import TypeVar

from ordino.delivery.commands import ConfirmDelivery, ShipmentResult, ShipPackages
from ordino.engine import SYSTEM, Completed, Engine
from ordino.fulfillment.commands import PackPackage, PickUnits, PlanFulfillment, Planned
from ordino.kernel.messages import Command, Record, Result
from ordino.orders.commands import OrderAccepted, PlaceOrder
from ordino.payments.commands import RecordPayment
from ordino.simulation.benchmarks.figures import Advance, Figure, Note, Report, Stopwatch, at_least, per_each_us
from ordino.simulation.benchmarks.scratch import Scratch, engine_on
from ordino.simulation.benchmarks.together import Load, work_together
from ordino.simulation.benchmarks.workload import Workload
from ordino.simulation.benchmarks.world import BATCH, SQL, World

WARM_UP_BATCHES = 2
PROCESSES = 2
STEPS = ("place", "pay", "release", "pick", "pack", "ship and invoice", "deliver and complete")
R = TypeVar("R", bound=Result)


class PlacedOrder(Record, frozen=True):
    """A confirmed order, and what is to be paid for it in minor units."""

    order_id: int
    total_minor: int


class Life:
    """Carries batches of orders through all steps; each step has its own watch."""

    def __init__(self, engine: Engine) -> None:
        self._engine = engine
        self.watches = {step: Stopwatch() for step in STEPS}

    def live(self, orders: Sequence[PlaceOrder]) -> None:
        placed = self._do("place", orders, OrderAccepted)
        self.go_on([PlacedOrder(one.order_id, one.total_minor) for one in placed])

    def go_on(self, placed: Sequence[PlacedOrder], last: str = STEPS[-1]) -> None:
        """Carry placed orders on, to the end or until the step `last` is done."""
        payments = [
            RecordPayment(order_id=one.order_id, amount_minor=one.total_minor, method="transfer", reference="paid")
            for one in placed
        ]
        self._do("pay", payments, Result)
        planned = self._do("release", [PlanFulfillment(order_id=one.order_id, release=True) for one in placed], Planned)
        released = [number for one in planned for number in one.fulfillment_order_ids]
        done = STEPS.index(last)
        if done >= STEPS.index("pick"):
            self._do("pick", [PickUnits(fulfillment_order_id=number) for number in released], Result)
        if done >= STEPS.index("pack"):
            self._do("pack", [PackPackage(fulfillment_order_id=number) for number in released], Result)
        if done < STEPS.index("ship and invoice"):
            return
        ships = [ShipPackages(fulfillment_order_id=number) for number in released]
        shipped = self._do("ship and invoice", ships, ShipmentResult)
        if last == STEPS[-1]:
            self._do("deliver and complete", [ConfirmDelivery(shipment_id=one.shipment_id) for one in shipped], Result)

    def _do(self, step: str, commands: Sequence[Command], kind: type[R]) -> list[R]:
        with self.watches[step].running():
            outcomes = self._engine.execute(commands, actor=SYSTEM)
        results: list[R] = []
        for outcome in outcomes:
            if not isinstance(outcome, Completed) or not isinstance(outcome.result, kind):
                raise RuntimeError(f"{step} was refused: {outcome}")
            results.append(outcome.result)
        return results


def measure_life(scratch: Scratch, world: World, orders: int, advance: Advance, load: Load) -> Report:
    """Orders of three lines, paid by transfer, from placing to completed, in batches of 500: on one connection, whose steps are
    told, and from two processes on two cores.
    """
    workload = Workload(world)
    with engine_on(scratch.create("bench_life")) as engine:
        scratch.checkpoint()
        for batch in workload.batches(WARM_UP_BATCHES * min(orders, BATCH)):
            Life(engine).live(batch)
        life = Life(engine)
        for batch in workload.batches(orders):
            life.live(batch)
            advance(len(batch))
        _all_completed(engine)
    whole = Stopwatch()
    whole.wall_ns = sum(watch.wall_ns for watch in life.watches.values())
    figures = (
        Figure("life", "orders from placed to completed", whole.rate(orders), "/s"),
        Figure(
            "life", f"the same, {PROCESSES} processes", _together(scratch, world, orders, load), "/s", at_least("300")
        ),
        *(
            Figure("life", f"{step}: time an order", per_each_us(life.watches[step].wall_ns, orders), "µs")
            for step in STEPS
        ),
    )
    return Report(figures, (Note("life", "Every order was delivered, invoiced, paid and completed."),))


def _together(scratch: Scratch, world: World, orders: int, load: Load) -> Decimal:
    each = max(orders // PROCESSES, 1)
    url = scratch.create("bench_lives")
    watch = work_together(url, world, each, PROCESSES, load, _live_all)
    with engine_on(url) as engine:
        _all_completed(engine)
    return watch.rate(each * PROCESSES)


def _live_all(engine: Engine, batches: Sequence[Sequence[PlaceOrder]]) -> None:
    life = Life(engine)
    for batch in batches:
        life.live(batch)


def _all_completed(engine: Engine) -> None:
    with engine.reader() as reader:
        (unfinished,) = reader.fetch_values(SQL.count_unfinished)
    if unfinished:
        raise RuntimeError(f"{unfinished} orders were not completed")
