"""People and their roles. They are invited by mail, or a password is made here, shown once, and kept by Django only."""

import secrets

from django.conf import settings
from django.contrib.auth.models import User
from django.http import HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, render
from django.views.decorators.http import require_http_methods

from ordino.access.commands import RegisterPerson
from ordino.access.queries import people as everybody
from ordino.kernel.messages import Refused
from ordino.kernel.problems import Problem
from ordino.office.engine import office_engine
from ordino.office.people import actor_of, page
from ordino.office.roles import ROLES, said_permissions
from ordino.office.signin.invitations import invite, pending_invitations, revoke_invitation

_PASSWORD_BYTES = 12


@require_http_methods(["GET", "HEAD", "POST"])
@page("access.register_person")
def people(request: HttpRequest) -> HttpResponse:
    """Everybody with their roles; a POST lets somebody in or changes them, invites them again, or revokes an invitation."""
    problem, password, invited = None, "", ""
    if request.method == "POST":
        problem = _invitation_again(request) if request.POST.get("do") in ("invite", "revoke") else _registered(request)
        if problem is None and request.POST.get("password") == "new":
            password = _new_password(request.POST["name"])
        elif problem is None and "invite" in (request.POST.get("password"), request.POST.get("do")):
            problem = invite(request, _user(request), request.POST.get("language", ""))
            invited = "" if problem else _user(request).email
    with office_engine().reader() as reader:
        rows = everybody(reader)
    context = {
        "rows": rows,
        "roles": [(role, said_permissions(permissions)) for role, permissions in ROLES.items()],
        "problem": problem,
        "password": password,
        "invited": invited,
        "pending": pending_invitations(),
        "languages": settings.LANGUAGES,
        "name": request.POST.get("name", ""),
        "typed": request.POST if problem else {},
        "picked": request.POST.getlist("role") if problem else [],
    }
    return render(request, "settings/people.html", context)


def _registered(request: HttpRequest) -> Problem | None:
    command = RegisterPerson(
        name=request.POST.get("name", "").strip(),
        email=request.POST.get("email", "").strip(),
        roles=tuple(role for role in request.POST.getlist("role") if role in ROLES),
        active=request.POST.get("active") == "yes",
    )
    (outcome,) = office_engine().execute([command], actor=actor_of(request))
    return outcome.problem if isinstance(outcome, Refused) else None


def _invitation_again(request: HttpRequest) -> Problem | None:
    """Nothing yet for another link; a revoked invitation lets its person in no more."""
    if request.POST["do"] != "revoke":
        return None
    command = RegisterPerson(name=request.POST.get("name", "").strip(), active=False)
    (outcome,) = office_engine().execute([command], actor=actor_of(request))
    if isinstance(outcome, Refused):
        return outcome.problem
    revoke_invitation(_user(request))
    return None


def _user(request: HttpRequest) -> User:
    return get_object_or_404(User, username=request.POST.get("name", "").strip())


def _new_password(name: str) -> str:
    """A password that nobody has had before; whoever was signed in with the old one is signed out by it."""
    password = secrets.token_urlsafe(_PASSWORD_BYTES)
    user = User.objects.get(username=name.strip())
    user.set_password(password)
    user.save(update_fields=["password"])
    return password
