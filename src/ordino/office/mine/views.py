"""One's own desk."""

from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.views.decorators.http import require_safe

from ordino.exceptions.queries import exception_queue
from ordino.notes.queries import attended_by, mentions_of
from ordino.office.engine import office_engine
from ordino.office.lists import window_of
from ordino.office.people import actor_of, page
from ordino.orders.queries import hold_queue

_ROWS = 30


@require_safe
@page()
def mine(request: HttpRequest) -> HttpResponse:
    """Orders of the one who asks, what they watch, their holds and exceptions, and notes that mention them."""
    engine = office_engine()
    person = actor_of(request).name
    with engine.reader() as reader:
        mentions = mentions_of(reader, person, window_of(request, _ROWS))
        context = {
            "orders": attended_by(reader, person),
            "holds": hold_queue(reader, owner=person, limit=_ROWS),
            "exceptions": exception_queue(reader, now=engine.clock(), owner=person, limit=_ROWS),
            "mentions": mentions[:_ROWS],
            "next": mentions[_ROWS - 1].id if len(mentions) > _ROWS else None,
        }
    return render(request, "mine/page.html", context)
