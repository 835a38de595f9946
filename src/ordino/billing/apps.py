from django.apps import AppConfig


class BillingConfig(AppConfig):
    name = "ordino.billing"
    label = "billing"
