"""A merchant in the middle of a busy week: everything that can happen to orders and stock has happened, by commands only."""

from collections.abc import Sequence
from datetime import date, datetime, timedelta
from decimal import Decimal
from typing import Any

from msgspec import structs

from ordino.catalog.commands import Component, RegisterSku
from ordino.engine import SYSTEM, Completed
from ordino.flows.wiring import load_handlers
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
    RescheduleIncoming,
    ReserveStock,
    ScrapStock,
    SetSafetyStock,
    TransferItem,
    TransferStock,
)
from ordino.kernel.messages import Command
from ordino.network.commands import (
    RateEntry,
    RegisterCarrier,
    RegisterChannel,
    RegisterLocation,
    ServiceEntry,
    SetTaxRates,
    TaxRateEntry,
)
from ordino.orders.commands import (
    AddLine,
    AssignHold,
    CancelCharge,
    CancelOrder,
    CancelUnits,
    ChangeAddress,
    ChangeOrder,
    ChooseSku,
    DraftOrder,
    ExpireOrder,
    HoldOrder,
    MergeOrders,
    PlaceDraft,
    PlaceOrder,
    PrioritizeOrder,
    ReleaseHold,
    ReviseDraft,
    SplitLine,
    SplitOrder,
)
from ordino.orders.rows import OrderedCharge, OrderedDiscount, OrderedLine, PostalAddress
from ordino.sourcing.commands import FillBackorders, RefreshPromises, ResourceLine
from tests.conftest import TestEngine

load_handlers()

LONDON = PostalAddress(
    recipient="A. Buyer", street="1 High Street", city="London", postal_code="SW1A 1AA", country="GB"
)
LEEDS = PostalAddress(recipient="A. Buyer", street="2 The Headrow", city="Leeds", postal_code="LS1 8TL", country="GB")


def line(sku: str, quantity: int, price: str = "10.00", **more: Any) -> OrderedLine:
    return OrderedLine(sku=sku, quantity=quantity, unit_price=Decimal(price), **more)


