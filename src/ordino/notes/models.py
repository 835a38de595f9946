"""Tables of notes. Written by the handlers through SQL; the definitions here make the migrations."""

from django.db import models
from django.db.models import Q


class Note(models.Model):
    """A note on an order; it is not changed once written."""

    order = models.ForeignKey("orders.Order", on_delete=models.RESTRICT, related_name="+")
    text = models.TextField()
    author = models.TextField()
    written_at = models.DateTimeField()

    class Meta:
        db_table = "notes_note"
        constraints = (models.CheckConstraint(condition=Q(text__regex=r"\S"), name="notes_note_text_not_blank"),)


class Mention(models.Model):
    """Somebody who stands in a note."""

    pk = models.CompositePrimaryKey("person", "note_id")
    person = models.TextField()
    note = models.ForeignKey(Note, on_delete=models.CASCADE, related_name="+")

    class Meta:
        db_table = "notes_mention"


class Owner(models.Model):
    """Whose an order is."""

    order = models.OneToOneField("orders.Order", on_delete=models.RESTRICT, related_name="+", primary_key=True)
    person = models.TextField(db_index=True)

    class Meta:
        db_table = "notes_owner"
        constraints = (models.CheckConstraint(condition=~Q(person=""), name="notes_owner_somebody"),)


class Watcher(models.Model):
    """Somebody who watches an order."""

    pk = models.CompositePrimaryKey("order_id", "person")
    order = models.ForeignKey("orders.Order", on_delete=models.RESTRICT, related_name="+", db_index=False)
    person = models.TextField(db_index=True)

    class Meta:
        db_table = "notes_watcher"
