"""The tables of fulfillment. Quantities are a SKU's smallest units; of an order only the number is known."""

from django.db import models
from django.db.models import CheckConstraint, F, Index, Q, UniqueConstraint
from django.db.models.functions import Now

from ordino.fulfillment.lifecycle import FULFILLMENT_ORDER, OPEN, PACKAGE, PICK_BATCH


class FulfillmentOrder(models.Model):
    """Lines to fulfill from one location by one method to one recipient."""

    order_id = models.BigIntegerField()
    location_id = models.BigIntegerField()
    method = models.TextField(db_default="ship")
    state = models.TextField(db_default="planned")
    created_at = models.DateTimeField(db_default=Now())
    released_at = models.DateTimeField(null=True)
    pick_batch_id = models.BigIntegerField(null=True)

    class Meta:
        db_table = "fulfillment_order"
        constraints = (
            CheckConstraint(condition=Q(state__in=FULFILLMENT_ORDER.states), name="fulfillment_order_state"),
            CheckConstraint(condition=Q(method__in=("ship", "pickup")), name="fulfillment_order_method"),
        )
        indexes = (
            Index(fields=("order_id",), name="fulfillment_order_order"),
            Index(fields=("location_id", "state", "id"), name="fulfillment_order_open", condition=Q(state__in=OPEN)),
            Index(fields=("state", "id"), name="fulfillment_order_state"),
            Index(
                fields=("pick_batch_id",), name="fulfillment_order_pick_batch", condition=Q(pick_batch_id__isnull=False)
            ),
        )


class Line(models.Model):
    """Units of an order line in a fulfillment order: of `quantity` so many are picked, of those packed, of those shipped.

    `short` were not found, `withdrawn` were canceled; both are no longer in `quantity`.
    """

    pk = models.CompositePrimaryKey("fulfillment_order_id", "line_number")
    fulfillment_order_id = models.BigIntegerField()
    line_number = models.IntegerField()
    sku_id = models.BigIntegerField()
    quantity = models.BigIntegerField()
    picked = models.BigIntegerField(db_default=0)
    packed = models.BigIntegerField(db_default=0)
    shipped = models.BigIntegerField(db_default=0)
    short = models.BigIntegerField(db_default=0)
    withdrawn = models.BigIntegerField(db_default=0)

    class Meta:
        db_table = "fulfillment_line"
        constraints = (
            CheckConstraint(
                condition=Q(shipped__gte=0)
                & Q(packed__gte=F("shipped"))
                & Q(picked__gte=F("packed"))
                & Q(quantity__gte=F("picked")),
                name="fulfillment_line_in_order",
            ),
            CheckConstraint(condition=Q(short__gte=0) & Q(withdrawn__gte=0), name="fulfillment_line_left_not_negative"),
        )


class Package(models.Model):
    """A box with goods, known by its SSCC (Serial Shipping Container Code of GS1); a side of 0 is not known."""

    fulfillment_order_id = models.BigIntegerField()
    sscc = models.TextField()
    box = models.TextField(db_default="")
    weight_grams = models.BigIntegerField()
    length_mm = models.BigIntegerField(db_default=0)
    width_mm = models.BigIntegerField(db_default=0)
    height_mm = models.BigIntegerField(db_default=0)
    state = models.TextField(db_default="packed")
    shipment_id = models.BigIntegerField(null=True)
    packed_at = models.DateTimeField(db_default=Now())

    class Meta:
        db_table = "fulfillment_package"
        constraints = (
            UniqueConstraint(fields=("sscc",), name="fulfillment_package_sscc_once"),
            CheckConstraint(condition=Q(sscc__regex=r"^[0-9]{18}$"), name="fulfillment_package_sscc_digits"),
            CheckConstraint(condition=Q(state__in=PACKAGE.states), name="fulfillment_package_state"),
            CheckConstraint(condition=Q(weight_grams__gte=0), name="fulfillment_package_weight_not_negative"),
            CheckConstraint(
                condition=Q(length_mm__gte=0, width_mm__gte=0, height_mm__gte=0),
                name="fulfillment_package_sides_not_negative",
            ),
            CheckConstraint(
                condition=~Q(state="unpacked") | Q(shipment_id__isnull=True),
                name="fulfillment_package_unpacked_is_in_no_shipment",
            ),
        )
        indexes = (
            Index(fields=("fulfillment_order_id",), name="fulfillment_package_order"),
            Index(fields=("shipment_id",), name="fulfillment_package_shipment", condition=Q(shipment_id__isnull=False)),
        )


class PackageSerial(models.Model):
    """A numbered unit that was put into a package."""

    pk = models.CompositePrimaryKey("package_id", "sku_id", "code")
    package_id = models.BigIntegerField()
    line_number = models.IntegerField()
    sku_id = models.BigIntegerField()
    code = models.TextField()

    class Meta:
        db_table = "fulfillment_package_serial"
        indexes = (Index(fields=("sku_id", "code"), name="fulfillment_serial_package"),)


class PackageLine(models.Model):
    """Units of an order line in a package."""

    pk = models.CompositePrimaryKey("package_id", "line_number")
    package_id = models.BigIntegerField()
    line_number = models.IntegerField()
    sku_id = models.BigIntegerField()
    quantity = models.BigIntegerField()

    class Meta:
        db_table = "fulfillment_package_line"
        constraints = (CheckConstraint(condition=Q(quantity__gt=0), name="fulfillment_package_line_quantity_positive"),)


class Bin(models.Model):
    """Where a SKU stands at a location; the walk comes by in the order of `walk_position`."""

    pk = models.CompositePrimaryKey("location_id", "sku_id")
    location_id = models.BigIntegerField()
    sku_id = models.BigIntegerField()
    bin = models.TextField()
    walk_position = models.BigIntegerField()

    class Meta:
        db_table = "fulfillment_bin"
        constraints = (CheckConstraint(condition=~Q(bin=""), name="fulfillment_bin_named"),)


class Box(models.Model):
    """A box to pack into: inner measures, what it bears, what it weighs."""

    code = models.TextField()
    length_mm = models.BigIntegerField()
    width_mm = models.BigIntegerField()
    height_mm = models.BigIntegerField()
    maximum_weight_grams = models.BigIntegerField()
    tare_weight_grams = models.BigIntegerField(db_default=0)
    active = models.BooleanField(db_default=True)

    class Meta:
        db_table = "fulfillment_box"
        constraints = (
            UniqueConstraint(fields=("code",), name="fulfillment_box_code_once"),
            CheckConstraint(
                condition=Q(length_mm__gt=0)
                & Q(width_mm__gt=0)
                & Q(height_mm__gt=0)
                & Q(maximum_weight_grams__gt=0)
                & Q(tare_weight_grams__gte=0),
                name="fulfillment_box_measures_positive",
            ),
        )


class PickBatch(models.Model):
    """Fulfillment orders of one location that are picked in one walk."""

    location_id = models.BigIntegerField()
    state = models.TextField(db_default="open")
    opened_at = models.DateTimeField(db_default=Now())
    closed_at = models.DateTimeField(null=True)

    class Meta:
        db_table = "fulfillment_pick_batch"
        constraints = (CheckConstraint(condition=Q(state__in=PICK_BATCH.states), name="fulfillment_pick_batch_state"),)
