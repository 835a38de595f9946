"""Webhooks: who is told of what happens, and what became of each message. A secret is shown once, on the page that answers."""

from typing import NamedTuple

from django.conf import settings
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import render
from django.urls import reverse
from django.views.decorators.http import require_http_methods

from ordino.engine import Reader
from ordino.kernel.messages import Command, Refused
from ordino.kernel.problems import Problem
from ordino.network.queries import list_channels
from ordino.office.actions import Action, Booked, Field, Subject, by_name, drawer, form, offered, when_permitted
from ordino.office.engine import office_engine
from ordino.office.forms import Form, NotUnderstood
from ordino.office.lists import window_of
from ordino.office.people import actor_of, page
from ordino.office.texts import _, in_words
from ordino.webhooks.commands import (
    ChangeWebhook,
    CreateWebhook,
    EndWebhook,
    PauseWebhook,
    ReplayWebhook,
    ResendWebhookMessages,
    ResumeWebhook,
    RotateWebhookSecret,
    WebhookCommand,
    WebhookResult,
)
from ordino.webhooks.facts import told_kinds
from ordino.webhooks.lifecycle import MESSAGE_STATES, WEBHOOK
from ordino.webhooks.queries import show_webhook, webhook_messages, webhooks
from ordino.webhooks.rows import WebhookView
from ordino.webhooks.secret import Secret, make_secret, new_salt

_ROWS = 50


class Receiver(NamedTuple):
    """A webhook and the commands that its state permits."""

    webhook: WebhookView
    permitted: tuple[str, ...]


def _change(subject: Subject, form: Form) -> Command:
    kinds = tuple(form.text("event_types").replace(",", " ").split())
    return ChangeWebhook(webhook_id=subject.key, url=form.text("url"), event_types=kinds)


def _change_form(view: Receiver) -> list[Field]:
    told = ", ".join(view.webhook.event_types)
    return [
        Field("url", _("Address"), "url", value=view.webhook.url),
        Field("event_types", _("Events, with commas between; empty for all"), required=False, value=told),
    ]


def _replay(subject: Subject, form: Form) -> Command:
    return ReplayWebhook(webhook_id=subject.key, after_position=form.number("after_position"))


def _resend(subject: Subject, form: Form) -> Command:
    return ResendWebhookMessages(webhook_id=subject.key)


def _pause(subject: Subject, form: Form) -> Command:
    return PauseWebhook(webhook_id=subject.key, reason=form.text("reason"))


def _resume(subject: Subject, form: Form) -> Command:
    return ResumeWebhook(webhook_id=subject.key)


def _end(subject: Subject, form: Form) -> Command:
    return EndWebhook(webhook_id=subject.key, reason=form.text("reason"))


def _state(view: Receiver, result: WebhookResult) -> list[Booked]:
    return [Booked(_("Webhook"), in_words(view.webhook.state), in_words(result.state))]


def _has_set_aside(view: Receiver) -> bool:
    return view.webhook.set_aside > 0 and ResendWebhookMessages.kind() in view.permitted


_REASON = form(Field("reason", _("Reason"), required=False))
WEBHOOK_ACTIONS = by_name(
    Action(
        "resend", _("Try set aside again"), "refresh", ResendWebhookMessages, _resend, _has_set_aside, booked=_state
    ),
    Action("resume", _("Resume"), "player-play", ResumeWebhook, _resume, when_permitted(ResumeWebhook), booked=_state),
    Action(
        "change", _("Change"), "pencil", ChangeWebhook, _change, when_permitted(ChangeWebhook), _change_form, _state
    ),
    Action(
        "replay",
        _("Replay"),
        "arrow-back-up",
        ReplayWebhook,
        _replay,
        when_permitted(ReplayWebhook),
        form(Field("after_position", _("Everything behind this position of the journal"), "number", value="0")),
        _state,
    ),
    Action("pause", _("Pause"), "player-pause", PauseWebhook, _pause, when_permitted(PauseWebhook), _REASON, _state),
    Action("end", _("End"), "x", EndWebhook, _end, when_permitted(EndWebhook), _REASON, _state, stops=True),
)


