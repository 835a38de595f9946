from django.apps import AppConfig


class FraudConfig(AppConfig):
    name = "ordino.fraud"
    label = "fraud"
