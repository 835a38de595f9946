"""Who is signed in, as the engine's actor, and what a page asks of them."""

from collections.abc import Callable
from functools import wraps
from typing import Any

from allauth.mfa.utils import is_mfa_enabled
from django.conf import settings
from django.contrib.auth.decorators import login_required
from django.contrib.auth.models import AbstractUser
from django.core.exceptions import PermissionDenied
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect

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


def lacks_second_factor(user: Any) -> bool:
    """Whether the person's role asks for a second factor, and none is set up."""
    asking = settings.SECOND_FACTOR_ROLES
    return bool(asking and asking & _roles_of(user)) and not is_mfa_enabled(user)


def _roles_of(user: Any) -> set[str]:
    """The roles of the person; a superuser is an owner."""
    return {"owner"} if user.is_superuser else set(user.groups.values_list("name", flat=True))


def page(permission: str = "office.read") -> Callable[[View], View]:
    """Only for people who are signed in and may do this; others are sent to sign in, or refused (403)."""

    def decorate(view: View) -> View:
        @wraps(view)
        @login_required
        def guarded(request: HttpRequest, *arguments: Any, **named: Any) -> HttpResponse:
            if lacks_second_factor(request.user):
                return redirect("mfa_index")
            if not actor_of(request).may(permission):
                raise PermissionDenied
            return view(request, *arguments, **named)

        guarded.__dict__["permission"] = permission  # so that the table of addresses says what each asks for
        return guarded

    return decorate
