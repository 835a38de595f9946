"""The queue of exceptions, and what may be done with one."""

from datetime import datetime
from typing import NamedTuple

from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import render
from django.urls import reverse
from django.views.decorators.http import require_http_methods, require_safe

from ordino.exceptions.commands import AssignException, ExceptionResult, ResolveException
from ordino.exceptions.lifecycle import EXCEPTION
from ordino.exceptions.queries import EARLIEST, ExceptionView, count_exceptions, exception_queue, show_exception
from ordino.kernel.messages import Command, Record
from ordino.office.actions import Action, Booked, Field, Subject, by_name, drawer, form, when_permitted
from ordino.office.bulk.actions import bulks
from ordino.office.cursors import from_text, to_text
from ordino.office.engine import office_engine
from ordino.office.exporting import all_pages, exported, wants_export
from ordino.office.forms import Form
from ordino.office.insight.drawings import AGES, said_age
from ordino.office.people import actor_of, page
from ordino.office.texts import _, in_words

_ROWS = 50
_EXPORTED = 1000


class _Cursor(Record, frozen=True):
    """The last row of a page."""

    due_at: datetime
    id: int


class Case(NamedTuple):
    """An exception and the commands that its state permits."""

    exception: ExceptionView
    permitted: tuple[str, ...]


def _assign(subject: Subject, form: Form) -> Command:
    return AssignException(exception_id=subject.key, owner=form.text("owner"))


def _resolve(subject: Subject, form: Form) -> Command:
    return ResolveException(exception_id=subject.key, note=form.text("note"))


def _booked(view: Case, result: ExceptionResult) -> list[Booked]:
    return [Booked(_("Exception"), in_words(view.exception.state), in_words(result.state))]


EXCEPTION_ACTIONS = by_name(
    Action(
        "assign",
        _("Assign"),
        "user-plus",
        AssignException,
        _assign,
        when_permitted(AssignException),
        form(Field("owner", _("To whom"))),
        _booked,
        of_a_part=True,
    ),
    Action(
        "resolve",
        _("Resolve"),
        "check",
        ResolveException,
        _resolve,
        when_permitted(ResolveException),
        form(Field("note", _("What was done"))),
        _booked,
        of_a_part=True,
    ),
)


@require_safe
@page()
def exceptions(request: HttpRequest) -> HttpResponse:
    """Work that is not resolved, of one kind or all, what is due first at the head."""
    kind, owner, asked = (request.GET.get(name, "") for name in ("kind", "owner", "age"))
    age = next((one for one in AGES if str(one.days) == asked), None)
    after = from_text(request.GET.get("after", ""), _Cursor(EARLIEST, 0))
    engine = office_engine()
    now = engine.clock()
    with engine.reader() as reader:
        if wants_export(request):
            every = all_pages(
                lambda last: exception_queue(
                    reader,
                    now=now,
                    kind=kind or None,
                    owner=owner or None,
                    age=age,
                    after=(EARLIEST, 0) if last is None else (last.due_at, last.id),
                    limit=_EXPORTED,
                )
            )
            return exported(request, "exceptions", every)
        counts = count_exceptions(reader, now=now)
        rows = exception_queue(
            reader,
            now=now,
            kind=kind or None,
            owner=owner or None,
            age=age,
            after=(after.due_at, after.id),
            limit=_ROWS + 1,
        )
    actor, last = actor_of(request), rows[_ROWS - 1] if len(rows) > _ROWS else None
    context = {
        "counts": counts,
        "rows": rows[:_ROWS],
        "bulks": bulks("exceptions", actor),
        "kind": kind,
        "owner": owner,
        "age": age,
        "age_words": said_age(age) if age else "",
        "actions": [one for one in EXCEPTION_ACTIONS.values() if actor.may(one.command.permission())],
        "next": "" if last is None else to_text(_Cursor(last.due_at, last.id)),
    }
    return render(request, "exceptions/page.html", context)


@require_http_methods(["GET", "HEAD", "POST"])
@page()
def exception_action(request: HttpRequest, exception_id: int, name: str) -> HttpResponse:
    """The drawer of an action on an exception."""
    found = EXCEPTION_ACTIONS.get(name)
    if found is None:
        raise Http404(f"There is no action {name}.")
    with office_engine().reader() as reader:
        view = show_exception(reader, exception_id)
    if view is None:
        raise Http404(f"There is no exception {exception_id}.")
    case = Case(view, EXCEPTION.permitted(view.state))
    return drawer(
        request,
        found,
        Subject(exception_id, _("exception %(number)s") % {"number": exception_id}, reverse("exceptions"), case),
    )
