"""The journal and its readers: commands, events, followers, effects."""

from django.contrib.postgres.indexes import BrinIndex
from django.db import models
from django.db.models import Q
from django.db.models.functions import Now


class TransactionId(models.Field):  # type: ignore[type-arg]
    """PostgreSQL's 64-bit transaction id."""

    def db_type(self, connection: object) -> str:
        return "xid8"


class JsonText(models.Field):  # type: ignore[type-arg]
    """JSON kept letter by letter as it came (PostgreSQL's `json`)."""

    def db_type(self, connection: object) -> str:
        return "json"


class Command(models.Model):
    """One row for each command that was carried out; with a key it is the idempotency record as well."""

    id = models.BigAutoField(primary_key=True)
    kind = models.TextField()
    actor = models.TextField()
    key = models.TextField(null=True)
    fingerprint = models.BinaryField()
    body = JsonText()
    result = JsonText()
    recorded_at = models.DateTimeField()

    class Meta:
        constraints = [
            models.UniqueConstraint(fields=["actor", "key"], condition=Q(key__isnull=False), name="engine_command_key")
        ]


class Event(models.Model):
    """One row for each event; `sequence` runs 1..n in its stream."""

    position = models.BigAutoField(primary_key=True)
    transaction_id = TransactionId(db_default=models.Func(function="pg_current_xact_id"))
    command_id = models.BigIntegerField()
    stream = models.TextField()
    sequence = models.BigIntegerField()
    kind = models.TextField()
    data = JsonText()
    recorded_at = models.DateTimeField()

    class Meta:
        constraints = [
            models.UniqueConstraint(fields=["stream", "sequence"], name="engine_event_sequence"),
            models.CheckConstraint(condition=Q(sequence__gte=1), name="engine_event_sequence_from_one"),
        ]
        indexes = [
            models.Index(fields=["transaction_id"], name="engine_event_transaction"),
            BrinIndex(fields=["recorded_at"], name="engine_event_recorded", autosummarize=True),
        ]


class Follower(models.Model):
    """How far a reader of the journal has come: a window of transactions, and the position inside it."""

    name = models.TextField(primary_key=True)
    window_start = TransactionId()
    window_end = TransactionId()
    position = models.BigIntegerField()
    moved_at = models.DateTimeField(db_default=Now())


class Effect(models.Model):
    """Something to be done outside: wanted in a transaction, called after it, its outcome brought back by a command."""

    id = models.BigAutoField(primary_key=True)
    key = models.TextField(unique=True)
    kind = models.TextField()
    payload = JsonText()
    state = models.TextField(db_default="requested")
    attempts = models.IntegerField(db_default=0)
    due_at = models.DateTimeField()
    requested_at = models.DateTimeField()
    last_error = models.TextField(db_default="")

    class Meta:
        constraints = [
            models.CheckConstraint(
                condition=Q(state__in=["requested", "calling", "unknown", "succeeded", "failed"]),
                name="engine_effect_state",
            )
        ]
        indexes = [
            models.Index(
                fields=["due_at"], condition=Q(state__in=["requested", "calling", "unknown"]), name="engine_effect_due"
            )
        ]
