"""The tables of delivery. Quantities are a SKU's smallest units; what it costs is in minor units of `currency`."""

from django.contrib.postgres.fields import ArrayField
from django.db import models
from django.db.models import CheckConstraint, Index, Q, UniqueConstraint

from ordino.delivery.lifecycle import HANDED_OVER, LABEL, LEFT, PHASES, SHIPMENT

SETTLED = ("", "refund", "replace", "write_off")
PROOFS = ("", "left", "signature", "photo", "collected", "carrier")


class Manifest(models.Model):
    """What a carrier took over at a location since the manifest before."""

    location_id = models.BigIntegerField()
    carrier = models.TextField()
    closed_at = models.DateTimeField()
    shipments = models.IntegerField()

    class Meta:
        db_table = "delivery_manifest"
        constraints = (CheckConstraint(condition=Q(shipments__gt=0), name="delivery_manifest_lists_something"),)
        indexes = (Index(fields=("location_id", "carrier", "-id"), name="delivery_manifest_place"),)


class Shipment(models.Model):
    """Packages of one fulfillment order that leave together, and where they are."""

    order_id = models.BigIntegerField()
    fulfillment_order_id = models.BigIntegerField()
    location_id = models.BigIntegerField()
    method = models.TextField()
    state = models.TextField()
    carrier = models.TextField(db_default="")
    service = models.TextField(db_default="")
    tracking_number = models.TextField(null=True)
    cost_minor = models.BigIntegerField(null=True)
    currency = models.CharField(max_length=3)
    weight_grams = models.BigIntegerField()
    parcels = models.IntegerField()
    deadline = models.DateField(null=True)
    arrives_on = models.DateField(null=True)
    created_at = models.DateTimeField()
    labeled_at = models.DateTimeField(null=True)
    handed_over_at = models.DateTimeField(null=True)
    ended_at = models.DateTimeField(null=True)
    how = models.TextField(db_default="")
    signed_by = models.TextField(db_default="")
    photo = models.TextField(db_default="")
    reason = models.TextField(db_default="")
    settled = models.TextField(db_default="")
    manifest_id = models.BigIntegerField(null=True)

    class Meta:
        db_table = "delivery_shipment"
        constraints = (
            UniqueConstraint(fields=("tracking_number",), name="delivery_shipment_tracking_number_once"),
            CheckConstraint(condition=Q(state__in=SHIPMENT.states), name="delivery_shipment_state"),
            CheckConstraint(condition=Q(how__in=PROOFS), name="delivery_shipment_how"),
            CheckConstraint(
                condition=Q(method="pickup", state__in=("ready_for_pickup", "collected", "voided"), carrier="")
                | Q(method="ship") & ~Q(carrier="") & ~Q(state__in=("ready_for_pickup", "collected")),
                name="delivery_shipment_carrier_by_method",
            ),
            CheckConstraint(
                condition=Q(state__in=LEFT, handed_over_at__isnull=False)
                | ~Q(state__in=LEFT) & Q(handed_over_at__isnull=True, manifest_id__isnull=True),
                name="delivery_shipment_left_with_its_time",
            ),
            CheckConstraint(
                condition=~Q(state__in=("labeled", *HANDED_OVER)) | Q(tracking_number__isnull=False),
                name="delivery_shipment_tracked_from_its_label_on",
            ),
            CheckConstraint(condition=Q(settled__in=SETTLED), name="delivery_shipment_settled"),
            CheckConstraint(
                condition=Q(weight_grams__gte=0, parcels__gt=0) & (Q(cost_minor__isnull=True) | Q(cost_minor__gte=0)),
                name="delivery_shipment_figures_not_negative",
            ),
        )
        indexes = (
            Index(fields=("order_id",), name="delivery_shipment_order"),
            Index(fields=("fulfillment_order_id",), name="delivery_shipment_fulfillment"),
            Index(fields=("state", "-id"), name="delivery_shipment_state_newest"),
            Index(
                fields=("location_id", "carrier"),
                name="delivery_shipment_unlisted",
                condition=Q(handed_over_at__isnull=False, manifest_id__isnull=True, method="ship"),
            ),
        )


