"""Anything in any order: seeded commands, of which some are refused, on a shop with little stock."""

import random
from collections.abc import Callable, Sequence
from datetime import timedelta
from decimal import Decimal

from ordino.engine import SYSTEM
from ordino.inventory.commands import (
    AdjustStock,
    CancelIncoming,
    CloseIncoming,
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
    RescheduleIncoming,
    ReserveStock,
    ScrapStock,
    SetSafetyStock,
    TransferItem,
    TransferStock,
)
from ordino.kernel.messages import Command
from ordino.network.commands import RegisterLocation
from ordino.orders.commands import (
    AddLine,
    CancelCharge,
    CancelOrder,
    CancelUnits,
    ChangeAddress,
    ChangeOrder,
    ChooseSku,
    ConfirmOrder,
    DraftOrder,
    ExpireOrder,
    HoldOrder,
    MergeOrders,
    PlaceDraft,
    PlaceOrder,
    PrioritizeOrder,
    ReleaseHold,
    SplitLine,
    SplitOrder,
)
from ordino.orders.rows import OrderedCharge, OrderedDiscount, OrderedLine
from ordino.sourcing.commands import FillBackorders, RefreshPromises, ResourceLine
from ordino.sourcing.queries import fillable
from tests.simulation.world import LEEDS, LONDON, Merchant

SKUS = ("A", "B", "C", "SET", "GIFTWRAP", "ROPE", "TYPO")
GOODS = ("A", "B", "C")
PLACES = ("LON", "MAN")