class Merchant:
    """`do` carries a command out, which must not be refused; `orders` knows the numbers of the orders by a name."""

    def __init__(self, engine: TestEngine) -> None:
        self.engine = engine
        self.orders: dict[str, int] = {}

    def do(self, command: Command) -> Any:
        (outcome,) = self.engine.execute([command], actor=SYSTEM)
        assert isinstance(outcome, Completed), outcome
        return outcome.result

    def place(self, name: str, *lines: OrderedLine, channel: str = "web", **terms: Any) -> int:
        self.orders[name] = self.do(self.order(name, *lines, channel=channel, **terms)).order_id
        return self.orders[name]

    def order(self, name: str, *lines: OrderedLine, channel: str = "web", **terms: Any) -> PlaceOrder:
        command = PlaceOrder(
            channel=channel, lines=lines, ship_to=LONDON, external_reference=name, payment_terms="paid_elsewhere"
        )
        return structs.replace(command, **terms)

    def split(self, name: str, part: str, *lines: SplitLine) -> None:
        (version,) = self.row("select version from orders_order where id = %s", self.orders[name])
        command = SplitOrder(order_id=self.orders[name], expected_version=version, lines=lines)
        self.orders[part] = self.do(command).order_id

    def change(self, name: str, *actions: Any) -> None:
        (version,) = self.row("select version from orders_order where id = %s", self.orders[name])
        self.do(ChangeOrder(order_id=self.orders[name], expected_version=version, actions=actions))

    def later(self, **time: int) -> datetime:
        moment = self.engine.clock() + timedelta(**time)
        self.engine.clock.set(moment)
        return moment

    def row(self, query: str, *parameters: object) -> tuple[Any, ...]:
        with self.engine.connection() as connection:
            found = connection.execute(query, parameters or None).fetchone()  # type: ignore[call-overload]
        assert found is not None
        return tuple(found)

    def open_shop(self) -> None:
        """Channels, locations, SKUs, tax rates and a carrier."""
        for command in _shop():
            self.do(command)

    def work(self) -> None:
        """A busy week."""
        self._receive()
        self._sell()
        self._hold()
        self._backorder()
        self._reserve()
        self._change()
        self._move()
        self._regroup()
        self._count_short()

    def _receive(self) -> None:
        for sku, location, quantity in (("A", "LON", 80), ("A", "MAN", 40), ("B", "LON", 5), ("C", "LON", 50)):
            self.do(ReceiveStock(sku=sku, location=location, quantity=quantity, reference="first"))
        self.do(ReceiveStock(sku="ROPE", location="LON", quantity=12_500))
        self.do(ReceiveStock(sku="CHEESE", location="LON", quantity=20, lot="L1", lot_expires_on=date(2026, 6, 1)))
        self.do(ReceiveStock(sku="CAMERA", location="LON", quantity=3, serials=("S1", "S2", "S3")))
        self.do(SetSafetyStock(sku="A", location="MAN", quantity=2))

    def _sell(self) -> None:
        shipping = (OrderedCharge(kind="shipping", label="Parcel", amount_minor=600),)
        tenth = (OrderedDiscount(label="Ten percent", percent=Decimal(10)),)
        self.place("one", line("A", 2, "19.99"), line("C", 3, "7.99"), discounts=tenth, charges=shipping)
        self.place(
            "net",
            line("A", 2, "100.00"),
            line("ROPE", 2_500, "1.333333"),
            channel="trade",
            discounts=(OrderedDiscount(label="Voucher", amount_minor=2000, lines=(1,)),),
        )
        self.place("bundle", line("SET", 3, "25.00"), line("GIFTWRAP", 1, "2.50"), discounts=tenth, charges=shipping)
        self.place(
            "market",
            line("A", 3, "9.99", discount_minor=100, tax_rate=Decimal(20), tax_minor=483),
            line("SET", 1, "20.00", discount_minor=101, tax_rate=Decimal(20), tax_minor=317),
            charges=(OrderedCharge(kind="shipping", label="Parcel", amount_minor=399, tax_minor=66),),
            channel="market",
            priced_elsewhere=True,
            stated_total_minor=5195,
        )
        self.place(
            "free shipping",
            line("BOOK", 1, "12.00"),
            line("C", 1, "30.00"),
            charges=(
                *shipping,
                OrderedCharge(kind="fee", label="Gift", amount_minor=150),
            ),
            discounts=(OrderedDiscount(label="Free", percent=Decimal(50), on_shipping=True),),
        )
        self.place("many", line("A", 50), maximum_parcels=2)

    def _hold(self) -> None:
        self.place("unknown", line("NOSUCH", 1), line("C", 1))
        self.place("totals", line("C", 1), stated_total_minor=1100)
        fraud = self.place("fraud", line("C", 2))
        self.do(HoldOrder(order_id=fraud, reason="fraud", owner="risk"))
        self.do(HoldOrder(order_id=fraud, reason="check", scope="line", line_number=1))
        (hold,) = self.row("select min(id) from orders_hold where order_id = %s", fraud)
        self.do(AssignHold(order_id=fraud, hold_id=hold, owner="eve"))
        self.do(ReleaseHold(order_id=fraud, hold_id=hold, note="known"))
        released = self.place("released", line("C", 1), stated_total_minor=1)
        (hold,) = self.row("select id from orders_hold where order_id = %s", released)
        self.do(ReleaseHold(order_id=released, hold_id=hold))
        unpaid = self.place("unpaid", line("C", 1), channel="prepaid", payment_terms="prepaid")
        self.place("payable", line("C", 1), channel="prepaid", payment_terms="prepaid")
        self.later(minutes=61)
        self.do(ExpireOrder(order_id=unpaid))

    def _backorder(self) -> None:
        due = self.engine.clock() + timedelta(days=9)
        incoming = self.do(ExpectStock(sku="B", location="LON", quantity=6, expected_at=due)).incoming_id
        self.do(ExpectStock(sku="B", location="MAN", quantity=50, expected_at=due + timedelta(days=5)))
        self.place("short", line("B", 8))
        self.place("waits", line("B", 4), line("A", 1), ship_complete=True)
        self.place("last", line("B", 7), priority=-1)
        self.place("never", line("D", 2))
        self.do(PrioritizeOrder(order_id=self.orders["last"], priority=5))
        self.do(RescheduleIncoming(incoming_id=incoming, expected_at=due + timedelta(days=1)))
        self.do(RefreshPromises(sku="B"))
        self.do(ReceiveIncoming(incoming_id=incoming, quantity=5))
        self.do(FillBackorders(sku="B", location="LON"))
        self.do(RefreshPromises(sku="B"))

    def _reserve(self) -> None:
        for owner, quantity in (("cart-1", 3), ("cart-2", 1), ("cart-3", 2)):
            self.do(ReserveStock(sku="C", location="LON", owner=owner, quantity=quantity, minutes=15))
        self.place("cart", line("C", 2), reservation_owner="cart-1")
        (second,) = self.row("select id from inventory_reservation where owner = 'cart-2'")
        self.do(ReleaseReservation(reservation_id=second))
        self.later(minutes=16)
        self.do(ReserveStock(sku="A", location="LON", owner="cart-4", quantity=2, minutes=10))
        self.later(minutes=11)
        self.do(ExpireReservations())
        self.do(ReserveStock(sku="A", location="LON", owner="cart-5", quantity=1, minutes=10))
        self.later(minutes=11)
        self.do(ReserveStock(sku="A", location="LON", owner="cart-6", quantity=1, minutes=60))

    def _change(self) -> None:
        self.change("one", CancelUnits(line_number=2, quantity=1), AddLine(line=line("C", 2, "3.335")))
        self.change("one", CancelCharge(charge_number=1), ChangeAddress(ship_to=LEEDS))
        self.change("net", CancelUnits(line_number=2, quantity=1_000), AddLine(line=line("SET", 1, "19.99")))
        self.change("short", CancelUnits(line_number=1, quantity=1))
        self.place("canceled", line("A", 1), line("B", 1))
        self.do(CancelOrder(order_id=self.orders["canceled"], reason="changed mind"))
        self.do(ResourceLine(order_id=self.orders["many"], line_number=1, location="LON", quantity=2, reason="refused"))

    def _move(self) -> None:
        self.do(AdjustStock(sku="C", location="LON", change=-1, reason="broken"))
        self.do(CountStock(sku="ROPE", location="LON", counted=12_400))
        self.do(MarkUnavailable(sku="C", location="LON", quantity=4, bucket="damaged"))
        self.do(MarkAvailable(sku="C", location="LON", quantity=1, bucket="damaged"))
        self.do(ScrapStock(sku="C", location="LON", quantity=1, bucket="damaged"))
        self.do(MarkUnavailable(sku="CHEESE", location="LON", quantity=5, bucket="quality", lot="L1"))
        self.do(MarkUnavailable(sku="CAMERA", location="LON", quantity=1, bucket="damaged", serials=("S2",)))
        items = (TransferItem("C", 6), TransferItem("CHEESE", 2))
        sent = self.do(TransferStock(from_location="LON", to_location="MAN", items=items)).transfer_id
        self.do(ReceiveTransfer(transfer_id=sent, items=(TransferItem("C", 4),)))
        lost = self.do(TransferStock(from_location="LON", to_location="MAN", items=(TransferItem("C", 2),))).transfer_id
        self.do(CloseTransfer(transfer_id=lost, reason="stolen"))

    def _regroup(self) -> None:
        """Drafts, orders split and merged, SKUs chosen."""
        self.do(ReceiveStock(sku="E", location="LON", quantity=20))
        draft = self.do(DraftOrder(order=self.order("draft", line("E", 1)))).order_id
        revised = self.order("draft", line("E", 2), discounts=(OrderedDiscount(label="Tenner", amount_minor=1000),))
        self.do(ReviseDraft(order_id=draft, expected_version=1, order=revised))
        self.do(PlaceDraft(order_id=draft, expected_version=2))
        self.orders["draft"] = draft
        self.do(DraftOrder(order=self.order("kept draft", line("E", 1))))
        dropped = self.do(DraftOrder(order=self.order("dropped draft", line("E", 1)))).order_id
        self.do(CancelOrder(order_id=dropped, reason="not wanted"))
        tenth = (OrderedDiscount(label="Ten percent", percent=Decimal(10)),)
        shipping = (OrderedCharge(kind="shipping", label="Parcel", amount_minor=499),)
        self.place("whole", line("E", 3, "3.333"), line("D", 2, "7.77"), discounts=tenth, charges=shipping)
        self.split("whole", "part", SplitLine(line_number=1, quantity=2), SplitLine(line_number=2, quantity=1))
        self.change("part", CancelUnits(line_number=1, quantity=1))
        self.place("held", line("E", 2), line("E", 1), stated_total_minor=1, charges=shipping)
        self.split("held", "held part", SplitLine(line_number=2, quantity=1))
        email = {"email": "buyer@example.com"}
        into = self.place("into", line("E", 2, "3.335"), charges=shipping, **email)
        other = self.place("other", line("E", 3, "1.115"), line("D", 1), charges=shipping, discounts=tenth, **email)
        self.change("other", CancelUnits(line_number=1, quantity=1))
        self.do(MergeOrders(order_id=into, expected_version=1, from_order_id=other, from_expected_version=2))
        self.change("into", AddLine(line=line("E", 1, "2.345", discount_minor=5)))
        self.place("guess", line("TYPO", 2), line("TYPO-2", 1))
        self.change("guess", ChooseSku(line_number=1, sku="E"), ChooseSku(line_number=2, sku="GIFTWRAP"))

    def _count_short(self) -> None:
        """Fewer units are there than orders hold; then more come, and whoever waits is served."""
        self.do(ReceiveStock(sku="F", location="LON", quantity=10))
        self.place("first come", line("F", 6), priority=1)
        self.place("second come", line("F", 4))
        self.do(ReserveStock(sku="E", location="LON", owner="cart-7", quantity=1, minutes=30))
        self.do(CountStock(sku="F", location="LON", counted=7))
        self.do(ReceiveStock(sku="F", location="LON", quantity=1))
        self.do(CancelOrder(order_id=self.orders["first come"], reason="too late"))


