"""Makes the tables of `network` known to Django."""

from django.apps import AppConfig


class NetworkConfig(AppConfig):
    name = "ordino.network"
    label = "network"
    default_auto_field = "django.db.models.BigAutoField"
