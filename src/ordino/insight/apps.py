from django.apps import AppConfig


class InsightConfig(AppConfig):
    name = "ordino.insight"
    label = "insight"
