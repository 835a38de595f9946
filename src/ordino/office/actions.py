"""One way of working: choose, preview, submit. An action builds its command; the drawer shows what it would book."""

from collections.abc import Callable, Mapping, Sequence
from typing import Any, NamedTuple

from django.http import HttpRequest, HttpResponse
from django.shortcuts import render

from ordino.engine import Actor, Completed, Outcome, Replayed
from ordino.kernel.messages import Command, Event, Refused
from ordino.kernel.problems import InvalidInput, Problem, VersionConflict
from ordino.office.engine import office_engine
from ordino.office.forms import Form, NotUnderstood
from ordino.office.happenings import Fact, facts_of, newest, since
from ordino.office.people import actor_of
from ordino.orders.events import OrderChanged
from ordino.orders.views import Happening
from ordino.payments.events import RefundProposed, RefundRequested


class Card(NamedTuple):
    """One of a few ways that are weighed against each other: its value, its word, and what speaks for it."""

    value: str
    word: str
    detail: str = ""


class Field(NamedTuple):
    """A field of an action's form; with `choices` or `cards` one of them is chosen, `value` stands there at first.

    The kind `units` is a number from 0 to `most` with buttons for one less and one more; `check` is on or off; `serials` are
    serial numbers, one a line; an `area` is text of several lines, `most` of them shown; a `decimal` is typed as the reader's
    language writes it; `suggest` offers its choices as words, `codes` as they are; of the kind `none` there is nothing.
    """

    name: str
    word: str
    kind: str = "text"
    required: bool = True
    value: str = ""
    choices: tuple[str, ...] = ()
    cards: tuple[Card, ...] = ()
    most: int = 0


class Line(NamedTuple):
    """Something of which units are chosen: its name, what is said of it, and its fields, one a column."""

    name: str
    detail: str
    fields: tuple[Field, ...]


class Table(NamedTuple):
    """What can be chosen, line by line: its word, and what the columns after the first are called."""

    word: str
    columns: tuple[str, ...]
    lines: tuple[Line, ...]


class Scanned(NamedTuple):
    """What the fields hold after a scan, or why it was not taken."""

    values: Mapping[str, str]
    problem: Problem | None = None


class Sum(NamedTuple):
    """A row of how an amount comes about: what it is, how it is reckoned, and the amount as it is written."""

    word: str
    how: str
    amount: str
    total: bool = False


class Following(NamedTuple):
    """What would stand in the journal: the event, its facts, and the amount that it is about."""

    event: str
    icon: str
    facts: list[Fact]
    amount: str = ""


class Booked(NamedTuple):
    """A figure before and after."""

    word: str
    before: str
    after: str


class Reading(NamedTuple):
    """Something as somebody would read it: who, its subject and its text."""

    word: str
    subject: str
    text: str


class Subject(NamedTuple):
    """What is acted on: its number, how it is called, the address of its page, and what is known of it.

    `detail` says more of it, `status` is its axis and where it stands.
    """

    key: int
    name: str
    page: str
    view: Any
    currency: str = ""
    version: int | None = None
    timeline: Sequence[Happening] = ()
    detail: str = ""
    status: tuple[str, str] = ("", "")


