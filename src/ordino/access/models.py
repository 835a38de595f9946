"""Tables of access. Written by the handlers through SQL; the definitions here make the migrations."""

from django.contrib.postgres.fields import ArrayField
from django.db import models
from django.db.models import F, Q

SHA256 = "^[0-9a-f]{64}$"


class ApiKey(models.Model):
    """A program that may ask. Only hashes of its secrets are kept."""

    name = models.TextField()
    prefix = models.TextField()
    secret_hash = models.TextField()
    previous_hash = models.TextField(null=True)
    previous_until = models.DateTimeField(null=True)
    scopes: "ArrayField[list[str], list[str]]" = ArrayField(models.TextField())
    channel = models.ForeignKey(
        "network.Channel", on_delete=models.RESTRICT, null=True, related_name="+", db_index=False
    )
    requests_per_minute = models.IntegerField()
    issued_at = models.DateTimeField()
    issued_by = models.TextField()
    expires_at = models.DateTimeField(null=True)
    revoked_at = models.DateTimeField(null=True)
    revoked_by = models.TextField(null=True)

    class Meta:
        db_table = "access_api_key"
        constraints = (
            models.UniqueConstraint(fields=["name"], name="access_api_key_name_unique"),
            models.UniqueConstraint(fields=["secret_hash"], name="access_api_key_secret_unique"),
            models.UniqueConstraint(fields=["previous_hash"], name="access_api_key_previous_unique"),
            models.CheckConstraint(condition=Q(name__regex=r"\S"), name="access_api_key_name_not_blank"),
            models.CheckConstraint(condition=Q(secret_hash__regex=SHA256), name="access_api_key_secret_format"),
            models.CheckConstraint(
                condition=Q(previous_hash__isnull=True, previous_until__isnull=True)
                | Q(previous_hash__isnull=False, previous_until__isnull=False),
                name="access_api_key_previous_until",
            ),
            models.CheckConstraint(condition=Q(scopes__len__gte=1), name="access_api_key_scopes_given"),
            models.CheckConstraint(
                condition=Q(requests_per_minute__gte=1, requests_per_minute__lte=10_000_000),
                name="access_api_key_requests_range",
            ),
            models.CheckConstraint(
                condition=Q(expires_at__isnull=True) | Q(expires_at__gt=F("issued_at")),
                name="access_api_key_expiry_later",
            ),
            models.CheckConstraint(
                condition=Q(revoked_at__isnull=True, revoked_by__isnull=True)
                | Q(revoked_at__isnull=False, revoked_by__isnull=False),
                name="access_api_key_revoked_by_somebody",
            ),
        )


class RevokedToken(models.Model):
    """A signed token that is accepted no more. Kept until it would have ended by itself."""

    token_id = models.TextField(primary_key=True)
    key = models.ForeignKey(ApiKey, on_delete=models.CASCADE, related_name="+", db_index=False)
    expires_at = models.DateTimeField()
    revoked_at = models.DateTimeField()

    class Meta:
        db_table = "access_revoked_token"
        constraints = (
            models.CheckConstraint(
                condition=Q(token_id__regex=r"^[\w-]{22}$"),  # noqa: S106 - a pattern of names, no secret
                name="access_revoked_token_id",
            ),
            models.CheckConstraint(
                condition=Q(expires_at__gt=F("revoked_at")), name="access_revoked_token_still_alive"
            ),
        )


class ApiKeyUse(models.Model):
    """When a key was used last, to the minute: a note of the edge, outside of commands and of the journal."""

    key = models.OneToOneField(ApiKey, on_delete=models.CASCADE, primary_key=True, related_name="+")
    last_used_at = models.DateTimeField()

    class Meta:
        db_table = "access_api_key_use"
