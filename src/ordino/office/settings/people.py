"""People and their roles. A password is made here, shown once, and kept by Django only."""

import secrets

from django.contrib.auth.models import User
from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.views.decorators.http import require_http_methods

from ordino.access.commands import RegisterPerson
from ordino.access.queries import people as everybody
from ordino.kernel.messages import Refused
from ordino.kernel.problems import Problem
from ordino.office.engine import office_engine
from ordino.office.people import actor_of, page
from ordino.office.roles import ROLES

_PASSWORD_BYTES = 12


@require_http_methods(["GET", "HEAD", "POST"])
@page("access.register_person")
def people(request: HttpRequest) -> HttpResponse:
    """Everybody with their roles; a POST lets somebody in or changes them."""
    problem, password = None, ""
    if request.method == "POST":
        problem = _registered(request)
        if problem is None and request.POST.get("password"):
            password = _new_password(request.POST["name"])
    with office_engine().reader() as reader:
        rows = everybody(reader)
    context = {
        "rows": rows,
        "roles": [(role, ", ".join(sorted(permissions))) for role, permissions in ROLES.items()],
        "problem": problem,
        "password": password,
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


def _new_password(name: str) -> str:
    """A password that nobody has had before; whoever was signed in with the old one is signed out by it."""
    password = secrets.token_urlsafe(_PASSWORD_BYTES)
    user = User.objects.get(username=name.strip())
    user.set_password(password)
    user.save(update_fields=["password"])
    return password
