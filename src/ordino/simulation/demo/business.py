"""What the demo merchant does beside orders: it buys, offers, moves goods between its locations and asks for consent.

Works only from the answers of its own commands, as the warehouse does.
"""

from datetime import datetime, timedelta
from decimal import Decimal

from ordino.inventory.commands import ReceiveTransfer, TransferItem, TransferResult, TransferStock
from ordino.orders.commands import PlaceOrder
from ordino.orders.rows import OrderedLine
from ordino.parties.commands import GiveConsent, WithdrawConsent
from ordino.procurement.commands import (
    AcknowledgePurchaseOrder,
    ApproveSupplierInvoice,
    DraftedPurchaseOrder,
    DraftPurchaseOrder,
    GoodsReceived,
    PaySupplierInvoice,
    ReceivePurchaseOrder,
    RecordSupplierInvoice,
    RegisterSupplier,
    SendPurchaseOrder,
    SetSupplierItems,
    SupplierInvoiceResult,
)
from ordino.procurement.rows import ArrivedGoods, InvoicedGoods, SupplierItem, WantedGoods
from ordino.quotes.commands import AcceptQuote, DeclineQuote, DraftQuote, QuoteResult, SendQuote
from ordino.simulation.demo.assortment import ARTICLES, COMPANIES, Article
from ordino.simulation.demo.days import Dice, address_of
from ordino.simulation.demo.warehouse import Do

_SUPPLIERS = (("NORDGLAS", "Nordglas GmbH", 30), ("FERRO", "Ferro & Figli", 14), ("TESSILE", "Tessile Lago", 45))
_BUYS_EVERY_DAYS, _OFFERS_EVERY_DAYS, _MOVES_EVERY_DAYS = 5, 3, 6
_PURCHASE_SHARE = Decimal("0.45")  # of the price without tax that customers pay
_CENT = Decimal("0.01")


