"""The tables of stock. Quantities are integers of a SKU's smallest unit; of an order only the number is known."""

from django.db import models
from django.db.models import CheckConstraint, F, Index, Q, UniqueConstraint
from django.db.models.functions import Now

from ordino.inventory.accounts import UNAVAILABLE_BUCKETS
from ordino.inventory.lifecycle import ACTIVE, EXPECTED, EXPIRED, IN_TRANSIT, INCOMING, RESERVATION, TRANSFER


class Level(models.Model):
    """What is at one location of one SKU; on hand = available + reserved + allocated + unavailable."""

    pk = models.CompositePrimaryKey("sku_id", "location_id")
    sku_id = models.BigIntegerField()
    location_id = models.BigIntegerField()
    on_hand = models.BigIntegerField(db_default=0)
    reserved = models.BigIntegerField(db_default=0)
    allocated = models.BigIntegerField(db_default=0)
    unavailable = models.BigIntegerField(db_default=0)
    safety_stock = models.BigIntegerField(db_default=0)

    class Meta:
        db_table = "inventory_level"
        constraints = (
            CheckConstraint(condition=Q(on_hand__gte=0), name="inventory_level_on_hand_not_negative"),
            CheckConstraint(condition=Q(reserved__gte=0), name="inventory_level_reserved_not_negative"),
            CheckConstraint(condition=Q(allocated__gte=0), name="inventory_level_allocated_not_negative"),
            CheckConstraint(condition=Q(unavailable__gte=0), name="inventory_level_unavailable_not_negative"),
            CheckConstraint(condition=Q(safety_stock__gte=0), name="inventory_level_safety_stock_not_negative"),
            CheckConstraint(
                condition=Q(on_hand__gte=F("reserved") + F("allocated") + F("unavailable")),
                name="inventory_level_available_not_negative",
            ),
        )


class Bucket(models.Model):
    """Units of a level that are there and not for sale, by cause; the level's `unavailable` is the sum of its buckets."""

    pk = models.CompositePrimaryKey("sku_id", "location_id", "bucket")
    sku_id = models.BigIntegerField()
    location_id = models.BigIntegerField()
    bucket = models.TextField()
    quantity = models.BigIntegerField()

    class Meta:
        db_table = "inventory_bucket"
        constraints = (
            CheckConstraint(condition=Q(quantity__gte=0), name="inventory_bucket_quantity_not_negative"),
            CheckConstraint(condition=Q(bucket__in=UNAVAILABLE_BUCKETS), name="inventory_bucket_known"),
        )


class Lot(models.Model):
    """A batch of one SKU with its own code and perhaps a last day of use; its movements say how much is where."""

    sku_id = models.BigIntegerField()
    code = models.TextField()
    expires_on = models.DateField(null=True)
    received_at = models.DateTimeField()

    class Meta:
        db_table = "inventory_lot"
        constraints = (UniqueConstraint(fields=("sku_id", "code"), name="inventory_lot_code_once"),)


class Movement(models.Model):
    """Units of a SKU that went from one account to another; never changed, never deleted."""

    sku_id = models.BigIntegerField()
    quantity = models.BigIntegerField()
    from_account = models.TextField()
    to_account = models.TextField()
    reason = models.TextField()
    reference = models.TextField(db_default="")
    lot_id = models.BigIntegerField(null=True)
    occurred_at = models.DateTimeField()

    class Meta:
        db_table = "inventory_movement"
        constraints = (
            CheckConstraint(condition=Q(quantity__gt=0), name="inventory_movement_quantity_positive"),
            CheckConstraint(condition=~Q(from_account=F("to_account")), name="inventory_movement_two_accounts"),
        )
        indexes = (
            Index(fields=("sku_id", "occurred_at"), name="inventory_movement_sku"),
            Index(fields=("lot_id",), name="inventory_movement_lot", condition=Q(lot_id__isnull=False)),
        )


class Allocation(models.Model):
    """Units of (SKU, location) committed to an order line. The order is known by its number only.

    `in_fulfillment` of them a fulfillment order has taken up; only the others may be given back or moved.
    """

    pk = models.CompositePrimaryKey("order_id", "line_number", "location_id")
    order_id = models.BigIntegerField()
    line_number = models.BigIntegerField()
    location_id = models.BigIntegerField()
    sku_id = models.BigIntegerField()
    quantity = models.BigIntegerField()
    in_fulfillment = models.BigIntegerField(db_default=0)
    created_at = models.DateTimeField(db_default=Now())

    class Meta:
        db_table = "inventory_allocation"
        constraints = (
            CheckConstraint(condition=Q(quantity__gt=0), name="inventory_allocation_quantity_positive"),
            CheckConstraint(
                condition=Q(in_fulfillment__gte=0) & Q(in_fulfillment__lte=F("quantity")),
                name="inventory_allocation_in_fulfillment_within_quantity",
            ),
        )
        indexes = (Index(fields=("sku_id", "location_id"), name="inventory_allocation_level"),)


