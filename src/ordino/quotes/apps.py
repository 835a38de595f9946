from django.apps import AppConfig


class QuotesConfig(AppConfig):
    name = "ordino.quotes"
    label = "quotes"
