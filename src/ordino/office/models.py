"""What people of the office keep for themselves. It is no business of the shop's, so it stands in no journal."""

from django.conf import settings
from django.db import models
from django.db.models import Q


class SavedView(models.Model):
    """A list with its filters under a name: for one person, or shared with all."""

    owner = models.ForeignKey(settings.AUTH_USER_MODEL, on_delete=models.CASCADE, related_name="+")
    page = models.TextField()
    name = models.TextField()
    query = models.TextField()
    shared = models.BooleanField(db_default=False)

    class Meta:
        db_table = "office_saved_view"
        constraints = (
            models.UniqueConstraint(fields=["owner", "page", "name"], name="office_saved_view_name_unique"),
            models.CheckConstraint(condition=Q(name__regex=r"\S"), name="office_saved_view_name_not_blank"),
        )


class Presence(models.Model):
    """Who has an order open, and when the page last said so; it counts for less than a minute (`office.presence`)."""

    pk = models.CompositePrimaryKey("order_id", "person")
    order_id = models.BigIntegerField()
    person = models.ForeignKey(settings.AUTH_USER_MODEL, on_delete=models.CASCADE, related_name="+")
    changing = models.BooleanField(db_default=False)
    seen_at = models.DateTimeField()

    class Meta:
        db_table = "office_presence"


class HiddenColumns(models.Model):
    """The columns of a list that a person does not want to see, by their names with commas between them."""

    pk = models.CompositePrimaryKey("owner", "page")
    owner = models.ForeignKey(settings.AUTH_USER_MODEL, on_delete=models.CASCADE, related_name="+")
    page = models.TextField()
    names = models.TextField()

    class Meta:
        db_table = "office_hidden_columns"


class BulkRun(models.Model):
    """An action on many rows as it is carried out piece by piece: which rows, what was typed, and what became of each so far."""

    owner = models.ForeignKey(settings.AUTH_USER_MODEL, on_delete=models.CASCADE, related_name="+")
    kind = models.TextField()
    name = models.TextField()
    fields = models.JSONField()
    keys = models.JSONField()
    results = models.JSONField(default=list)
    back = models.TextField()
    finished = models.BooleanField(db_default=False)
    began_at = models.DateTimeField(auto_now_add=True)

    class Meta:
        db_table = "office_bulk_run"
        indexes = (models.Index(fields=["owner"], condition=Q(finished=False), name="office_bulk_run_open"),)
