"""Tables of webhooks. Written by the handlers and the queue through SQL; the definitions here make the migrations."""

from django.contrib.postgres.fields import ArrayField
from django.db import models
from django.db.models import Q
from django.db.models.functions import Now

from ordino.webhooks.lifecycle import ACTIVE, MESSAGE_STATES, WAITING, WEBHOOK

SHA256 = "^[0-9a-f]{64}$"
SALT = "^[0-9a-f]{32}$"


class Webhook(models.Model):
    """A receiver that is told. Of its secrets there are the salts and hashes."""

    name = models.TextField()
    url = models.TextField()
    event_types: "ArrayField[list[str], list[str]]" = ArrayField(models.TextField())
    channel = models.ForeignKey(
        "network.Channel", on_delete=models.RESTRICT, null=True, related_name="+", db_index=False
    )
    state = models.TextField(db_default=ACTIVE)
    salt = models.TextField()
    hash = models.TextField()
    previous_salt = models.TextField(null=True)
    previous_hash = models.TextField(null=True)
    previous_until = models.DateTimeField(null=True)
    created_at = models.DateTimeField()
    created_by = models.TextField()

    class Meta:
        db_table = "webhooks_webhook"
        constraints = (
            models.UniqueConstraint(fields=["name"], name="webhooks_webhook_name_unique"),
            models.CheckConstraint(condition=Q(name__regex=r"\S"), name="webhooks_webhook_name_not_blank"),
            models.CheckConstraint(condition=Q(url__regex="^https?://"), name="webhooks_webhook_url_is_http"),
            models.CheckConstraint(condition=Q(state__in=WEBHOOK.states), name="webhooks_webhook_state"),
            models.CheckConstraint(condition=Q(salt__regex=SALT, hash__regex=SHA256), name="webhooks_webhook_seal"),
            models.CheckConstraint(
                condition=Q(previous_salt__isnull=True, previous_hash__isnull=True, previous_until__isnull=True)
                | Q(previous_salt__regex=SALT, previous_hash__regex=SHA256, previous_until__isnull=False),
                name="webhooks_webhook_previous_seal",
            ),
        )


class Message(models.Model):
    """What a receiver is to be told, or was: a note about the outside beside the journal, which holds the event itself."""

    webhook = models.ForeignKey(Webhook, on_delete=models.CASCADE, related_name="+", db_index=False)
    position = models.BigIntegerField()
    stream = models.TextField()
    kind = models.TextField()
    order_id = models.BigIntegerField(null=True)
    order_version = models.BigIntegerField(null=True)
    state = models.TextField(db_default=WAITING)
    attempts = models.IntegerField(db_default=0)
    due_at = models.DateTimeField()
    queued_at = models.DateTimeField(db_default=Now())
    settled_at = models.DateTimeField(null=True)
    last_status = models.IntegerField(null=True)
    last_error = models.TextField(db_default="")

    class Meta:
        db_table = "webhooks_message"
        constraints = (
            models.UniqueConstraint(fields=["webhook", "position"], name="webhooks_message_once"),
            models.CheckConstraint(condition=Q(state__in=MESSAGE_STATES), name="webhooks_message_state"),
            models.CheckConstraint(
                condition=Q(state=WAITING, settled_at__isnull=True) | ~Q(state=WAITING) & Q(settled_at__isnull=False),
                name="webhooks_message_settled",
            ),
            models.CheckConstraint(
                condition=Q(order_version__isnull=True) | Q(order_id__isnull=False),
                name="webhooks_message_version_of_an_order",
            ),
        )
        indexes = (
            models.Index(
                fields=["webhook", "stream", "position"],
                condition=Q(state=WAITING),
                name="webhooks_message_waiting",
            ),
        )
