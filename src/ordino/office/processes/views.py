"""Processes: how each thing lives, drawn from the table that the commands obey."""

from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import render
from django.views.decorators.http import require_safe

from ordino.office.people import page
from ordino.office.processes.layout import edges_of
from ordino.office.processes.picture import picture
from ordino.office.processes.subjects import groups, subject_named


@require_safe
@page()
def processes(request: HttpRequest) -> HttpResponse:
    """All processes by the work they belong to."""
    return render(request, "processes/page.html", {"groups": groups()})


@require_safe
@page()
def process(request: HttpRequest, process_name: str) -> HttpResponse:
    """One process: its picture, and the same as a table; a state leads to what is in it."""
    subject = subject_named(process_name)
    if subject is None:
        raise Http404(f"There is no process {process_name}.")
    context = {"subject": subject, "picture": picture(subject), "edges": edges_of(subject.lifecycle)}
    return render(request, "processes/process.html", context)
