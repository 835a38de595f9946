from django.apps import AppConfig


class EngineConfig(AppConfig):
    name = "ordino.engine"
    label = "engine"
