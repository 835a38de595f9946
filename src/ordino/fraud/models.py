"""The tables of fraud: rules, where orders go, and what was found about them."""

from django.db import models
from django.db.models import CheckConstraint, Index, Q, UniqueConstraint
from django.db.models.fields.json import KT
from django.db.models.functions import Cast

from ordino.fraud.lifecycle import ASSESSMENT


class Policy(models.Model):
    """From which score on orders of a channel are held; the row without a channel is for all others."""

    id = models.BigAutoField(primary_key=True)
    channel_id = models.BigIntegerField(null=True)
    hold_at = models.IntegerField()
    updated_at = models.DateTimeField()

    class Meta:
        db_table = "fraud_policy"
        constraints = (
            UniqueConstraint(fields=("channel_id",), nulls_distinct=False, name="fraud_policy_channel_once"),
            CheckConstraint(condition=Q(hold_at__gt=0), name="fraud_policy_hold_at_positive"),
        )


class Rule(models.Model):
    """One rule of a policy. `definition` is the whole rule; its kind and points are read from it."""

    pk = models.CompositePrimaryKey("policy_id", "position")
    policy = models.ForeignKey(Policy, on_delete=models.CASCADE, related_name="+", db_index=False)
    position = models.SmallIntegerField()
    definition = models.JSONField()
    kind = models.GeneratedField(expression=KT("definition__kind"), output_field=models.TextField(), db_persist=True)
    points = models.GeneratedField(
        expression=Cast(KT("definition__points"), models.IntegerField()),
        output_field=models.IntegerField(),
        db_persist=True,
    )

    class Meta:
        db_table = "fraud_rule"
        constraints = (
            CheckConstraint(condition=Q(kind__isnull=False) & Q(kind__regex=r"\S"), name="fraud_rule_kind_named"),
            CheckConstraint(
                condition=Q(points__isnull=False) & Q(points__gte=1, points__lte=1000), name="fraud_rule_points_range"
            ),
        )


class Destination(models.Model):
    """Where an order goes, as one key, so that orders to the same address are found."""

    order_id = models.BigIntegerField(primary_key=True)
    address_key = models.TextField()
    placed_at = models.DateTimeField()

    class Meta:
        db_table = "fraud_destination"
        indexes = (Index(fields=("address_key", "-placed_at"), name="fraud_destination_address"),)


class Assessment(models.Model):
    """What rules found about an order, and what a person decided. `reasons` is a list of records."""

    order_id = models.BigIntegerField(primary_key=True)
    state = models.TextField()
    score = models.IntegerField()
    hold_at = models.IntegerField()
    reasons = models.JSONField()
    gateway_risk = models.SmallIntegerField(null=True)
    assessed_at = models.DateTimeField()
    verdict = models.TextField(null=True)
    note = models.TextField(db_default="")
    reviewed_by = models.TextField(null=True)
    reviewed_at = models.DateTimeField(null=True)

    class Meta:
        db_table = "fraud_assessment"
        constraints = (
            CheckConstraint(condition=Q(state__in=ASSESSMENT.states), name="fraud_assessment_state"),
            CheckConstraint(condition=Q(score__gte=0), name="fraud_assessment_score_not_negative"),
            CheckConstraint(
                condition=Q(gateway_risk__isnull=True) | Q(gateway_risk__gte=0, gateway_risk__lte=100),
                name="fraud_assessment_gateway_risk_range",
            ),
            CheckConstraint(
                condition=Q(
                    state="reviewed",
                    verdict__isnull=False,
                    verdict__in=["accept", "reject"],
                    reviewed_by__isnull=False,
                    reviewed_at__isnull=False,
                )
                | Q(~Q(state="reviewed"), verdict__isnull=True, reviewed_by__isnull=True, reviewed_at__isnull=True),
                name="fraud_assessment_verdict_by_somebody",
            ),
        )
        indexes = (Index(fields=("-score", "order_id"), name="fraud_assessment_queue", condition=Q(state="suspected")),)
