"""The drawer of an action on many rows."""

from typing import NamedTuple
from urllib.parse import urlsplit

from django.core.exceptions import PermissionDenied
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import render
from django.views.decorators.http import require_POST

from ordino.engine import Outcome
from ordino.kernel.messages import Command, Refused
from ordino.kernel.problems import Problem
from ordino.office.bulk.actions import LISTS, Bulk
from ordino.office.engine import office_engine
from ordino.office.forms import Form, NotUnderstood
from ordino.office.people import actor_of, page

MOST_ROWS = 500


class RowResult(NamedTuple):
    """What became, or would become, of one row; without a problem it is done."""

    key: int
    problem: Problem | None


@require_POST
@page()
def bulk(request: HttpRequest, kind: str, name: str) -> HttpResponse:
    """Shows row by row what would be booked; a POST with `submit` books it and answers row by row."""
    found = next((one for one in LISTS[kind].actions if one.name == name), None) if kind in LISTS else None
    if found is None:
        raise Http404(f"There is no action {name} on many {kind}.")
    actor = actor_of(request)
    if not actor.may(found.command.permission()):
        raise PermissionDenied
    keys = _keys(request)
    form = Form({name: str(value) for name, value in request.POST.items()})
    commands = _commands(found, keys, form)
    submitted = "submit" in form
    results: list[RowResult] = []
    if isinstance(commands, list) and commands:
        run = office_engine().execute if submitted else office_engine().preview
        results = _results(keys, run(commands, actor=actor))
    refused = sum(row.problem is not None for row in results)
    context = {
        "list": LISTS[kind],
        "kind": kind,
        "action": found,
        "fields": [(field, form.text(field.name) or field.value) for field in found.fields],
        "keys": keys,
        "counted": LISTS[kind].counted(len(keys)),
        "results": results,
        "refused": refused,
        "able": len(results) - refused,
        "problem": commands if isinstance(commands, Problem) and (submitted or "preview" in form) else None,
        "done": submitted and bool(results),
        "back": _back(request),
    }
    return render(request, "bulk/drawer.html", context)


def _keys(request: HttpRequest) -> list[int]:
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


def _results(keys: list[int], outcomes: list[Outcome]) -> list[RowResult]:
    return [
        RowResult(key, outcome.problem if isinstance(outcome, Refused) else None)
        for key, outcome in zip(keys, outcomes, strict=True)
    ]


def _back(request: HttpRequest) -> str:
    """The list that was looked at, as a path on this site."""
    parts = urlsplit(request.headers.get("HX-Current-URL", "/"))
    path = "/" + parts.path.lstrip("/")
    return f"{path}?{parts.query}" if parts.query else path
