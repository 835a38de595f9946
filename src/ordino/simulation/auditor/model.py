"""Everything that an outside observer reckons of what is told: orders, money, stock, gift cards, supply."""

from collections.abc import Mapping

from ordino.network.events import ChannelRegistered
from ordino.orders import events as told
from ordino.simulation.auditor.answers import Told
from ordino.simulation.auditor.findings import Findings
from ordino.simulation.auditor.money import MoneyModel
from ordino.simulation.auditor.orders import OrdersModel
from ordino.simulation.auditor.stock import StockModel
from ordino.simulation.auditor.supply import SupplyModel
from ordino.simulation.auditor.value import ValueModel
from ordino.sourcing.events import OrderSourced

_OF_AN_ORDER = "order/"


class Model:
    """The parts of the model, each told of every event. `tax_inside` says of which channels the prices include tax."""

    def __init__(self, findings: Findings, tax_inside: Mapping[str, bool]) -> None:
        self.stock = StockModel(findings)
        self.orders = OrdersModel(findings)
        self.money = MoneyModel(findings)
        self.value = ValueModel(findings)
        self.supply = SupplyModel(findings)
        self._tax_inside = tax_inside

    def take(self, one: Told) -> None:
        """Take the next event of its stream."""
        event, stream = one.event, one.row.stream
        if isinstance(event, ChannelRegistered):
            self.orders.tax_inside[event.channel_id] = self._tax_inside.get(event.code, True)
        owner = ""
        if stream.startswith(_OF_AN_ORDER):
            order_id = int(stream.removeprefix(_OF_AN_ORDER))
            self.orders.see(order_id, event)
            order = self.orders.orders[order_id]
            self.money.see(order, event)
            if isinstance(event, OrderSourced):
                owner, order.owner = order.owner, ""
                self.stock.expect_kept(order, owner, one.row.recorded_at)
            if isinstance(event, told.OrderDrafted):
                order.state = "draft"
        self.stock.see(event, owner)
        self.value.see(event)
        self.supply.see(event)

    def beginner(self) -> "Model":
        """A model that was told nothing yet, and knows what can be looked up: channels, locations and SKUs by their keys."""
        model = Model(Findings(), self._tax_inside)
        model.orders.tax_inside = self.orders.tax_inside
        model.stock.know_names_of(self.stock)
        return model

    def facts(self) -> dict[str, object]:
        """What it has come to, by thing: whatever does not depend on which of two streams was read first."""
        facts: dict[str, object] = {}
        for order_id, order in self.orders.orders.items():
            units = {
                number: (line.buckets, line.return_expected, line.returned, line.invoiced, line.given_back)
                for number, line in order.lines.items()
            }
            facts[f"order {order_id}"] = (order.state, order.total_minor, order.holds, order.parcels, units)
        for order_id, ledger in self.money.ledgers.items():
            amounts = {
                payment_id: (one.authorized, one.captured, one.refunded, one.disputed)
                for payment_id, one in ledger.payments.items()
            }
            facts[f"money of order {order_id}"] = (ledger.invoiced, ledger.credited, amounts)
        for level_key, level in self.stock.levels.items():
            facts[f"stock {'/'.join(level_key)}"] = (level.on_hand, level.allocated, level.unavailable)
        for account_id, account in self.value.accounts.items():
            facts[f"account {account_id}"] = (account.balance, account.reserved)
        for (purchase_order_id, number), received in self.supply.received.items():
            refused = self.supply.refused[purchase_order_id, number]
            facts[f"purchase order {purchase_order_id} line {number}"] = (received, refused)
        for (transfer_id, sku), units_sent in self.supply.in_transit.items():
            facts[f"transfer {transfer_id} of {sku}"] = units_sent
        return facts
