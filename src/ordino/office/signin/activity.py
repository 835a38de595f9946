"""When somebody was last seen, for the list of sessions: noted once a minute, so that looking at a page writes nothing."""

import time
from collections.abc import Callable

from allauth.account.adapter import get_adapter
from allauth.usersessions.models import UserSession
from django.http import HttpRequest, HttpResponse

View = Callable[[HttpRequest], HttpResponse]
_EVERY_SECONDS = 60


class _Minute:
    """What this process noted in the running minute: sessions with the address and the browser they came from."""

    def __init__(self) -> None:
        self._number = 0
        self._seen: set[tuple[str, str, str]] = set()

    def is_first(self, seen: tuple[str, str, str]) -> bool:
        number = int(time.monotonic() // _EVERY_SECONDS)
        if number != self._number:
            self._number, self._seen = number, set()
        first = seen not in self._seen
        self._seen.add(seen)
        return first


def note_activity(get_response: View) -> View:
    """Note who asks once a minute for each session, and at once where its address or browser is another."""
    minute = _Minute()

    def respond(request: HttpRequest) -> HttpResponse:
        key = request.session.session_key
        if key and request.user.is_authenticated:
            agent = request.META.get("HTTP_USER_AGENT", "")
            if minute.is_first((key, str(get_adapter().get_client_ip(request)), agent)):
                UserSession.objects.create_from_request(request)
        return get_response(request)

    return respond