class Reservation(models.Model):
    """Units of (SKU, location) kept for an owner, such as a checkout, for a limited time.

    Whoever locks a level frees what has expired there; `expiry_journaled` says that the sweeper has told it, too.
    """

    owner = models.TextField()
    sku_id = models.BigIntegerField()
    location_id = models.BigIntegerField()
    quantity = models.BigIntegerField()
    state = models.TextField(db_default=ACTIVE)
    expires_at = models.DateTimeField()
    created_at = models.DateTimeField()
    expiry_journaled = models.BooleanField(db_default=False)

    class Meta:
        db_table = "inventory_reservation"
        constraints = (
            CheckConstraint(condition=Q(quantity__gt=0), name="inventory_reservation_quantity_positive"),
            CheckConstraint(condition=Q(state__in=RESERVATION.states), name="inventory_reservation_state"),
        )
        indexes = (
            Index(
                fields=("sku_id", "location_id", "expires_at"),
                name="inventory_reservation_level",
                condition=Q(state=ACTIVE),
            ),
            Index(fields=("owner",), name="inventory_reservation_owner", condition=Q(state=ACTIVE)),
            Index(fields=("expires_at",), name="inventory_reservation_due", condition=Q(state=ACTIVE)),
            Index(
                fields=("id",),
                name="inventory_reservation_silent",
                condition=Q(state=EXPIRED, expiry_journaled=False),
            ),
        )


class Incoming(models.Model):
    """A dated receipt that is expected; still to come = quantity − received_quantity while it is expected."""

    sku_id = models.BigIntegerField()
    location_id = models.BigIntegerField()
    quantity = models.BigIntegerField()
    received_quantity = models.BigIntegerField(db_default=0)
    expected_at = models.DateTimeField()
    reference = models.TextField(db_default="")
    state = models.TextField(db_default=EXPECTED)

    class Meta:
        db_table = "inventory_incoming"
        constraints = (
            CheckConstraint(condition=Q(quantity__gt=0), name="inventory_incoming_quantity_positive"),
            CheckConstraint(
                condition=Q(received_quantity__gte=0) & Q(received_quantity__lte=F("quantity")),
                name="inventory_incoming_received_within_quantity",
            ),
            CheckConstraint(condition=Q(state__in=INCOMING.states), name="inventory_incoming_state"),
        )
        indexes = (
            Index(fields=("sku_id", "expected_at"), name="inventory_incoming_open", condition=Q(state=EXPECTED)),
        )


class Transfer(models.Model):
    """Goods on their way from one location to another; between the two they are in the account transit/<id>."""

    from_location_id = models.BigIntegerField()
    to_location_id = models.BigIntegerField()
    state = models.TextField(db_default=IN_TRANSIT)
    reference = models.TextField(db_default="")
    shipped_at = models.DateTimeField()
    expected_at = models.DateTimeField(null=True)
    closed_at = models.DateTimeField(null=True)

    class Meta:
        db_table = "inventory_transfer"
        constraints = (
            CheckConstraint(
                condition=~Q(from_location_id=F("to_location_id")), name="inventory_transfer_two_locations"
            ),
            CheckConstraint(condition=Q(state__in=TRANSFER.states), name="inventory_transfer_state"),
        )
        indexes = (Index(fields=("expected_at",), name="inventory_transfer_open", condition=Q(state=IN_TRANSIT)),)


class TransferLine(models.Model):
    """One SKU of a transfer; in transit = quantity − received − lost."""

    pk = models.CompositePrimaryKey("transfer_id", "sku_id")
    transfer = models.ForeignKey(Transfer, on_delete=models.PROTECT, db_index=False)
    sku_id = models.BigIntegerField()
    quantity = models.BigIntegerField()
    received_quantity = models.BigIntegerField(db_default=0)
    lost_quantity = models.BigIntegerField(db_default=0)
    lot = models.ForeignKey(Lot, on_delete=models.PROTECT, null=True, db_index=False)

    class Meta:
        db_table = "inventory_transfer_line"
        constraints = (
            CheckConstraint(condition=Q(quantity__gt=0), name="inventory_transfer_line_quantity_positive"),
            CheckConstraint(
                condition=Q(received_quantity__gte=0)
                & Q(lost_quantity__gte=0)
                & Q(quantity__gte=F("received_quantity") + F("lost_quantity")),
                name="inventory_transfer_line_arrived_within_quantity",
            ),
        )


class Serial(models.Model):
    """One numbered unit of a SKU and the one account it is in."""

    pk = models.CompositePrimaryKey("sku_id", "code")
    sku_id = models.BigIntegerField()
    code = models.TextField()
    account = models.TextField()
    lot_id = models.BigIntegerField(null=True)

    class Meta:
        db_table = "inventory_serial"
        indexes = (Index(fields=("sku_id", "account"), name="inventory_serial_account"),)