class Action(NamedTuple):
    """An action: the word on its button, its command, when it is offered, its form, and which figures its preview shows.

    The functions are given the subject's view; `build` and `booked` the subject and the form, or the command's result.
    `table` says of what units are chosen, `sums` how the amount comes about, `told` what the button says when the result is
    known. An action `of_a_part` has its button beside the part, not in the header. Afterwards the subject's page is shown,
    or the address that `onward` makes of the result. With `scans` for the subject's view, `scan` takes what was scanned
    into the fields. `reading` is what somebody would read of it, shown with the preview. A `rare` one stands in the menu of more.
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
    table: Callable[[Subject, Form], Table | None] = lambda subject, form: None
    sums: Callable[[Subject, Completed], Sequence[Sum]] = lambda subject, outcome: ()
    told: Callable[[Subject, Any], str] | None = None
    scans: Callable[[Any], bool] = lambda view: False
    scan: Callable[[Subject, Form], Scanned] = lambda subject, form: Scanned({})
    reading: Callable[[Subject, Form], Reading | None] = lambda subject, form: None
    rare: bool = False


# By a word in the event's name; the first that is found.
_ICONS = (
    ("CreditNote", "file-invoice"),
    ("Invoice", "file-invoice"),
    ("Refund", "receipt-refund"),
    ("Payment", "credit-card"),
    ("Notification", "mail"),
    ("Hold", "hand-stop"),
    ("Return", "arrow-back-up"),
    ("Order", "list-details"),
    ("Stock", "package"),
    ("Reserv", "package"),
    ("Alloc", "package"),
)
_TOLD_WHEN_PAID = (RefundProposed, RefundRequested)


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
    """The drawer of an action; a POST with `preview` shows what would be booked, one without books it.

    With `live`, as somebody is still choosing, and at first, a refusal only says what is missing.
    """
    posted = request.method == "POST"
    typed = {name: str(value) for name, value in (request.POST if posted else request.GET).items()}
    if "renew" in typed:  # go on from what somebody else made of it: preview what was typed against the version of now
        typed |= {"preview": "1", "version": str(subject.version), "seen": newest(subject.timeline)}
    scanned = Scanned({})
    if "preview" in typed and "live" not in typed and typed.get("scan", "").strip():
        scanned = action.scan(subject, Form(typed))
        typed |= scanned.values
    shown = _Shown(action.fields(subject.view), action.table(subject, Form(typed)), typed, posted=posted)
    if not posted:
        typed = shown.values() | {"preview": "1", "live": "1", "version": str(subject.version)}
    context: dict[str, object] = {
        "action": action,
        "subject": subject,
        "fields": shown.fields(),
        "table": shown.table,
        "rows": shown.rows(),
        "version": typed.get("version") if posted else subject.version,
        "seen": typed.get("seen") or newest(subject.timeline),
        "word": action.word,
        "scans": action.scans(subject.view),
        "taken": bool(typed.get("scan")) and "live" not in typed,
    }
    if not posted and shown.table is None and shown.lacks_something():
        return render(request, "components/drawer.html", context)
    outcome = Refused(scanned.problem) if scanned.problem else _run(request, action, subject, Form(typed))
    if isinstance(outcome, Refused):
        conflict = isinstance(outcome.problem, VersionConflict)
        context["problem"], context["conflict"] = outcome.problem, conflict
        context["quiet"] = "live" in typed and not conflict
        if not posted and isinstance(outcome.problem, InvalidInput):
            context["problem"] = context["quiet"] = None  # nobody has chosen anything yet
        if "seen" in typed and not context["quiet"]:
            context["meanwhile"] = since(subject.timeline, typed.get("seen", ""), subject.currency)
    elif "preview" in typed:
        context |= _previewed(action, subject, outcome)
        context["reading"] = action.reading(subject, Form(typed))
    else:
        return HttpResponse(headers={"HX-Redirect": _next_page(action, subject, outcome)})
    return render(request, "components/drawer.html", context)


class _Shown:
    """The fields of a form, each with what stands in it: what was typed, or what stands there at first."""

    def __init__(self, fields: Sequence[Field], table: Table | None, typed: Mapping[str, str], *, posted: bool) -> None:
        self._fields, self._typed, self._posted = fields, typed, posted
        self.table = table

    def fields(self) -> list[tuple[Field, str]]:
        return [(field, self._value(field)) for field in self._fields]

    def rows(self) -> list[tuple[Line, list[tuple[Field, str]]]]:
        lines = self.table.lines if self.table is not None else ()
        return [(line, [(field, self._value(field)) for field in line.fields]) for line in lines]

    def values(self) -> dict[str, str]:
        """What a form that nobody has touched would say; a box that is not checked says nothing."""
        return {field.name: value for field, value in self._all() if value or field.kind != "check"}

    def lacks_something(self) -> bool:
        return any(field.required and not value for field, value in self._all() if field.kind != "check")

    def _all(self) -> list[tuple[Field, str]]:
        return [*self.fields(), *[pair for _, pairs in self.rows() for pair in pairs]]

    def _value(self, field: Field) -> str:
        unchecked = self._posted and field.kind == "check"
        return self._typed.get(field.name, "" if unchecked else field.value)


def _previewed(action: Action, subject: Subject, outcome: Completed | Replayed) -> dict[str, object]:
    """What the drawer shows of something that could be booked."""
    completed = outcome if isinstance(outcome, Completed) else Completed(outcome.result)
    return {
        "previewed": True,
        "booked": action.booked(subject.view, outcome.result),
        "sums": action.sums(subject, completed),
        "follows": [_following(one.event, subject.currency) for one in completed.events],
        "told_later": any(isinstance(one.event, _TOLD_WHEN_PAID) for one in completed.events),
        "word": action.word if action.told is None else action.told(subject, outcome.result),
    }


def _next_page(action: Action, subject: Subject, outcome: Completed | Replayed) -> str:
    return subject.page if action.onward is None else action.onward(outcome.result)


def _run(request: HttpRequest, action: Action, subject: Subject, form: Form) -> Outcome:
    try:
        command = action.build(subject, form)
    except NotUnderstood as wrong:
        return Refused(wrong.problem)
    run = office_engine().preview if "preview" in form else office_engine().execute
    return run([command], actor=actor_of(request))[0]


def _following(event: Event, currency: str) -> Following:
    """The event in words; an amount of it stands by itself: what is after it, or the first."""
    facts = facts_of(event, currency)
    amounts = [fact for fact in facts if currency and fact.value.endswith(f" {currency}")]
    amount = amounts[1] if isinstance(event, OrderChanged) else next(iter(amounts), None)
    icon = next((icon for words, icon in _ICONS if words in event.kind()), "info-circle")
    others = [fact for fact in facts if fact not in amounts]
    return Following(event.kind(), icon, others, amount.value if amount is not None else "")