class Line(models.Model):
    """Units of an order line in a shipment: what its packages hold together."""

    pk = models.CompositePrimaryKey("shipment_id", "line_number")
    shipment_id = models.BigIntegerField()
    line_number = models.IntegerField()
    sku_id = models.BigIntegerField()
    sku = models.TextField()
    quantity = models.BigIntegerField()

    class Meta:
        db_table = "delivery_line"
        constraints = (CheckConstraint(condition=Q(quantity__gt=0), name="delivery_line_quantity_positive"),)


class Tracking(models.Model):
    """What was said of a shipment, each message once."""

    pk = models.CompositePrimaryKey("shipment_id", "event_id")
    shipment_id = models.BigIntegerField()
    event_id = models.TextField()
    status = models.TextField()
    occurred_at = models.DateTimeField()
    recorded_at = models.DateTimeField()
    recorded_by = models.TextField()
    detail = models.TextField(db_default="")
    place = models.TextField(db_default="")

    class Meta:
        db_table = "delivery_tracking"
        constraints = (
            CheckConstraint(
                condition=Q(status__in=[status for status in PHASES if status != "handed_over"]),
                name="delivery_tracking_status",
            ),
        )


class Label(models.Model):
    """A label that a carrier outside is asked for, for a shipment or a return: how it stands, its document.

    `key` names the purchase at the carrier.
    """

    key = models.TextField()
    order_id = models.BigIntegerField()
    shipment_id = models.BigIntegerField(null=True)
    return_id = models.BigIntegerField(null=True)
    carrier = models.TextField()
    service = models.TextField()
    state = models.TextField()
    request = models.JSONField()
    asked_at = models.DateTimeField()
    settled_at = models.DateTimeField(null=True)
    tracking_number = models.TextField(db_default="")
    cost_minor = models.BigIntegerField(null=True)
    currency = models.TextField(db_default="")
    document = models.BinaryField(null=True)
    media_type = models.TextField(db_default="")
    reason = models.TextField(db_default="")

    class Meta:
        db_table = "delivery_label"
        constraints = (
            UniqueConstraint(fields=("key",), name="delivery_label_key_once"),
            UniqueConstraint(
                fields=("shipment_id",),
                condition=Q(state__in=("requested", "bought")),
                name="delivery_label_one_open_of_shipment",
            ),
            UniqueConstraint(
                fields=("return_id",),
                condition=Q(state__in=("requested", "bought")),
                name="delivery_label_one_open_of_return",
            ),
            CheckConstraint(
                condition=Q(shipment_id__isnull=True, return_id__isnull=False)
                | Q(shipment_id__isnull=False, return_id__isnull=True),
                name="delivery_label_of_a_shipment_or_a_return",
            ),
            CheckConstraint(condition=Q(state__in=LABEL.states), name="delivery_label_state"),
            CheckConstraint(
                condition=~Q(state__in=("bought", "void_requested", "voided", "void_refused")) | ~Q(tracking_number=""),
                name="delivery_label_bought_with_its_number",
            ),
            CheckConstraint(
                condition=Q(cost_minor__isnull=True) | Q(cost_minor__gte=0), name="delivery_label_cost_not_negative"
            ),
        )
        indexes = (
            Index(fields=("shipment_id",), name="delivery_label_shipment"),
            Index(fields=("return_id",), name="delivery_label_return", condition=Q(return_id__isnull=False)),
        )


class Offer(models.Model):
    """What a carrier outside would ask for packages that leave together, while it stands by it."""

    fulfillment_order_id = models.BigIntegerField()
    package_ids: "ArrayField[list[int], list[int]]" = ArrayField(models.BigIntegerField())
    carrier = models.TextField()
    service = models.TextField()
    cost_minor = models.BigIntegerField()
    currency = models.CharField(max_length=3)
    arrives_on = models.DateField(null=True)
    expires_at = models.DateTimeField()

    class Meta:
        db_table = "delivery_offer"
        constraints = (
            UniqueConstraint(fields=("package_ids", "carrier", "service"), name="delivery_offer_service_once"),
            CheckConstraint(condition=Q(cost_minor__gte=0), name="delivery_offer_cost_not_negative"),
            CheckConstraint(condition=Q(package_ids__len__gte=1), name="delivery_offer_for_packages"),
        )
        indexes = (Index(fields=("fulfillment_order_id",), name="delivery_offer_fulfillment"),)
