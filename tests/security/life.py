"""The life of a merchant in short: one of everything that has a key."""

from ordino.access.commands import IssueApiKey
from ordino.access.secret import new_secret
from ordino.delivery.commands import ConfirmDelivery
from ordino.exceptions.commands import RaiseException
from ordino.jobs.commands import CreateExport
from ordino.orders.commands import DraftOrder, HoldOrder
from ordino.returns.commands import ApproveReturn, RequestReturn
from ordino.returns.rows import UnitsToReturn
from ordino.webhooks.commands import CreateWebhook
from ordino.webhooks.secret import make_secret, new_salt
from tests.delivery.world import DeliveryWorld
from tests.payments.till import Till
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
}


class Life(DeliveryWorld):
    """`live` makes one of everything; `keys` are their keys; `secret` lets a program do everything."""

    secret: str = ""

    def live(self) -> None:
        self.open_shop()
        self.channel("market")
        self.customer()
        till = Till(self)
        order_id = self.order(("A", 3), external_reference="R-1")
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
        self.secret = self.issue("everything", "*")
        till.work()

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

    def keys(self) -> dict[str, int]:
        """The key of the first of everything."""
        found = {key: self.rows(f"select min(id) from {table}")[0][0] for key, table in TABLES.items()}
        return {key: value for key, value in found.items() if value is not None}
