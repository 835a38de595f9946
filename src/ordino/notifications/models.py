"""The tables of messages to customers."""

from django.db import models
from django.db.models import CheckConstraint, Index, Q, UniqueConstraint

from ordino.notifications.lifecycle import FAILED, MESSAGE, PENDING, SENT, SUPPRESSED
from ordino.notifications.rows import LANGUAGES, OCCASIONS


class NotifyingChannel(models.Model):
    """How a channel tells its customers; one without a row does not. Orders placed before `since` are history."""

    channel_id = models.BigIntegerField(primary_key=True)
    enabled = models.BooleanField()
    since = models.DateTimeField()
    sender = models.TextField()
    sender_name = models.TextField(db_default="")
    language = models.TextField()

    class Meta:
        db_table = "notifications_channel"
        constraints = (
            CheckConstraint(condition=Q(language__in=LANGUAGES), name="notifications_channel_language"),
            CheckConstraint(condition=Q(enabled=False) | ~Q(sender=""), name="notifications_channel_sender"),
        )


class Template(models.Model):
    """The merchant's own words of messages about an occasion; without a row those that are built in are sent."""

    pk = models.CompositePrimaryKey("occasion", "language")
    occasion = models.TextField()
    language = models.TextField()
    subject = models.TextField()
    text = models.TextField()

    class Meta:
        db_table = "notifications_template"
        constraints = (
            CheckConstraint(condition=Q(occasion__in=OCCASIONS), name="notifications_template_occasion"),
            CheckConstraint(condition=Q(language__in=LANGUAGES), name="notifications_template_language"),
            CheckConstraint(condition=~Q(subject="") & ~Q(text=""), name="notifications_template_words"),
        )


class Message(models.Model):
    """A message to the customer of an order. `key` makes it be sent once; `attempt` counts how often somebody wanted it."""

    key = models.TextField()
    order_id = models.BigIntegerField()
    occasion = models.TextField()
    language = models.TextField()
    recipient = models.TextField()
    facts = models.JSONField()
    state = models.TextField(db_default=PENDING)
    attempt = models.IntegerField(db_default=1)
    requested_at = models.DateTimeField()
    settled_at = models.DateTimeField(null=True)
    reason = models.TextField(db_default="")

    class Meta:
        db_table = "notifications_message"
        constraints = (
            UniqueConstraint(fields=("key",), name="notifications_message_key_once"),
            CheckConstraint(condition=Q(state__in=MESSAGE.states), name="notifications_message_state"),
            CheckConstraint(condition=Q(occasion__in=OCCASIONS), name="notifications_message_occasion"),
            CheckConstraint(condition=Q(language__in=LANGUAGES), name="notifications_message_language"),
            CheckConstraint(condition=~Q(recipient=""), name="notifications_message_recipient"),
            CheckConstraint(condition=Q(attempt__gt=0), name="notifications_message_attempt_from_one"),
            CheckConstraint(
                condition=Q(state=PENDING, settled_at__isnull=True) | Q(settled_at__isnull=False) & ~Q(state=PENDING),
                name="notifications_message_settled_at_a_time",
            ),
            CheckConstraint(
                condition=~Q(reason="") | ~Q(state__in=[FAILED, SUPPRESSED]), name="notifications_message_reason"
            ),
        )
        indexes = (
            Index(fields=("order_id",), name="notifications_message_order"),
            Index(fields=("id",), condition=~Q(state=SENT), name="notifications_message_unsent"),
        )
