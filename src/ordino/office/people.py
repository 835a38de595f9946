"""Who is signed in, as the engine's actor, and what a page asks of them."""

from collections.abc import Callable
from functools import wraps
from typing import Any

from django.contrib.auth.decorators import login_required
from django.contrib.auth.models import AbstractUser
from django.core.exceptions import PermissionDenied
from django.http import HttpRequest, HttpResponse

from ordino.engine import Actor
from ordino.office.roles import permissions_of

View = Callable[..., HttpResponse]


def actor_of(request: HttpRequest) -> Actor:
    """The signed-in person with the permissions of their roles; a superuser may do everything."""
    user = request.user
    assert isinstance(user, AbstractUser)
    if user.is_superuser:
        return Actor(user.get_username(), frozenset({"*"}))
    roles = user.groups.values_list("name", flat=True)
    return Actor(user.get_username(), permissions_of(roles))


def page(permission: str = "office.read") -> Callable[[View], View]:
    """Only for people who are signed in and may do this; others are sent to sign in, or refused (403)."""

    def decorate(view: View) -> View:
        @wraps(view)
        @login_required
        def guarded(request: HttpRequest, *arguments: Any, **named: Any) -> HttpResponse:
            if not actor_of(request).may(permission):
                raise PermissionDenied
            return view(request, *arguments, **named)

        return guarded

    return decorate
