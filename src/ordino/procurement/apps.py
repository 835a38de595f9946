from django.apps import AppConfig


class ProcurementConfig(AppConfig):
    name = "ordino.procurement"
    label = "procurement"