def _shop() -> Sequence[Command]:
    rates = (
        TaxRateEntry(country="GB", rate=Decimal(20), valid_from=date(2020, 1, 1)),
        TaxRateEntry(country="GB", rate=Decimal(5), valid_from=date(2020, 1, 1), category="reduced"),
    )
    lanes = (
        RateEntry(
            from_country="GB",
            to_country="GB",
            max_weight_grams=30_000,
            amount_minor=500,
            currency="GBP",
            transit_days=2,
        ),
    )
    return (
        RegisterChannel(code="web", currency="GBP"),
        RegisterChannel(code="market", currency="GBP"),
        RegisterChannel(code="trade", currency="GBP", prices_include_tax=False, tax_rounding="line"),
        RegisterChannel(code="prepaid", currency="GBP", payment_minutes=60),
        RegisterLocation(code="LON", country="GB", priority=10),
        RegisterLocation(code="MAN", country="GB", priority=20),
        RegisterCarrier(code="post", services=(ServiceEntry(code="parcel", rates=lanes),)),
        SetTaxRates(rates=rates),
        *(RegisterSku(code=code, name=code.title()) for code in ("A", "B", "C", "D", "CHEESE", "CAMERA", "E", "F")),
        RegisterSku(code="ROPE", quantity_scale=3),
        RegisterSku(code="BOOK", tax_category="reduced"),
        RegisterSku(code="GIFTWRAP", sku_kind="service"),
        RegisterSku(
            code="SET", sku_kind="bundle", components=(Component(sku="A", quantity=1), Component(sku="C", quantity=2))
        ),
    )