@require_http_methods(["GET", "HEAD", "POST"])
@page("webhooks.create_webhook")
def webhooks_page(request: HttpRequest) -> HttpResponse:
    """The webhooks there are; a POST creates one."""
    secret, problem = _new_secret(), None
    shown: Secret | None = None
    if request.method == "POST":
        problem = _carried_out(request, _creation(request, secret))
        shown = secret if problem is None else None
    with office_engine().reader() as reader:
        rows, channels = webhooks(reader), list_channels(reader)
    context = {
        "rows": rows,
        "channels": channels,
        "kinds": sorted(told_kinds()),
        "typed": request.POST if problem else {},
        "picked": request.POST.getlist("event_type") if problem else [],
        "shown": shown,
        "problem": problem,
    }
    return render(request, "settings/webhooks.html", context)


@require_http_methods(["GET", "HEAD", "POST"])
@page("webhooks.create_webhook")
def webhook(request: HttpRequest, webhook_id: int) -> HttpResponse:
    """A webhook and its messages, the newest first; a POST gives it another secret."""
    secret, problem = _new_secret(), None
    shown: Secret | None = None
    if request.method == "POST":
        problem = _carried_out(request, RotateWebhookSecret(webhook_id=webhook_id, seal=secret.seal))
        shown = secret if problem is None else None
    state = request.GET.get("state", "") if request.GET.get("state") in MESSAGE_STATES else ""
    with office_engine().reader() as reader:
        receiver = _receiver(reader, webhook_id)
        rows = webhook_messages(reader, webhook_id, state=state or None, window=window_of(request, _ROWS))
    context = {
        "row": receiver.webhook,
        "messages": rows[:_ROWS],
        "next": rows[_ROWS - 1].position if len(rows) > _ROWS else None,
        "states": MESSAGE_STATES,
        "state": state,
        "shown": shown,
        "problem": problem,
        "may_rotate": RotateWebhookSecret.kind() in receiver.permitted,
        "actions": offered(WEBHOOK_ACTIONS, receiver, actor_of(request)),
    }
    return render(request, "settings/webhook.html", context)


@require_http_methods(["GET", "HEAD", "POST"])
@page("webhooks.create_webhook")
def webhook_action(request: HttpRequest, webhook_id: int, name: str) -> HttpResponse:
    """The drawer of an action on a webhook."""
    if name not in WEBHOOK_ACTIONS:
        raise Http404(f"There is no action {name}.")
    with office_engine().reader() as reader:
        receiver = _receiver(reader, webhook_id)
    here = reverse("settings-webhook", args=[webhook_id])
    return drawer(request, WEBHOOK_ACTIONS[name], Subject(webhook_id, receiver.webhook.name, here, receiver))


def _receiver(reader: Reader, webhook_id: int) -> Receiver:
    row = show_webhook(reader, webhook_id)
    if row is None:
        raise Http404(f"There is no webhook {webhook_id}.")
    return Receiver(row, WEBHOOK.permitted(row.state))


def _new_secret() -> Secret:
    return make_secret(settings.SECRET_KEY.encode(), new_salt())


def _creation(request: HttpRequest, secret: Secret) -> WebhookCommand | Problem:
    form = Form({name: str(value) for name, value in request.POST.items()})
    try:
        return CreateWebhook(
            name=form.text("name"),
            url=form.text("url"),
            seal=secret.seal,
            event_types=tuple(request.POST.getlist("event_type")),
            channel_id=form.number_or_none("channel"),
            after_position=0 if "from_the_beginning" in form else None,
        )
    except NotUnderstood as wrong:
        return wrong.problem


def _carried_out(request: HttpRequest, command: WebhookCommand | Problem) -> Problem | None:
    if isinstance(command, Problem):
        return command
    (outcome,) = office_engine().execute([command], actor=actor_of(request))
    return outcome.problem if isinstance(outcome, Refused) else None
