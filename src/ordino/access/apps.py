"""Makes the tables of `access` known to Django."""

from django.apps import AppConfig


class AccessConfig(AppConfig):
    name = "ordino.access"
    label = "access"
    default_auto_field = "django.db.models.BigAutoField"
