"""Makes the tables of `webhooks` known to Django."""

from django.apps import AppConfig


class WebhooksConfig(AppConfig):
    name = "ordino.webhooks"
    label = "webhooks"
    default_auto_field = "django.db.models.BigAutoField"
