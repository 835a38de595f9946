"""Makes the tables of `catalog` known to Django."""

from django.apps import AppConfig


class CatalogConfig(AppConfig):
    name = "ordino.catalog"
    label = "catalog"
    default_auto_field = "django.db.models.BigAutoField"
