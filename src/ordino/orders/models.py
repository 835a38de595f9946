"""The tables of orders. Written only by this context's handlers, through the engine."""

from django.db import models
from django.db.models import F, Q, Value
from django.db.models.functions import Lower

from ordino.orders.lifecycle import HOLD, ORDER
from ordino.orders.money_statuses import INVOICE_STATUS, PAYMENT_STATUS

BUCKETS = (
    "canceled",
    "unsourced",
    "backordered",
    "allocated",
    "released",
    "picked",
    "packed",
    "shipped",
)
AFTER_SHIPPING = ("delivered", "return_expected", "returned", "written_off")


class Order(models.Model):
    """The agreement. Its `id` is the order number; amounts are minor units of `currency`; `total_minor` is the current total.

    What was authorized (and may still be captured), captured, refunded, invoiced and credited is written by the contexts that
    own payments and documents, in their transactions; the database derives the statuses from it. `goods_allocated` says that
    goods stand allocated that are not in work yet, `ship_by` is the first day on which something is promised to leave.
    """

    id = models.BigAutoField(primary_key=True)
    channel_id = models.BigIntegerField()
    external_reference = models.TextField(null=True)
    customer_id = models.BigIntegerField(null=True)
    customer_name = models.TextField(db_default="")
    email = models.TextField(db_default="")
    state = models.TextField()
    fulfillment_status = models.TextField(db_default="unsourced")
    version = models.BigIntegerField()
    currency = models.CharField(max_length=3)
    prices_include_tax = models.BooleanField()
    payment_terms = models.TextField()
    payment_due_at = models.DateTimeField(null=True)
    priority = models.IntegerField(db_default=0)
    ship_complete = models.BooleanField(db_default=False)
    maximum_parcels = models.IntegerField(null=True)
    out_of_stock = models.TextField(db_default="backorder")
    ship_to = models.JSONField()
    bill_to = models.JSONField(null=True)
    goods_minor = models.BigIntegerField()
    discount_minor = models.BigIntegerField()
    shipping_minor = models.BigIntegerField()
    fee_minor = models.BigIntegerField()
    tax_minor = models.BigIntegerField()
    placed_total_minor = models.BigIntegerField()
    total_minor = models.BigIntegerField()
    stated_total_minor = models.BigIntegerField(null=True)
    authorized_minor = models.BigIntegerField(db_default=0)
    captured_minor = models.BigIntegerField(db_default=0)
    refunded_minor = models.BigIntegerField(db_default=0)
    invoiced_minor = models.BigIntegerField(db_default=0)
    invoice_open_minor = models.BigIntegerField(db_default=0)
    credited_minor = models.BigIntegerField(db_default=0)
    return_status = models.TextField(db_default="none")
    payment_status = models.GeneratedField(expression=PAYMENT_STATUS, output_field=models.TextField(), db_persist=True)
    invoice_status = models.GeneratedField(expression=INVOICE_STATUS, output_field=models.TextField(), db_persist=True)
    note = models.TextField(db_default="")
    draft = models.JSONField(null=True)
    goods_allocated = models.BooleanField(db_default=False)
    ship_by = models.DateField(null=True)
    placed_at = models.DateTimeField()
    recorded_at = models.DateTimeField()

    class Meta:
        constraints = [
            models.UniqueConstraint(
                fields=["external_reference", "channel_id"],
                condition=Q(external_reference__isnull=False),
                name="orders_order_external_reference",
            ),
            models.CheckConstraint(condition=Q(state__in=ORDER.states), name="orders_order_state"),
            models.CheckConstraint(condition=Q(version__gte=1), name="orders_order_version_from_one"),
            models.CheckConstraint(
                condition=Q(
                    authorized_minor__gte=0,
                    refunded_minor__gte=0,
                    captured_minor__gte=F("refunded_minor"),
                    credited_minor__gte=0,
                    invoiced_minor__gte=F("invoice_open_minor"),
                    invoice_open_minor__gte=0,
                ),
                name="orders_order_money_facts",
            ),
            models.CheckConstraint(condition=Q(currency__regex="^[A-Z]{3}$"), name="orders_order_currency"),
            models.CheckConstraint(
                condition=Q(out_of_stock__in=["backorder", "refuse"]), name="orders_order_out_of_stock"
            ),
            models.CheckConstraint(
                condition=Q(
                    placed_total_minor=F("goods_minor")
                    - F("discount_minor")
                    + F("shipping_minor")
                    + F("fee_minor")
                    + models.Case(
                        models.When(prices_include_tax=True, then=Value(0, output_field=models.BigIntegerField())),
                        default=F("tax_minor"),
                    )
                ),
                name="orders_order_total_adds_up",
            ),
        ]
        indexes = [
            models.Index(Lower("email"), F("id").desc(), name="orders_order_email", condition=~Q(email="")),
            models.Index(fields=["state", "channel_id", "-placed_at", "-id"], name="orders_order_state_channel"),
            models.Index(
                fields=["state", "channel_id", "currency", "-total_minor", "-id"], name="orders_order_state_total"
            ),
            models.Index(fields=["customer_id", "-id"], name="orders_order_customer"),
            models.Index(
                fields=["fulfillment_status", "state", "channel_id", "-placed_at", "-id"], name="orders_order_fulfilled"
            ),
            models.Index(fields=["payment_due_at"], name="orders_order_payment_due", condition=Q(state="placed")),
            models.Index(
                fields=["-priority", "ship_by", "id"],
                name="orders_order_ready",
                condition=Q(state="confirmed", goods_allocated=True),
            ),
            models.Index(
                fields=["ship_by", "id"],
                name="orders_order_to_ship",
                condition=Q(state__in=["placed", "confirmed"])
                & ~Q(fulfillment_status__in=["shipped", "delivered", "canceled"]),
            ),
            models.Index(
                fields=["priority", "id"],
                name="orders_order_preferred",
                condition=~Q(priority=0) & Q(state__in=["placed", "confirmed"]),
            ),
        ]


