"""API keys: issued, rotated and revoked here; a secret is shown once, on the page that answers."""

from datetime import timedelta

from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.views.decorators.http import require_http_methods

from ordino.access.commands import AccessCommand, ApiKeyResult, IssueApiKey, RevokeApiKey, RotateApiKey
from ordino.access.queries import api_keys
from ordino.access.secret import Secret, new_secret
from ordino.flows.wiring import CONTEXTS
from ordino.kernel.messages import Refused
from ordino.kernel.problems import Problem
from ordino.network.queries import list_channels
from ordino.office.engine import office_engine
from ordino.office.forms import Form, NotUnderstood
from ordino.office.people import actor_of, page

SCOPES = tuple(f"{context}:{way}" for context in (*CONTEXTS, "events") for way in ("read", "write"))


@require_http_methods(["GET", "HEAD", "POST"])
@page("access.issue_api_key")
def keys(request: HttpRequest) -> HttpResponse:
    """The keys there are; a POST issues, rotates or revokes one."""
    secret, problem = new_secret(), None
    shown: Secret | None = None
    if request.method == "POST":
        problem = _carried_out(request, secret)
        shown = secret if problem is None and request.POST.get("do") != "revoke" else None
    engine = office_engine()
    with engine.reader() as reader:
        rows, channels = api_keys(reader), list_channels(reader)
    context = {
        "rows": rows,
        "channels": channels,
        "scopes": SCOPES,
        "typed": request.POST if problem else {},
        "picked": request.POST.getlist("scope") if problem else [],
        "shown": shown,
        "problem": problem,
        "now": engine.clock(),
    }
    return render(request, "settings/keys.html", context)


def _carried_out(request: HttpRequest, secret: Secret) -> Problem | None:
    try:
        command = _command(request, secret)
    except NotUnderstood as wrong:
        return wrong.problem
    (outcome,) = office_engine().execute([command], actor=actor_of(request))
    if isinstance(outcome, Refused):
        return outcome.problem
    assert isinstance(outcome.result, ApiKeyResult)
    return None


def _command(request: HttpRequest, secret: Secret) -> AccessCommand:
    form = Form({name: str(value) for name, value in request.POST.items()})
    if form.text("do") == "revoke":
        return RevokeApiKey(api_key_id=form.number("key"), reason=form.text("reason"))
    if form.text("do") == "rotate":
        return RotateApiKey(api_key_id=form.number("key"), prefix=secret.prefix, secret_hash=secret.hash)
    days = form.number_or_none("days")
    return IssueApiKey(
        name=form.text("name"),
        prefix=secret.prefix,
        secret_hash=secret.hash,
        scopes=tuple(request.POST.getlist("scope")),
        channel_id=form.number_or_none("channel"),
        expires_at=None if days is None else office_engine().clock() + timedelta(days=min(days, 36_500)),
    )
