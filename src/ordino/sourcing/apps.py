from django.apps import AppConfig


class SourcingConfig(AppConfig):
    name = "ordino.sourcing"
    label = "sourcing"
    default_auto_field = "django.db.models.BigAutoField"