class Line(models.Model):
    """A quantity of one SKU: its frozen money, and where its units are."""

    pk = models.CompositePrimaryKey("order_id", "number")
    order = models.ForeignKey(Order, on_delete=models.DO_NOTHING, db_index=False, db_constraint=False)
    number = models.IntegerField()
    sku_id = models.BigIntegerField(null=True)
    sku = models.TextField()
    description = models.TextField(db_default="")
    bundle = models.TextField(db_default="")
    quantity_scale = models.SmallIntegerField(db_default=0)
    shippable = models.BooleanField(db_default=True)
    ordered = models.BigIntegerField()
    canceled = models.BigIntegerField(db_default=0)
    unsourced = models.BigIntegerField(db_default=0)
    backordered = models.BigIntegerField(db_default=0)
    allocated = models.BigIntegerField(db_default=0)
    released = models.BigIntegerField(db_default=0)
    picked = models.BigIntegerField(db_default=0)
    packed = models.BigIntegerField(db_default=0)
    shipped = models.BigIntegerField(db_default=0)
    delivered = models.BigIntegerField(db_default=0)
    return_expected = models.BigIntegerField(db_default=0)
    returned = models.BigIntegerField(db_default=0)
    written_off = models.BigIntegerField(db_default=0)
    unit_price = models.DecimalField(max_digits=18, decimal_places=6)
    goods_minor = models.BigIntegerField()
    discount_minor = models.BigIntegerField()
    amount_minor = models.BigIntegerField()
    tax_category = models.TextField()
    tax_rate = models.DecimalField(max_digits=9, decimal_places=6)
    tax_minor = models.BigIntegerField()

    class Meta:
        constraints = [
            models.CheckConstraint(
                condition=Q(
                    ordered=F("canceled")
                    + F("unsourced")
                    + F("backordered")
                    + F("allocated")
                    + F("released")
                    + F("picked")
                    + F("packed")
                    + F("shipped")
                ),
                name="orders_line_buckets_add_up",
            ),
            models.CheckConstraint(
                condition=Q(**{f"{bucket}__gte": 0 for bucket in (*BUCKETS, *AFTER_SHIPPING)}),
                name="orders_line_buckets_not_negative",
            ),
            models.CheckConstraint(condition=Q(ordered__gt=0), name="orders_line_ordered_positive"),
            models.CheckConstraint(
                condition=Q(shipped__gte=F("delivered") + F("written_off"), returned__lte=F("delivered"))
                & Q(shipped__gte=F("return_expected") + F("returned")),
                name="orders_line_after_shipping",
            ),
            models.CheckConstraint(
                condition=Q(amount_minor=F("goods_minor") - F("discount_minor")), name="orders_line_amount_adds_up"
            ),
        ]
        indexes = [
            models.Index(fields=["sku_id", "order_id"], name="orders_line_sku"),
            models.Index(fields=["sku_id"], name="orders_line_backordered", condition=Q(backordered__gt=0)),
        ]


