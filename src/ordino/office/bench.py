"""What the benches of the warehouse share: a scan is a post, and the last one is the largest text on the screen."""

from collections.abc import Sequence
from typing import NamedTuple

from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render

from ordino.engine import Actor, Completed, Outcome, Reader, Replayed
from ordino.kernel.messages import Command, Refused
from ordino.kernel.problems import Problem
from ordino.network.queries import fulfilling_locations
from ordino.office.engine import office_engine
from ordino.office.sentences import detail_of
from ordino.office.texts import title_of


class Said(NamedTuple):
    """What the bench says to the last scan: how it went, in words that are read from a meter away."""

    meaning: str
    headline: str
    detail: str = ""


def refusal(problem: Problem) -> Said:
    return Said("bad", title_of(problem), detail_of(problem))


def carried_out(command: Command, actor: Actor, token: str) -> Outcome:
    """The outcome of a command under the form's token, so that a scan that is sent twice counts once."""
    return office_engine().execute([command], actor=actor, keys=[f"office/{token}"] if token else None)[0]


def answered(outcome: Outcome, said: Said) -> Said:
    """What is said: the problem in its own words, or what was done."""
    if isinstance(outcome, Refused):
        return refusal(outcome.problem)
    assert isinstance(outcome, Completed | Replayed)
    return said


def bench_location(reader: Reader, request: HttpRequest) -> tuple[str, Sequence[str]]:
    """The location that was chosen, or the first one, and all that fulfill."""
    codes = [row.code for row in fulfilling_locations(reader)]
    chosen = request.GET.get("location", "")
    return (chosen if chosen in codes else next(iter(codes), "")), codes


def bench(request: HttpRequest, folder: str, context: dict[str, object]) -> HttpResponse:
    """The whole bench, or only what a scan changed on it."""
    return render(request, f"{folder}/{'work' if 'HX-Request' in request.headers else 'page'}.html", context)


def go(request: HttpRequest, address: str) -> HttpResponse:
    """On to another page, for a browser with scripts and one without."""
    return HttpResponse(headers={"HX-Redirect": address}) if "HX-Request" in request.headers else redirect(address)
