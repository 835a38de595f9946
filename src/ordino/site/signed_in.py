"""People who are signed in to the back office, as callers of the API: by session, and CSRF token where something changes.

The permissions are those of their roles. Who may read the screens may read over HTTP what the screens show.
"""

from importlib import import_module
from typing import Any

from django.conf import settings
from django.contrib.auth import get_user
from django.db import close_old_connections
from django.http import HttpRequest, HttpResponse, parse_cookie
from django.middleware.csrf import CsrfViewMiddleware

from ordino.api.admission import Person
from ordino.flows.wiring import CONTEXTS
from ordino.office.people import actor_of, lacks_second_factor

_NOT_SHOWN = frozenset({"access", "webhooks"})  # keys and receivers are managed by owners
_SHOWN = frozenset(f"{context}.read" for context in CONTEXTS if context not in _NOT_SHOWN) | {"events.read"}


def person_of(method: str, headers: dict[str, str], secure: bool) -> Person | None:
    """Who a request's session belongs to; None where nobody is signed in, or has yet to set up a second factor."""
    close_old_connections()
    try:
        request = _request(method, headers, secure)
        user: Any = get_user(request)
        if not user.is_authenticated or lacks_second_factor(user):
            return None
        request.user = user
        actor = actor_of(request)
        shown = _SHOWN if actor.may("office.read") else frozenset()
        return Person(user.pk, actor.name, actor.permissions | shown, genuine=_is_genuine(request))
    finally:
        close_old_connections()


def _request(method: str, headers: dict[str, str], secure: bool) -> HttpRequest:
    request = HttpRequest()
    request.method = method
    request.META = {f"HTTP_{name.upper().replace('-', '_')}": value for name, value in headers.items()}
    request.META |= {"wsgi.url_scheme": "https" if secure else "http", "SERVER_NAME": "localhost", "SERVER_PORT": "80"}
    request._get_scheme = lambda: request.META["wsgi.url_scheme"]  # type: ignore[attr-defined]
    request.COOKIES = parse_cookie(headers.get("cookie", ""))
    store = import_module(settings.SESSION_ENGINE).SessionStore
    request.session = store(request.COOKIES.get(settings.SESSION_COOKIE_NAME))
    return request


def _is_genuine(request: HttpRequest) -> bool:
    """Whether the request comes from the site itself, as Django sees it: the token in `X-CSRFToken`, the origin, the referer."""
    guard = CsrfViewMiddleware(_answer)
    guard.process_request(request)
    return guard.process_view(request, _answer, (), {}) is None


def _answer(request: HttpRequest) -> HttpResponse:
    return HttpResponse()