class RandomWeek:
    """`run` does so many batches of commands; what is refused changes nothing and is no fault."""

    def __init__(self, merchant: Merchant, seed: int) -> None:
        self.merchant = merchant
        self.random = random.Random(seed)
        self.commands: list[Command] = []
        self.done = 0

    def run(self, batches: int) -> None:
        makers: Sequence[Callable[[], Command]] = (
            *(self._place,) * 8,
            *(self._change,) * 5,
            *(self._stock,) * 6,
            *(self._order,) * 6,
            *(self._supply,) * 4,
            *(self._reservation,) * 2,
            *(self._sourcing,) * 3,
        )
        for _ in range(batches):
            maker = self.random.choice(makers)
            first = maker()
            batch = [
                first,
                *(c for c in (maker() for _ in range(self.random.choice((0, 0, 2)))) if type(c) is type(first)),
            ]
            outcomes = self.merchant.engine.execute(batch, actor=SYSTEM)
            self.commands += batch
            self.done += sum(1 for outcome in outcomes if type(outcome).__name__ == "Completed")
            if self.random.random() < 0.2:
                self.merchant.later(minutes=self.random.choice((1, 10, 90)))

    def sweep(self) -> None:
        """What a worker does now and then: expire, and fill what has become available without an event."""
        engine = self.merchant.engine
        engine.execute([ExpireReservations()], actor=SYSTEM)
        for _ in range(5):
            with engine.reader() as reader:
                rows = fillable(reader, limit=1000)
            for row in rows:
                engine.execute([FillBackorders(sku=row.sku, location=row.location)], actor=SYSTEM)

    def _one(self, query: str, otherwise: int = 1) -> int:
        with self.merchant.engine.connection() as connection:
            rows = connection.execute(query).fetchall()  # type: ignore[call-overload]
        return int(self.random.choice(rows)[0]) if rows else otherwise

    def _order_id(self) -> int:
        return self._one("select id from orders_order")

    def _version(self, order_id: int) -> int:
        return self._one(f"select version from orders_order where id = {order_id}")

    def _line(self) -> OrderedLine:
        price = Decimal(self.random.randint(1, 3000)) / self.random.choice((100, 1000))
        return OrderedLine(sku=self.random.choice(SKUS), quantity=self.random.randint(1, 7), unit_price=price)

    def _content(self) -> PlaceOrder:
        pick = self.random
        discounts = (
            OrderedDiscount(label="Percent", percent=Decimal(pick.randint(1, 50))),
            OrderedDiscount(label="Amount", amount_minor=pick.randint(1, 900)),
            OrderedDiscount(label="Shipping", percent=Decimal(50), on_shipping=True),
        )
        charges = (
            OrderedCharge(kind="shipping", label="Parcel", amount_minor=pick.randint(0, 700)),
            OrderedCharge(kind="fee", label="Gift", amount_minor=pick.randint(0, 99)),
        )
        channel = pick.choice(("web", "web", "trade", "prepaid"))
        return PlaceOrder(
            channel=channel,
            lines=tuple(self._line() for _ in range(pick.randint(1, 3))),
            email=pick.choice(("one@example.com", "two@example.com")),
            ship_to=LONDON,
            discounts=tuple(d for d in discounts if pick.random() < 0.3),
            charges=tuple(c for c in charges if pick.random() < 0.4),
            payment_terms="prepaid" if channel == "prepaid" else "paid_elsewhere",
            ship_complete=pick.random() < 0.2,
            maximum_parcels=pick.choice((None, None, 1, 2)),
            out_of_stock=pick.choice((None, None, "refuse")),
            priority=pick.choice((0, 0, 1)),
            reservation_owner=pick.choice(("", "", "cart-1", "cart-2")),
            stated_total_minor=pick.choice((None, None, None, 1)),
        )

    def _place(self) -> Command:
        return self._content()

    def _change(self) -> Command:
        order_id, pick = self._order_id(), self.random
        actions = (
            AddLine(line=self._line()),
            CancelUnits(line_number=pick.randint(1, 3), quantity=pick.randint(1, 3)),
            CancelUnits(line_number=pick.randint(1, 3), quantity=pick.randint(1, 3)),
            CancelCharge(charge_number=1),
            ChangeAddress(ship_to=pick.choice((LONDON, LEEDS))),
            ChooseSku(line_number=pick.randint(1, 3), sku=pick.choice(("A", "GIFTWRAP"))),
        )
        chosen = tuple(pick.sample(actions, pick.choice((1, 1, 2))))
        return ChangeOrder(order_id=order_id, expected_version=self._version(order_id), actions=chosen)

    def _order(self) -> Command:
        order_id, pick = self._order_id(), self.random
        version = self._version(order_id)
        other = self._order_id()
        split = SplitLine(line_number=pick.randint(1, 3), quantity=pick.randint(1, 3))
        hold_id = self._one("select id from orders_hold where state = 'open'")
        held = self._one(f"select order_id from orders_hold where id = {hold_id}", order_id)
        makers: tuple[Command, ...] = (
            CancelOrder(order_id=order_id, reason="changed mind"),
            ExpireOrder(order_id=self._one("select id from orders_order where state = 'placed'", order_id)),
            HoldOrder(order_id=order_id, reason="check", scope=pick.choice(("order", "payment", "return"))),
            HoldOrder(order_id=order_id, reason="look", scope="line", line_number=pick.randint(1, 3)),
            ReleaseHold(order_id=held, hold_id=hold_id),
            ReleaseHold(order_id=held, hold_id=hold_id),
            ConfirmOrder(order_id=order_id),
            PrioritizeOrder(order_id=order_id, priority=pick.randint(-1, 2)),
            SplitOrder(order_id=order_id, expected_version=version, lines=(split,)),
            SplitOrder(order_id=order_id, expected_version=version, lines=(split,)),
            MergeOrders(
                order_id=order_id,
                expected_version=version,
                from_order_id=other,
                from_expected_version=self._version(other),
            ),
            DraftOrder(order=self._content()),
            PlaceDraft(order_id=order_id, expected_version=version),
        )
        return pick.choice(makers)

    def _stock(self) -> Command:
        pick = self.random
        sku, location, quantity = pick.choice(GOODS), pick.choice(PLACES), pick.randint(1, 6)
        level = {"sku": sku, "location": location}
        makers: tuple[Command, ...] = (
            ReceiveStock(**level, quantity=quantity),
            ReceiveStock(**level, quantity=quantity),
            ReceiveStock(**level, quantity=quantity),
            AdjustStock(**level, change=pick.choice((-1, 2)), reason="found"),
            CountStock(**level, counted=pick.randint(0, 9)),
            MarkUnavailable(**level, quantity=1, bucket="damaged"),
            MarkAvailable(**level, quantity=1, bucket="damaged"),
            ScrapStock(**level, quantity=1, bucket=pick.choice(("damaged", "available"))),
            SetSafetyStock(**level, quantity=pick.randint(0, 2)),
            RegisterLocation(code="MAN", fulfills=pick.random() < 0.7),
        )
        return pick.choice(makers)

    def _supply(self) -> Command:
        pick, day = self.random, self.merchant.engine.clock() + timedelta(days=self.random.randint(-1, 9))
        incoming = self._one("select id from inventory_incoming")
        transfer = self._one("select id from inventory_transfer")
        from_place, to_place = pick.sample(PLACES, 2)
        makers: tuple[Command, ...] = (
            ExpectStock(
                sku=pick.choice(GOODS), location=pick.choice(PLACES), quantity=pick.randint(1, 9), expected_at=day
            ),
            ReceiveIncoming(incoming_id=incoming, quantity=pick.randint(1, 5)),
            ReceiveIncoming(incoming_id=incoming, quantity=pick.randint(1, 5)),
            RescheduleIncoming(incoming_id=incoming, expected_at=day),
            CloseIncoming(incoming_id=incoming),
            CancelIncoming(incoming_id=incoming),
            TransferStock(from_location=from_place, to_location=to_place, items=(TransferItem(pick.choice(GOODS), 2),)),
            ReceiveTransfer(transfer_id=transfer),
            CloseTransfer(transfer_id=transfer),
        )
        return pick.choice(makers)

    def _reservation(self) -> Command:
        pick = self.random
        owner = pick.choice(("cart-1", "cart-2"))
        makers: tuple[Command, ...] = (
            ReserveStock(sku=pick.choice(GOODS), location="LON", owner=owner, quantity=pick.randint(1, 2), minutes=15),
            ReserveStock(sku=pick.choice(GOODS), location="MAN", owner=owner, quantity=1, minutes=60),
            ReleaseReservation(reservation_id=self._one("select id from inventory_reservation")),
            ExpireReservations(),
        )
        return pick.choice(makers)

    def _sourcing(self) -> Command:
        pick = self.random
        order_id = self._one("select order_id from inventory_allocation")
        makers: tuple[Command, ...] = (
            FillBackorders(sku=pick.choice(GOODS), location=pick.choice(PLACES)),
            RefreshPromises(sku=pick.choice(GOODS)),
            ResourceLine(
                order_id=order_id,
                line_number=pick.randint(1, 3),
                location=pick.choice(PLACES),
                quantity=pick.randint(1, 2),
                reason="refused",
            ),
        )
        return pick.choice(makers)
