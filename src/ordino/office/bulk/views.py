"""The drawer of an action on many rows."""

from urllib.parse import urlsplit

from django.contrib.auth.models import User
from django.core.exceptions import PermissionDenied
from django.http import Http404, HttpRequest, HttpResponse, QueryDict
from django.shortcuts import render
from django.views.decorators.http import require_http_methods, require_POST

from ordino.kernel.messages import Command
from ordino.kernel.problems import Problem
from ordino.office.bulk.actions import LISTS, Bulk
from ordino.office.bulk.runs import RowResult, action_of, advance, begin, results_of
from ordino.office.engine import office_engine
from ordino.office.forms import Form, NotUnderstood
from ordino.office.models import BulkRun
from ordino.office.orders.filters import wanted_orders
from ordino.office.people import actor_of, page
from ordino.orders.queries import list_orders

MOST_ROWS = 500
_PREVIEWED = 100


@require_POST
@page()
def bulk(request: HttpRequest, kind: str, name: str) -> HttpResponse:
    """Shows row by row what would be booked; a POST with `submit` begins to book it, and the drawer goes on by itself."""
    found = next((one for one in LISTS[kind].actions if one.name == name), None) if kind in LISTS else None
    if found is None:
        raise Http404(f"There is no action {name} on many {kind}.")
    actor = actor_of(request)
    if not actor.may(found.command.permission()):
        raise PermissionDenied
    keys = _keys(request, kind)
    form = Form({name: str(value) for name, value in request.POST.items()})
    commands = _commands(found, keys, form)
    if "submit" in form and isinstance(commands, list) and commands:
        assert isinstance(request.user, User)
        begun = begin(request.user, kind, found, form, keys, _back(request))
        return _progress(request, advance(begun.id, actor))
    results: list[RowResult] = []
    if isinstance(commands, list) and commands:
        first = commands[:_PREVIEWED]
        results = results_of(keys[:_PREVIEWED], office_engine().preview(first, actor=actor))
    refused = sum(bool(row.title) for row in results)
    context = {
        "list": LISTS[kind],
        "action": found,
        "fields": [(field, form.text(field.name) or field.value) for field in found.fields],
        "keys": keys,
        "counted": LISTS[kind].counted(len(keys)),
        "results": results,
        "refused": refused,
        "able": len(keys) - refused,
        "further": max(0, len(keys) - _PREVIEWED),
        "problem": commands if isinstance(commands, Problem) and ("submit" in form or "preview" in form) else None,
    }
    return render(request, "bulk/drawer.html", context)


@require_http_methods(["GET", "HEAD", "POST"])
@page()
def bulk_run(request: HttpRequest, run_id: int) -> HttpResponse:
    """How far an action on many rows is, for who began it; a POST carries out its next piece."""
    assert isinstance(request.user, User)
    run = BulkRun.objects.filter(id=run_id, owner=request.user).first()
    if run is None:
        raise Http404(f"There is no run {run_id} of yours.")
    if request.method == "POST":
        run = advance(run.id, actor_of(request))
    return _progress(request, run)


def _progress(request: HttpRequest, run: BulkRun) -> HttpResponse:
    results = [RowResult(*row) for row in run.results]
    refused = sum(bool(row.title) for row in results)
    context = {
        "run": run,
        "list": LISTS[run.kind],
        "action": action_of(run),
        "counted": LISTS[run.kind].counted(len(run.keys)),
        "results": results,
        "refused": refused,
        "able": len(results) - refused,
        "all_rows": len(run.keys),
    }
    return render(request, "bulk/run.html", context)


def _keys(request: HttpRequest, kind: str) -> list[int]:
    """The rows that were picked, or every order that the list's filters find, 500 at most."""
    if kind == "orders" and "every" in request.POST:
        wanted = wanted_orders(QueryDict(request.POST["every"]))
        with office_engine().reader() as reader:
            return [row.id for row in list_orders(reader, wanted, limit=MOST_ROWS)]
    picked = [text for text in request.POST.getlist("pick") if text.isascii() and text.isdigit() and len(text) < 19]
    return list(dict.fromkeys(int(text) for text in picked))[:MOST_ROWS]


def _commands(found: Bulk, keys: list[int], form: Form) -> list[Command] | Problem | None:
    """One command a row; None while something that is needed is not filled in."""
    if any(field.required and not form.text(field.name) for field in found.fields):
        return None
    try:
        return [found.build(key, form) for key in keys]
    except NotUnderstood as wrong:
        return wrong.problem


def _back(request: HttpRequest) -> str:
    """The list that was looked at, as a path on this site."""
    parts = urlsplit(request.headers.get("HX-Current-URL", "/"))
    path = "/" + parts.path.lstrip("/")
    return f"{path}?{parts.query}" if parts.query else path
