"""One way of working: choose, preview, submit. An action builds its command; the drawer shows what it would book."""

from collections.abc import Callable, Mapping, Sequence
from typing import Any, NamedTuple

from django.http import HttpRequest, HttpResponse
from django.shortcuts import render

from ordino.engine import Actor, Completed, Outcome, Replayed
from ordino.kernel.messages import Command, Refused
from ordino.kernel.problems import VersionConflict
from ordino.office.engine import office_engine
from ordino.office.forms import Form, NotUnderstood
from ordino.office.happenings import Fact, facts_of, newest, since
from ordino.office.people import actor_of
from ordino.orders.views import Happening


class Field(NamedTuple):
    """A field of an action's form; with `choices` one of them is chosen, `value` stands there at first."""

    name: str
    word: str
    kind: str = "text"
    required: bool = True
    value: str = ""
    choices: tuple[str, ...] = ()


class Booked(NamedTuple):
    """A figure before and after."""

    word: str
    before: str
    after: str


class Subject(NamedTuple):
    """What is acted on: its number, how it is called, the address of its page, and what is known of it."""

    key: int
    name: str
    page: str
    view: Any
    currency: str = ""
    version: int | None = None
    timeline: Sequence[Happening] = ()


class Action(NamedTuple):
    """An action: the word on its button, its command, when it is offered, its form, and which figures its preview shows.

    The functions are given the subject's view; `build` and `booked` the subject and the form, or the command's result.
    An action `of_a_part` has its button beside the part, not in the header. Afterwards the subject's page is shown, or the
    address that `onward` makes of the result.
    """

    name: str
    word: str
    icon: str
    command: type[Command]
    build: Callable[[Subject, Form], Command]
    offered: Callable[[Any], bool]
    fields: Callable[[Any], Sequence[Field]] = lambda view: ()
    booked: Callable[[Any, Any], Sequence[Booked]] = lambda view, result: ()
    stops: bool = False
    of_a_part: bool = False
    onward: Callable[[Any], str] | None = None


def form(*fields: Field) -> Callable[[Any], tuple[Field, ...]]:
    """The same fields whatever is known of the subject."""
    return lambda view: fields


def when_permitted(command: type[Command]) -> Callable[[Any], bool]:
    """Offered where the life cycle permits the command; the view's `permitted` names those that it does."""
    return lambda view: command.kind() in view.permitted


def by_name(*actions: Action) -> Mapping[str, Action]:
    return {action.name: action for action in actions}


def offered(actions: Mapping[str, Action], view: Any, actor: Actor) -> list[Action]:
    """What this person may do now: permitted by the life cycle and by their roles."""
    return [one for one in actions.values() if actor.may(one.command.permission()) and one.offered(view)]


def drawer(request: HttpRequest, action: Action, subject: Subject) -> HttpResponse:
    """The drawer of an action; a POST with `preview` shows what would be booked, one without books it."""
    typed = {name: str(value) for name, value in (request.POST or request.GET).items()}
    if "renew" in typed:  # go on from what somebody else made of it: preview what was typed against the version of now
        typed |= {"preview": "1", "version": str(subject.version), "seen": newest(subject.timeline)}
    context: dict[str, object] = {
        "action": action,
        "subject": subject,
        "fields": [(field, typed.get(field.name, field.value)) for field in action.fields(subject.view)],
        "version": typed.get("version") or subject.version,
        "seen": typed.get("seen") or newest(subject.timeline),
    }
    if request.method == "POST":
        outcome = _run(request, action, subject, Form(typed))
        if isinstance(outcome, Refused):
            context["problem"] = outcome.problem
            if isinstance(outcome.problem, VersionConflict):
                context["meanwhile"] = since(subject.timeline, typed.get("seen", ""), subject.currency)
        elif "preview" in typed:
            context["previewed"] = True
            context["booked"] = action.booked(subject.view, outcome.result)
            context["follows"] = _follows(outcome, subject.currency)
        else:
            return HttpResponse(headers={"HX-Redirect": _next_page(action, subject, outcome)})
    return render(request, "components/drawer.html", context)


def _next_page(action: Action, subject: Subject, outcome: Completed | Replayed) -> str:
    return subject.page if action.onward is None else action.onward(outcome.result)


def _run(request: HttpRequest, action: Action, subject: Subject, form: Form) -> Outcome:
    try:
        command = action.build(subject, form)
    except NotUnderstood as wrong:
        return Refused(wrong.problem)
    run = office_engine().preview if "preview" in form else office_engine().execute
    return run([command], actor=actor_of(request))[0]


def _follows(outcome: Outcome, currency: str) -> list[tuple[str, list[Fact]]]:
    """What would stand in the journal, with what follows in the same transaction."""
    events = outcome.events if isinstance(outcome, Completed) else ()
    return [(one.event.kind(), facts_of(one.event, currency)) for one in events]
