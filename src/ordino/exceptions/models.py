"""The table of work that waits for a person. There is no foreign key: what it names may lie in any context."""

from django.db import models
from django.db.models import CheckConstraint, Index, Q, UniqueConstraint

from ordino.exceptions.lifecycle import EXCEPTION, OPEN, RESOLVED


class WorkItem(models.Model):
    """Something that came otherwise than agreed."""

    kind = models.TextField()
    subject = models.TextField()
    order_id = models.BigIntegerField(null=True)
    detail = models.TextField(db_default="")
    suggested_step = models.TextField()
    owner = models.TextField()
    due_at = models.DateTimeField()
    amount_minor = models.BigIntegerField(null=True)
    currency = models.TextField(db_default="")
    state = models.TextField(db_default=OPEN)
    raised_at = models.DateTimeField()
    raised_by = models.TextField()
    resolved_at = models.DateTimeField(null=True)
    resolved_by = models.TextField(null=True)
    note = models.TextField(db_default="")

    class Meta:
        db_table = "exceptions_exception"
        constraints = (
            CheckConstraint(condition=Q(state__in=EXCEPTION.states), name="exceptions_exception_state"),
            CheckConstraint(condition=~Q(kind="") & ~Q(subject=""), name="exceptions_exception_named"),
            CheckConstraint(condition=~Q(owner=""), name="exceptions_exception_owned"),
            CheckConstraint(
                condition=Q(amount_minor__isnull=True, currency="") | Q(amount_minor__isnull=False) & ~Q(currency=""),
                name="exceptions_exception_amount_with_currency",
            ),
            CheckConstraint(
                condition=Q(state=RESOLVED, resolved_at__isnull=False, resolved_by__isnull=False) & ~Q(note="")
                | Q(resolved_at__isnull=True, resolved_by__isnull=True, note="") & ~Q(state=RESOLVED),
                name="exceptions_exception_resolved_by_somebody",
            ),
            UniqueConstraint(
                fields=("kind", "subject"), condition=~Q(state=RESOLVED), name="exceptions_exception_open_once"
            ),
        )
        indexes = (
            Index(fields=("due_at", "id"), condition=~Q(state=RESOLVED), name="exceptions_exception_queue"),
            Index(fields=("order_id",), condition=Q(order_id__isnull=False), name="exceptions_exception_order"),
        )
