"""What the people of the merchant know: orders, and work that waits for somebody, in queues."""

from itertools import count
from pathlib import Path

from ordino.kernel.messages import Record
from ordino.orders.commands import PlaceOrder
from ordino.sourcing.commands import ReserveCheckout

QUEUES = (
    "open_orders",
    "unpaid",
    "holds",
    "to_plan",
    "planned",
    "to_pick",
    "to_pack",
    "packed",
    "to_label",
    "to_hand_over",
    "on_the_way",
    "to_collect",
    "arrived",
    "undelivered",
    "asked_back",
    "coming_back",
    "to_inspect",
    "to_refund",
    "refunds",
    "proposed",
    "exceptions",
    "incoming",
    "reservations",
    "bought",
    "drafts",
    "quotes",
    "to_send",
    "supplier_invoices",
    "transfers",
    "accounts",
    "walks",
    "on_account",
    "given_back",
    "suspects",
)


class Work(Record, frozen=True):
    """Something that waits for somebody: its key in the system, a name that no other turn changes, and what belongs to it.

    Where several may wait for the same key, such as two deliveries of one return, `slot` tells them apart in their queue.
    """

    key: int
    name: str
    order_id: int = 0
    amount: int = 0
    text: str = ""
    lines: tuple[tuple[int, int], ...] = ()
    slot: int | None = None

    @property
    def waits_at(self) -> int:
        return self.key if self.slot is None else self.slot


Queue = dict[int, Work]


class Customer:
    """What is known of an order that somebody placed."""

    def __init__(self, name: str) -> None:
        self.name = name
        self.terms = "prepaid"
        self.state = "placed"
        self.version = 1
        self.total_minor = self.captured = self.refunded = self.credited = 0
        self.lines: dict[int, int] = {}
        self.children = 0

    @property
    def owed_minor(self) -> int:
        return self.total_minor - self.credited - self.captured + self.refunded


class Book:
    """The queues. An event puts work into one and takes it out of another; whoever does it takes it out, too."""

    open_orders: Queue
    unpaid: Queue
    holds: Queue
    to_plan: Queue
    planned: Queue
    to_pick: Queue
    to_pack: Queue
    packed: Queue
    to_label: Queue
    to_hand_over: Queue
    on_the_way: Queue
    to_collect: Queue
    arrived: Queue
    undelivered: Queue
    asked_back: Queue
    coming_back: Queue
    to_inspect: Queue
    to_refund: Queue
    refunds: Queue
    proposed: Queue
    exceptions: Queue
    incoming: Queue
    reservations: Queue
    bought: Queue
    drafts: Queue
    quotes: Queue
    to_send: Queue
    supplier_invoices: Queue
    transfers: Queue
    accounts: Queue
    walks: Queue
    on_account: Queue
    given_back: Queue
    suspects: Queue

    def __init__(self) -> None:
        self.orders: dict[int, Customer] = {}
        self.sent: list[PlaceOrder] = []
        self.checkouts: dict[str, ReserveCheckout] = {}
        self.packages: dict[int, tuple[int, ...]] = {}
        self.offered: dict[str, str] = {}
        self.provider: Path | None = None
        self._slots = count()
        for queue in QUEUES:
            setattr(self, queue, {})

    def order(self, order_id: int) -> Customer:
        return self.orders.get(order_id) or self.orders.setdefault(order_id, Customer(f"order {order_id}"))

    def wait(
        self,
        queue: Queue,
        key: int,
        order_id: int,
        *,
        amount: int = 0,
        text: str = "",
        lines: tuple[tuple[int, int], ...] = (),
        slot: int | None = None,
    ) -> None:
        """Put work for an order, named after it, into a queue."""
        order = self.order(order_id)
        order.children += 1
        work = Work(key, f"{order.name}/{order.children}", order_id, amount, text, lines, slot)
        queue[work.waits_at] = work

    def receive_back(self, return_id: int, order_id: int, location: str, lines: tuple[tuple[int, int], ...]) -> None:
        """Goods of a return wait for inspection where they came; what came before may still wait elsewhere."""
        self.wait(self.to_inspect, return_id, order_id, text=location, lines=lines, slot=next(self._slots))

    def end_return(self, return_id: int) -> None:
        """A return has ended: nobody waits for its goods or its money."""
        for queue in (self.coming_back, self.to_inspect, self.to_refund):
            for work in [work for work in queue.values() if work.key == return_id]:
                del queue[work.waits_at]

    def wait_once(self, queue: Queue, order_id: int) -> None:
        """Put an order itself into a queue, unless it has ended."""
        order = self.order(order_id)
        if order.state != "ended":
            queue[order_id] = Work(order_id, order.name, order_id)

    def end(self, order_id: int) -> None:
        """An order has ended: nobody waits for it."""
        self.order(order_id).state = "ended"
        for queue in (self.open_orders, self.unpaid, self.to_plan):
            queue.pop(order_id, None)
