"""Offers, purchases and transfers as an outside observer reckons them."""

from collections import Counter

from ordino.engine import Reader, Statements
from ordino.inventory import events as stock
from ordino.kernel.messages import Event, Record
from ordino.orders.events import OrderPlaced
from ordino.procurement import events as buying
from ordino.quotes import events as offers
from ordino.simulation.auditor.findings import Findings

SQL = Statements("ordino.simulation.auditor")
_QUOTE = "quote/"
_TRANSIT = "transit/"
PurchaseLine = tuple[int, int]  # purchase order, line
Sent = tuple[int, str]  # transfer, SKU


class PurchaseLineRow(Record, frozen=True):
    purchase_order_id: int
    line_number: int
    received: int
    refused: int


class TransitRow(Record, frozen=True):
    transfer_id: int
    sku: str
    outstanding: int


class SupplyModel:
    """All offers, purchase orders and transfers."""

    def __init__(self, findings: Findings) -> None:
        self._findings = findings
        self._offered: dict[tuple[int, int], int] = {}
        self._accepted: dict[int, int] = {}
        self._ordered: dict[int, int] = {}
        self._may_come: dict[PurchaseLine, int] = {}
        self._ended: set[int] = set()
        self.received: Counter[PurchaseLine] = Counter()
        self.refused: Counter[PurchaseLine] = Counter()
        self.in_transit: Counter[Sent] = Counter()

    def see(self, event: Event) -> None:
        """Take the next event."""
        match event:
            case offers.QuoteDrafted() | offers.QuoteRevised():
                self._offered[event.quote_id, event.revision] = event.total_minor
            case offers.QuoteAccepted() | offers.QuoteOrdered():
                self._accept(event)
            case OrderPlaced() if (event.external_reference or "").startswith(_QUOTE):
                self._order_offer(event)
            case buying.PurchaseOrderEvent():
                self._buy(event)
            case stock.StockEvent():
                self._carry(event)

    def _accept(self, event: offers.QuoteAccepted | offers.QuoteOrdered) -> None:
        """S1, Q1: an offer is taken once, and becomes one order."""
        thing = f"quote {event.quote_id}"
        if isinstance(event, offers.QuoteAccepted):
            if event.quote_id in self._accepted:
                self._findings.add("S1", thing, "taken once", "taken again")
            self._accepted[event.quote_id] = event.revision
            return
        self._findings.expect("S1", f"{thing}, ordered", self._accepted.get(event.quote_id), event.revision)
        if event.quote_id in self._ordered:
            self._findings.add("S1", thing, "one order", f"orders {self._ordered[event.quote_id]} and {event.order_id}")
        self._ordered[event.quote_id] = event.order_id

    def _order_offer(self, event: OrderPlaced) -> None:
        """M1: the order of an offer costs what was offered."""
        quote_id = int((event.external_reference or "").removeprefix(_QUOTE))
        offered = self._offered.get((quote_id, self._accepted.get(quote_id, 0)))
        self._findings.expect("M1", f"order {event.order_id} of quote {quote_id}", offered, event.total_minor)

    def _buy(self, event: buying.PurchaseOrderEvent) -> None:
        """Never more is taken in than was ordered and its tolerance; nothing comes of an order that has ended."""
        thing = f"purchase order {event.purchase_order_id}"
        match event:
            case buying.PurchaseOrderDrafted():
                for line in event.lines:
                    self._may_come[event.purchase_order_id, line.line_number] = line.quantity + line.tolerance_quantity
            case buying.PurchaseOrderClosed() | buying.PurchaseOrderCanceled():
                self._ended.add(event.purchase_order_id)
            case buying.PurchaseOrderReceived():
                self._findings.expect(
                    "S1", f"{thing}, ended when goods came", False, event.purchase_order_id in self._ended
                )
                for taken in event.lines:
                    key = (event.purchase_order_id, taken.line_number)
                    self.received[key] += taken.accepted
                    self.refused[key] += taken.refused
                    if self.received[key] > self._may_come[key]:
                        most = f"at most {self._may_come[key]}"
                        self._findings.add(
                            "I8", f"{thing} line {taken.line_number}, received", most, self.received[key]
                        )

    def _carry(self, event: stock.StockEvent) -> None:
        """I8: what was sent to another location arrives there, or is written off; no more than that."""
        match event:
            case stock.StockSent():
                key, change = (event.transfer_id, event.sku), event.quantity
            case stock.StockReceived() if event.source.startswith(_TRANSIT):
                key, change = (int(event.source.removeprefix(_TRANSIT)), event.sku), -event.quantity
            case stock.TransferLost():
                key, change = (event.transfer_id, event.sku), -event.quantity
            case _:
                return
        self.in_transit[key] += change
        if self.in_transit[key] < 0:
            self._findings.add("I8", f"transfer {key[0]}, {key[1]} on the way", "not below zero", self.in_transit[key])

    def compare(self, reader: Reader) -> None:
        """E6: the rows of purchase orders and transfers say what the events come to."""
        for row in reader.fetch(SQL.select_purchase_lines, PurchaseLineRow):
            key = (row.purchase_order_id, row.line_number)
            thing = f"purchase order {key[0]} line {key[1]}"
            self._findings.expect("E6", f"{thing}, received", self.received[key], row.received)
            self._findings.expect("E6", f"{thing}, refused", self.refused[key], row.refused)
        found = {(row.transfer_id, row.sku): row.outstanding for row in reader.fetch(SQL.select_transit, TransitRow)}
        for sent, units in sorted(self.in_transit.items()):
            thing = f"transfer {sent[0]}, {sent[1]} on the way"
            self._findings.expect("I8", thing, units, found.get(sent, 0))
