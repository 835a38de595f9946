"""Makes the tables of `parties` known to Django."""

from django.apps import AppConfig


class PartiesConfig(AppConfig):
    name = "ordino.parties"
    label = "parties"
    default_auto_field = "django.db.models.BigAutoField"
