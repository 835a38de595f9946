from django.apps import AppConfig


class DeliveryConfig(AppConfig):
    name = "ordino.delivery"
    label = "delivery"
