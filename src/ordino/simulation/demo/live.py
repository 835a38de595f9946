"""Live traffic of the demo merchant: one thing after the other happens now, at a human pace, as long as somebody wants it.

What is done next is read from what stands in the database, so an interruption loses nothing and a later start goes on with it.
"""

from collections.abc import Callable
from threading import Event

from msgspec import structs

from ordino.delivery.commands import ConfirmDelivery, ShipPackages
from ordino.delivery.lifecycle import ON_ITS_WAY
from ordino.delivery.queries import list_shipments
from ordino.engine import Actor, Completed, Engine, Window
from ordino.fulfillment.commands import PackPackage, PickUnits, PlanFulfillment
from ordino.fulfillment.queries import fulfillment_orders, ready_orders
from ordino.inventory.commands import ReceiveStock
from ordino.kernel.messages import Command
from ordino.orders.queries import OrderFilter, list_orders
from ordino.parties.queries import list_customers
from ordino.payments.commands import RecordPayment
from ordino.returns.commands import ApproveReturn, InspectReturn, ReceiveReturn, RefundReturn, RequestReturn
from ordino.returns.queries import ReturnFilter, list_returns, show_return
from ordino.returns.rows import InspectedUnits, ReceivedUnits, UnitsToReturn
from ordino.simulation.demo import days
from ordino.simulation.demo.warehouse import REASONS

LIVE = Actor("demo live", frozenset({"*"}))
_FEW = 20
_OLDEST = Window(_FEW, oldest_first=True)
_SUPPLIED = 24  # units of a delivery
_NOTHING_TO_DO_SECONDS = 1 / 5


class LiveTraffic:
    """The merchant's people, carriers and customers, drawn by dice; each turn is one thing that one of them does."""

    def __init__(self, engine: Engine, dice: days.Dice) -> None:
        self._engine = engine
        self._dice = dice
        with engine.reader() as reader:
            self._customers = [
                row.id for row in list_customers(reader, window=Window(days.CUSTOMERS, oldest_first=True))
            ]
        self._acts: tuple[tuple[int, Callable[[], Command | None]], ...] = (
            (30, self._order),
            (14, self._release),
            (13, self._pick),
            (13, self._pack),
            (12, self._ship),
            (10, self._deliver),
            (6, self._pay),
            (3, self._ask_to_return),
            (5, self._go_on_with_a_return),
            (4, self._supply),
        )

    def turn(self) -> Command | None:
        """Do one thing that can be done now; answers it, or None where it was refused or there was nothing of its kind."""
        (act,) = self._dice.choices([act for _, act in self._acts], weights=[weight for weight, _ in self._acts])
        command = act()
        if command is None:
            return None
        (outcome,) = self._engine.execute([command], actor=LIVE)
        return command if isinstance(outcome, Completed) else None

    def _order(self) -> Command | None:
        if len(self._customers) < days.CUSTOMERS:
            return None
        now = self._engine.clock()
        order = days.order(self._dice, f"LIVE-{now:%y%m%d%H%M%S}-{self._dice.randrange(10**6)}", now, self._customers)
        return structs.replace(order, placed_at=now)

    def _release(self) -> Command | None:
        with self._engine.reader() as reader:
            ready = ready_orders(reader, limit=_FEW)
        return PlanFulfillment(order_id=ready[0].order_id, release=True) if ready else None

    def _pick(self) -> Command | None:
        key = self._fulfillment_order("released")
        return PickUnits(fulfillment_order_id=key) if key else None

    def _pack(self) -> Command | None:
        key = self._fulfillment_order("picking")
        return PackPackage(fulfillment_order_id=key) if key else None

    def _ship(self) -> Command | None:
        key = self._fulfillment_order("packed")
        return ShipPackages(fulfillment_order_id=key) if key else None

    def _fulfillment_order(self, state: str) -> int:
        """One that nobody holds and no walk has taken; 0 where there is none."""
        with self._engine.reader() as reader:
            rows = fulfillment_orders(reader, state=state, limit=_FEW)
        free = [row.id for row in rows if not row.held and row.pick_batch_id is None]
        return self._dice.choice(free) if free else 0

    def _deliver(self) -> Command | None:
        with self._engine.reader() as reader:
            rows = list_shipments(reader, states=ON_ITS_WAY, window=_OLDEST)
        if not rows:
            return None
        return ConfirmDelivery(shipment_id=self._dice.choice(rows).id, how="signature", signed_by="Neighbor")

    def _pay(self) -> Command | None:
        with self._engine.reader() as reader:
            rows = list_orders(reader, OrderFilter(states=("placed",), hold_reason="payment"), limit=_FEW)
        if not rows:
            return None
        order = self._dice.choice(rows)
        reference = f"TRANSFER-{order.id}"
        return RecordPayment(order_id=order.id, amount_minor=order.total_minor, method="transfer", reference=reference)

    def _ask_to_return(self) -> Command | None:
        with self._engine.reader() as reader:
            rows = list_shipments(reader, states=("delivered",), window=Window(_FEW))
        if not rows:
            return None
        units = UnitsToReturn(line_number=1, quantity=1, reason=self._dice.choice(REASONS))
        return RequestReturn(order_id=self._dice.choice(rows).order_id, lines=(units,), requested_by="customer")

    def _go_on_with_a_return(self) -> Command | None:
        """The next step of the return that waits longest."""
        with self._engine.reader() as reader:
            waiting = ReturnFilter(states=("requested", "approved", "received", "inspected"))
            rows = list_returns(reader, waiting, _OLDEST)
            view = show_return(reader, self._dice.choice(rows).id) if rows else None
        if view is None:
            return None
        key, lines = view.head.id, [(line.line_number, line.quantity) for line in view.lines]
        match view.head.state:
            case "requested":
                return ApproveReturn(return_id=key)
            case "approved":
                received = tuple(ReceivedUnits(line_number=number, quantity=units) for number, units in lines)
                return ReceiveReturn(return_id=key, location="BER", lines=received)
            case "received":
                found = [
                    InspectedUnits(line_number=number, quantity=units, disposition="restock") for number, units in lines
                ]
                return InspectReturn(return_id=key, location="BER", lines=tuple(found))
            case _:
                return RefundReturn(return_id=key)

    def _supply(self) -> Command | None:
        return ReceiveStock(sku=self._dice.article().code, location="BER", quantity=_SUPPLIED, reference="LIVE")


def run_live(
    engine: Engine, *, seconds_between: int, stopping: Event, told: Callable[[Command], None] = lambda command: None
) -> int:
    """Let things happen until `stopping` is set, on average `seconds_between` one and the next; answers how many happened."""
    dice = days.Dice()
    traffic, happened = LiveTraffic(engine, dice), 0
    while not stopping.is_set():
        command = traffic.turn()
        if command is None:
            pause = _NOTHING_TO_DO_SECONDS
        else:
            happened += 1
            told(command)
            pause = dice.randint(1, 2 * seconds_between - 1)
        stopping.wait(pause)
    return happened