class Business:
    """What was bought and offered, by the day on which it goes on."""

    def __init__(self, do: Do, dice: Dice, companies: list[int]) -> None:
        self._do = do
        self._dice = dice
        self._companies = companies
        self._arriving: dict[int, list[tuple[int, tuple[WantedGoods, ...]]]] = {}
        self._to_pay: dict[int, list[int]] = {}
        self._answered: dict[int, list[QuoteResult]] = {}
        self._moving: dict[int, list[int]] = {}

    def open(self, customer_ids: list[int]) -> None:
        """The suppliers and what they sell; what customers agreed to when they registered."""
        self._do(
            [
                RegisterSupplier(
                    code=code, name=name, currency="EUR", email=f"{code.lower()}@example.com", payment_days=days
                )
                for code, name, days in _SUPPLIERS
            ]
        )
        self._do(
            [
                SetSupplierItems(
                    supplier=code, items=tuple(_item(article) for article in ARTICLES[at :: len(_SUPPLIERS)])
                )
                for at, (code, *_) in enumerate(_SUPPLIERS)
            ]
        )
        agreeing = [key for key in customer_ids if self._dice.happens(35)]
        self._do(
            [
                GiveConsent(
                    customer_id=key, purpose="email_marketing", source="registration", proof="checkbox of the web shop"
                )
                for key in agreeing
            ]
        )
        gone = [key for key in agreeing if self._dice.happens(12)]
        self._do([WithdrawConsent(customer_id=key, purpose="email_marketing", source="link in a mail") for key in gone])

    def work(self, day: int, now: datetime) -> None:
        """The business of a day."""
        self._take_in(day, now)
        self._do([PaySupplierInvoice(invoice_id=key, reference=f"PAY-{key}") for key in self._to_pay.pop(day, [])])
        self._hear_of_offers(day)
        self._do([ReceiveTransfer(transfer_id=key) for key in self._moving.pop(day, [])])
        if day % _BUYS_EVERY_DAYS == 2:
            self._buy(day, now)
        if day % _OFFERS_EVERY_DAYS == 1:
            self._offer(day, now)
        if day % _MOVES_EVERY_DAYS == 3:
            self._move(day, now)

    def _buy(self, day: int, now: datetime) -> None:
        at = self._dice.randrange(len(_SUPPLIERS))
        articles = self._dice.sample(ARTICLES[at :: len(_SUPPLIERS)], 4)
        lead = self._dice.randint(4, 9)
        goods = tuple(
            WantedGoods(sku=one.code, quantity=one.popularity * 4, expected_at=now + timedelta(days=lead))
            for one in articles
        )
        (drafted,) = self._do([DraftPurchaseOrder(supplier=_SUPPLIERS[at][0], location="BER", lines=goods)])
        if not isinstance(drafted, DraftedPurchaseOrder) or self._dice.happens(10):
            return  # left as a draft
        self._do([SendPurchaseOrder(purchase_order_id=drafted.purchase_order_id)])
        if self._dice.happens(85):
            self._do([AcknowledgePurchaseOrder(purchase_order_id=drafted.purchase_order_id, answer="accepted")])
            late = self._dice.choice((0, 0, 0, 4))
            self._arriving.setdefault(day + lead + late, []).append((drafted.purchase_order_id, goods))

    def _take_in(self, day: int, now: datetime) -> None:
        for key, goods in self._arriving.pop(day, []):
            short = self._dice.happens(25)
            counts = [one.quantity - (short and number == 1) * 5 for number, one in enumerate(goods, 1)]
            arrived = tuple(ArrivedGoods(line_number=number, quantity=count) for number, count in enumerate(counts, 1))
            note = f"DN-{key}"
            (taken,) = self._do(
                [ReceivePurchaseOrder(purchase_order_id=key, location="BER", lines=arrived, reference=note)]
            )
            if isinstance(taken, GoodsReceived):
                self._be_invoiced(day, now, key, goods, counts)

    def _be_invoiced(
        self, day: int, now: datetime, key: int, goods: tuple[WantedGoods, ...], counts: list[int]
    ) -> None:
        """The supplier's invoice; one in four asks for more than was agreed."""
        more = Decimal("1.10") if self._dice.randrange(4) == 0 else Decimal(1)
        prices = {article.code: _item(article).unit_price for article in ARTICLES}
        lines = tuple(
            InvoicedGoods(line_number=number, quantity=count, unit_price=(prices[one.sku] * more).quantize(_CENT))
            for number, (one, count) in enumerate(zip(goods, counts, strict=True), 1)
        )
        (invoice,) = self._do(
            [RecordSupplierInvoice(purchase_order_id=key, number=f"R-{key}", lines=lines, invoiced_on=now.date())]
        )
        if isinstance(invoice, SupplierInvoiceResult) and invoice.state == "matched":
            self._do([ApproveSupplierInvoice(invoice_id=invoice.invoice_id)])
            self._to_pay.setdefault(day + 12, []).append(invoice.invoice_id)

    def _offer(self, day: int, now: datetime) -> None:
        number = self._dice.randrange(len(self._companies))
        articles = {one.code for one in (self._dice.article() for _ in range(4))}
        order = PlaceOrder(
            channel="trade",
            customer_id=self._companies[number],
            ship_to=address_of(number, COMPANIES[number]),
            lines=tuple(OrderedLine(sku=code, quantity=self._dice.randint(10, 60)) for code in sorted(articles)),
            payment_terms="on_invoice",
        )
        until = (now + timedelta(days=14)).date()
        (drafted,) = self._do([DraftQuote(order=order, valid_until=until)])
        if not isinstance(drafted, QuoteResult) or self._dice.happens(20):
            return  # still thought about
        self._do([SendQuote(quote_id=drafted.quote_id, revision=drafted.revision)])
        self._answered.setdefault(day + self._dice.randint(2, 6), []).append(drafted)

    def _hear_of_offers(self, day: int) -> None:
        for one in self._answered.pop(day, []):
            fate = self._dice.randrange(100)
            if fate < 55:
                self._do([AcceptQuote(quote_id=one.quote_id, revision=one.revision)])
            elif fate < 80:
                self._do([DeclineQuote(quote_id=one.quote_id, revision=one.revision, reason="too expensive")])

    def _move(self, day: int, now: datetime) -> None:
        """The shop is given what sells; the last transfer is still on its way."""
        articles = self._dice.sample(ARTICLES, 3)
        items = tuple(TransferItem(sku=one.code, quantity=2) for one in articles)
        comes = now + timedelta(days=2)
        (moved,) = self._do(
            [
                TransferStock(
                    from_location="LYS", to_location="STORE", items=items, expected_at=comes, reference=f"MOVE-{day}"
                )
            ]
        )
        if isinstance(moved, TransferResult):
            self._moving.setdefault(day + 2, []).append(moved.transfer_id)


def _item(article: Article) -> SupplierItem:
    price = (article.price * _PURCHASE_SHARE).quantize(_CENT)
    return SupplierItem(sku=article.code, unit_price=price, supplier_code=f"X{article.code}", lead_time_days=7)
