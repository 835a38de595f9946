from django.apps import AppConfig


class ReturnsConfig(AppConfig):
    name = "ordino.returns"
    label = "returns"
