from django.apps import AppConfig


class StoredValueConfig(AppConfig):
    name = "ordino.stored_value"
    label = "stored_value"
