"""What is kept of people beside their login, and what all web processes must know: failed tries."""

from django.conf import settings
from django.db import models


class Preferences(models.Model):
    """How somebody likes to read: a language and a time zone; what is empty is the house's. And when they were invited last."""

    user = models.OneToOneField(settings.AUTH_USER_MODEL, on_delete=models.CASCADE, primary_key=True, related_name="+")
    language = models.TextField(default="")
    time_zone = models.TextField(default="")
    invited_at = models.DateTimeField(null=True)


class SharedValue(models.Model):
    """The shape of the table that Django's database cache uses, so that failed tries count over all processes."""

    cache_key = models.CharField(max_length=255, primary_key=True)
    value = models.TextField()
    expires = models.DateTimeField(db_index=True)

    class Meta:
        db_table = "signin_shared_value"
