"""The tables of sourcing. Plans are kept in the journal (`OrderSourced`); what was promised last is kept here."""

from django.db import models
from django.db.models import CheckConstraint, Index, Q, UniqueConstraint
from django.db.models.functions import Now

SOURCES = ("stock", "incoming", "transit", "unknown")


class Promise(models.Model):
    """Part of an order line: so many units shipped from a location and delivered by these dates; what is not known is null."""

    pk = models.CompositePrimaryKey("order_id", "line_number", "part")
    order_id = models.BigIntegerField()
    line_number = models.IntegerField()
    part = models.SmallIntegerField()
    quantity = models.BigIntegerField()
    source = models.TextField()
    ship_by = models.DateField(null=True)
    deliver_by = models.DateField(null=True)
    incoming_id = models.BigIntegerField(null=True)
    location_id = models.BigIntegerField(null=True)
    transfer_id = models.BigIntegerField(null=True)
    reasons = models.JSONField()
    updated_at = models.DateTimeField()

    class Meta:
        db_table = "sourcing_promise"
        constraints = (
            CheckConstraint(condition=Q(quantity__gt=0), name="sourcing_promise_quantity_positive"),
            CheckConstraint(condition=Q(part__gt=0), name="sourcing_promise_part_from_one"),
            CheckConstraint(condition=Q(source__in=SOURCES), name="sourcing_promise_source"),
            CheckConstraint(
                condition=Q(source="incoming", incoming_id__isnull=False)
                | (~Q(source="incoming") & Q(incoming_id__isnull=True)),
                name="sourcing_promise_incoming_named",
            ),
            CheckConstraint(
                condition=Q(source="transit", transfer_id__isnull=False)
                | (~Q(source="transit") & Q(transfer_id__isnull=True)),
                name="sourcing_promise_transfer_named",
            ),
            CheckConstraint(
                condition=~Q(source="unknown") | Q(ship_by__isnull=True, deliver_by__isnull=True),
                name="sourcing_promise_unknown_without_date",
            ),
            CheckConstraint(
                condition=Q(source="unknown", location_id__isnull=True)
                | (~Q(source="unknown") & Q(location_id__isnull=False)),
                name="sourcing_promise_location_named",
            ),
        )
        indexes = (
            Index(fields=("incoming_id",), name="sourcing_promise_incoming", condition=Q(incoming_id__isnull=False)),
            Index(fields=("transfer_id",), name="sourcing_promise_transfer", condition=Q(transfer_id__isnull=False)),
        )


class Rule(models.Model):
    """How a channel sources; the row without a channel is for all others. `costs` and `location_costs` are lists of records."""

    channel_id = models.BigIntegerField(null=True)
    max_parcels = models.SmallIntegerField(db_default=3)
    extra_parcel_cost_minor = models.BigIntegerField(db_default=0)
    default_transit_days = models.SmallIntegerField(null=True)
    costs = models.JSONField(db_default=[])
    location_costs = models.JSONField(db_default=[])
    updated_at = models.DateTimeField(db_default=Now())

    class Meta:
        db_table = "sourcing_rule"
        constraints = (
            UniqueConstraint(fields=("channel_id",), nulls_distinct=False, name="sourcing_rule_channel_once"),
            CheckConstraint(condition=Q(max_parcels__gte=1, max_parcels__lte=20), name="sourcing_rule_max_parcels"),
            CheckConstraint(condition=Q(extra_parcel_cost_minor__gte=0), name="sourcing_rule_extra_parcel_cost"),
            CheckConstraint(
                condition=Q(default_transit_days__isnull=True)
                | Q(default_transit_days__gte=0, default_transit_days__lte=365),
                name="sourcing_rule_default_transit_days",
            ),
        )