class Discount(models.Model):
    """A discount as it was granted."""

    pk = models.CompositePrimaryKey("order_id", "number")
    order = models.ForeignKey(Order, on_delete=models.DO_NOTHING, db_index=False)
    number = models.IntegerField()
    label = models.TextField()
    code = models.TextField(db_default="")
    applies_to = models.TextField()
    amount_minor = models.BigIntegerField()


class DiscountShare(models.Model):
    """What a discount takes off one line (or one charge, where it applies to shipping)."""

    pk = models.CompositePrimaryKey("order_id", "discount_number", "number")
    order = models.ForeignKey(Order, on_delete=models.DO_NOTHING, db_index=False)
    discount_number = models.IntegerField()
    number = models.IntegerField()
    amount_minor = models.BigIntegerField()

    class Meta:
        db_table = "orders_discount_share"


class Charge(models.Model):
    """The part of a charge (shipping, a fee) that carries one tax rate, after its discounts; a charge has one number."""

    pk = models.CompositePrimaryKey("order_id", "number")
    order = models.ForeignKey(Order, on_delete=models.DO_NOTHING, db_index=False, db_constraint=False)
    number = models.IntegerField()
    charge_number = models.IntegerField()
    kind = models.TextField()
    label = models.TextField()
    amount_minor = models.BigIntegerField()
    tax_category = models.TextField()
    tax_rate = models.DecimalField(max_digits=9, decimal_places=6)
    tax_minor = models.BigIntegerField()
    canceled = models.BooleanField(db_default=False)

    class Meta:
        constraints = [
            models.CheckConstraint(condition=Q(kind__in=["shipping", "fee"]), name="orders_charge_kind"),
        ]


class Hold(models.Model):
    """A reason that something must not go on."""

    id = models.BigAutoField(primary_key=True)
    order = models.ForeignKey(Order, on_delete=models.DO_NOTHING)
    line_number = models.IntegerField(null=True)
    scope = models.TextField(db_default="order")
    reason = models.TextField()
    detail = models.TextField(db_default="")
    state = models.TextField(db_default="open")
    opened_by = models.TextField()
    opened_at = models.DateTimeField()
    owner = models.TextField(db_default="")
    due_at = models.DateTimeField(null=True)
    closed_by = models.TextField(null=True)
    closed_at = models.DateTimeField(null=True)
    note = models.TextField(db_default="")

    class Meta:
        constraints = [
            models.CheckConstraint(condition=Q(state__in=HOLD.states), name="orders_hold_state"),
            models.CheckConstraint(
                condition=Q(scope__in=["order", "line", "fulfillment_order", "payment", "return"]),
                name="orders_hold_scope",
            ),
            models.CheckConstraint(
                condition=Q(state="open", closed_at__isnull=True, closed_by__isnull=True)
                | Q(closed_at__isnull=False, closed_by__isnull=False) & ~Q(state="open"),
                name="orders_hold_closed_by_somebody",
            ),
        ]
        indexes = [models.Index(fields=["reason", "due_at"], name="orders_hold_open", condition=Q(state="open"))]
