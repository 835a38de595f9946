from django.apps import AppConfig


class NotificationsConfig(AppConfig):
    name = "ordino.notifications"
    label = "notifications"
