"""The life of a merchant in short: one of everything that has a key."""

from datetime import timedelta
from decimal import Decimal

from ordino.access.commands import IssueApiKey
from ordino.access.secret import new_secret
from ordino.billing.commands import IssueCreditNote
from ordino.billing.rows import CreditedUnits
from ordino.delivery.commands import ConfirmDelivery
from ordino.exceptions.commands import RaiseException
from ordino.fulfillment.commands import OpenPickBatch, PlanFulfillment
from ordino.jobs.commands import CreateExport
from ordino.notifications.commands import SetNotifications
from ordino.orders.commands import DraftOrder, HoldOrder
from ordino.payments.commands import RefundOrder
from ordino.procurement.commands import DraftPurchaseOrder, RegisterSupplier, SetSupplierItems
from ordino.procurement.rows import SupplierItem, WantedGoods
from ordino.quotes.commands import DraftQuote
from ordino.returns.commands import ApproveReturn, RequestReturn
from ordino.returns.rows import UnitsToReturn
from ordino.webhooks.commands import CreateWebhook
from ordino.webhooks.secret import make_secret, new_salt
from tests.delivery.world import DeliveryWorld
from tests.payments.till import Till
from tests.support.merchant import line
from tests.support.merchant import order as draft_of

# Which table a key names, where its name does not say it.
TABLES = {
    "order_id": "orders_order",
    "hold_id": "orders_hold",
    "customer_id": "parties_customer",
    "channel_id": "network_channel",
    "fulfillment_order_id": "fulfillment_order",
    "package_id": "fulfillment_package",
    "shipment_id": "delivery_shipment",
    "payment_id": "payments_payment",
    "refund_id": "payments_refund",
    "invoice_id": "billing_invoice",
    "credit_note_id": "billing_credit_note",
    "return_id": "returns_return",
    "exception_id": "exceptions_exception",
    "message_id": "notifications_message",
    "webhook_id": "webhooks_webhook",
    "job_id": "jobs_job",
    "api_key_id": "access_api_key",
    "quote_id": "quotes_quote",
    "purchase_order_id": "procurement_purchase_order",
    "pick_batch_id": "fulfillment_pick_batch",
}


class Life(DeliveryWorld):
    """`live` makes one of everything; `keys` are their keys; `secret` lets a program do everything."""

    secret: str = ""

    def live(self) -> None:
        self.open_shop()
        self.channel("market")
        self.completed(SetNotifications(channel="shop", enabled=True, sender="shop@shop.example"))
        self.customer()
        till = Till(self)
        order_id = self.order(("A", 3), external_reference="R-1", email="ada@example.com")
        till.authorize(order_id, 3000)
        self.completed(ConfirmDelivery(shipment_id=self.ship(self.pack(order_id))))
        till.work()
        self.completed(
            RequestReturn(order_id=order_id, lines=(UnitsToReturn(line_number=1, quantity=1, reason="size"),))
        )
        ((return_id,),) = self.rows("select id from returns_return")
        self.completed(ApproveReturn(return_id=return_id))
        waiting = self.order(("A", 2))
        self.completed(HoldOrder(order_id=waiting, reason="manual"))
        self.completed(DraftOrder(order=draft_of(channel="shop")))
        self.completed(
            RaiseException(exception_kind="other", order_id=order_id, subject="order/1", detail="look at it")
        )
        self.completed(CreateExport(subject="orders", form="csv"))
        seal = make_secret(b"key", new_salt()).seal
        self.completed(CreateWebhook(name="hook", url="https://shop.example/", seal=seal, event_types=("OrderPlaced",)))
        self.completed(
            DraftQuote(
                order=draft_of(line("A", 1, "10.00")), valid_until=(self.engine.clock() + timedelta(days=9)).date()
            )
        )
        self.completed(RegisterSupplier(code="ACME", name="Acme Ltd", currency="GBP"))
        self.completed(SetSupplierItems(supplier="ACME", items=(SupplierItem(sku="A", unit_price=Decimal("6.40")),)))
        wanted = (WantedGoods(sku="A", quantity=4),)
        self.completed(DraftPurchaseOrder(supplier="ACME", location="LON", lines=wanted))
        self.completed(PlanFulfillment(order_id=self.order(("A", 1)), release=True))
        self.completed(OpenPickBatch(location="LON"))
        self.secret = self.issue("everything", "*")
        till.work()
        credited = (CreditedUnits(line_number=1, quantity=1),)
        self.completed(IssueCreditNote(order_id=order_id, lines=credited, reason="damaged"))
        self.completed(RefundOrder(order_id=order_id, amount_minor=100, reason="goodwill", reference="call 7"))

    def issue(self, name: str, *scopes: str, channel_id: int | None = None) -> str:
        """A key; answers its secret."""
        secret = new_secret()
        self.completed(
            IssueApiKey(
                name=name,
                prefix=secret.prefix,
                secret_hash=secret.hash,
                scopes=scopes,
                channel_id=channel_id,
                requests_per_minute=1_000_000,
            )
        )
        return secret.text

    def everything(self) -> dict[str, tuple[int, str]]:
        """What stands in each table, but for when keys were used: how many rows, and a digest of them."""
        tables = self.rows("select tablename from pg_tables where schemaname = current_schema() order by 1")
        wanted = [table for (table,) in tables if table != "access_api_key_use"]
        digest = "md5(coalesce(string_agg(t::text, e'\\n' order by t::text), ''))"
        return {table: self.rows(f"select count(*), {digest} from {table} t")[0] for table in wanted}

    def keys(self) -> dict[str, int]:
        """The key of the first of everything."""
        found = {key: self.rows(f"select min(id) from {table}")[0][0] for key, table in TABLES.items()}
        return {key: value for key, value in found.items() if value is not None}
