"""The queue of suspected orders, and the verdict about one."""

from collections.abc import Callable
from typing import NamedTuple

from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import render
from django.urls import reverse
from django.views.decorators.http import require_http_methods, require_safe

from ordino.fraud.commands import Reviewed, ReviewFraud
from ordino.fraud.lifecycle import ASSESSMENT
from ordino.fraud.queries import AssessmentView, assessment_of, review_queue, rule_results
from ordino.fraud.rows import Verdict
from ordino.kernel.messages import Command
from ordino.office.actions import Action, Booked, Field, Subject, by_name, drawer, form, when_permitted
from ordino.office.engine import office_engine
from ordino.office.forms import Form
from ordino.office.people import actor_of, page
from ordino.office.texts import _, in_words

_ROWS = 100


class Suspicion(NamedTuple):
    """An assessment and the commands that its state permits."""

    assessment: AssessmentView
    permitted: tuple[str, ...]


def _review(verdict: Verdict) -> Callable[[Subject, Form], Command]:
    return lambda subject, form: ReviewFraud(order_id=subject.key, verdict=verdict, note=form.text("note"))


def _booked(view: Suspicion, result: Reviewed) -> list[Booked]:
    return [Booked(_("Verdict"), in_words(view.assessment.verdict or "none"), in_words(result.verdict))]


_NOTE = Field("note", _("Why"))
REVIEWS = by_name(
    Action(
        "accept",
        _("Accept"),
        "check",
        ReviewFraud,
        _review("accept"),
        when_permitted(ReviewFraud),
        form(_NOTE),
        _booked,
        of_a_part=True,
    ),
    Action(
        "reject",
        _("Reject"),
        "x",
        ReviewFraud,
        _review("reject"),
        when_permitted(ReviewFraud),
        form(_NOTE),
        _booked,
        stops=True,
        of_a_part=True,
    ),
)


@require_safe
@page()
def fraud(request: HttpRequest) -> HttpResponse:
    """Orders that wait for a verdict, the highest score first, each with its reasons."""
    with office_engine().reader() as reader:
        rows = review_queue(reader, limit=_ROWS)
        rules = rule_results(reader)
    actor = actor_of(request)
    actions = [one for one in REVIEWS.values() if actor.may(one.command.permission())]
    return render(request, "fraud/page.html", {"rows": rows, "rules": rules, "actions": actions})


@require_http_methods(["GET", "HEAD", "POST"])
@page()
def fraud_action(request: HttpRequest, order_id: int, name: str) -> HttpResponse:
    """The drawer of a verdict."""
    found = REVIEWS.get(name)
    if found is None:
        raise Http404(f"There is no action {name}.")
    with office_engine().reader() as reader:
        view = assessment_of(reader, order_id)
    if view is None:
        raise Http404(f"Order {order_id} was never assessed.")
    suspicion = Suspicion(view, ASSESSMENT.permitted(view.state))
    return drawer(
        request, found, Subject(order_id, _("order %(number)s") % {"number": order_id}, reverse("fraud"), suspicion)
    )
