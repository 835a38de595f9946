"""Logins made by commands: people who may sign in to the back office."""

import os
import secrets

import django

_PASSWORD_BYTES = 9


def make_login(name: str) -> str | None:
    """Make a login that may do everything, with a random password, which is answered; None where there is one already."""
    os.environ.setdefault("DJANGO_SETTINGS_MODULE", "ordino.site.settings")
    django.setup()
    from django.contrib.auth.models import User  # noqa: PLC0415 - exists only after django.setup()

    if User.objects.filter(username=name).exists():
        return None
    password = secrets.token_urlsafe(_PASSWORD_BYTES)
    User.objects.create_superuser(name, password=password)
    return password
