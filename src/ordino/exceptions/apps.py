from django.apps import AppConfig


class ExceptionsConfig(AppConfig):
    name = "ordino.exceptions"
    label = "exceptions"
