"""The settings: an overview, a page for each section, and its form in the drawer."""

from typing import Any

from django.core.exceptions import PermissionDenied
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import render
from django.urls import reverse
from django.views.decorators.http import require_http_methods, require_safe

from ordino.engine import Actor
from ordino.office.actions import Subject, drawer
from ordino.office.engine import office_engine
from ordino.office.lists import window_of
from ordino.office.people import actor_of, page
from ordino.office.settings.fraud_section import FRAUD_SECTION
from ordino.office.settings.house_sections import HOUSE_SECTIONS
from ordino.office.settings.message_section import MESSAGE_SECTION
from ordino.office.settings.network_sections import NETWORK_SECTIONS
from ordino.office.settings.policy_sections import POLICY_SECTIONS
from ordino.office.settings.rows import trail
from ordino.office.settings.sections import Section
from ordino.office.settings.sourcing_section import SOURCING_SECTION
from ordino.office.texts import _
from ordino.webhooks.commands import CreateWebhook

_ALL = (*NETWORK_SECTIONS, SOURCING_SECTION, *POLICY_SECTIONS, FRAUD_SECTION, *HOUSE_SECTIONS, MESSAGE_SECTION)
SECTIONS = {section.name: section for section in _ALL}
_ROWS = 50


@require_safe
@page("office.settings")
def settings(request: HttpRequest) -> HttpResponse:
    """Every section that this person may change."""
    actor = actor_of(request)
    sections = [section for section in SECTIONS.values() if actor.may(section.command.permission())]
    context = {"sections": sections, "may_let_in": may_let_in(actor)}
    context["may_hook"] = actor.may(CreateWebhook.permission())
    return render(request, "settings/page.html", context)


@require_safe
@page("office.settings")
def section(request: HttpRequest, name: str) -> HttpResponse:
    """The rows of a section."""
    found = _section(request, name)
    with office_engine().reader() as reader:
        rows = [(found.key(row), found.cells(row)) for row in found.read(reader)]
    return render(request, "settings/section.html", {"section": found, "rows": rows})


@require_http_methods(["GET", "HEAD", "POST"])
@page("office.settings")
def section_action(request: HttpRequest, name: str) -> HttpResponse:
    """The drawer of a row, or of a new one."""
    found = _section(request, name)
    key = request.GET.get("key", "")
    row: Any = None
    if key:
        with office_engine().reader() as reader:
            row = next((row for row in found.read(reader) if found.key(row) == key), None)
        if row is None:
            raise Http404(f"There is no {key}.")
    here = reverse("settings-section", args=[name])
    return drawer(request, found.action(), Subject(0, key or _("new"), here, row))


@require_safe
@page("office.audit")
def trail_page(request: HttpRequest) -> HttpResponse:
    """Who did what, the newest first."""
    actor, kind = (request.GET.get(name, "").strip() for name in ("actor", "kind"))
    with office_engine().reader() as reader:
        rows = trail(reader, window_of(request, _ROWS), actor=actor or None, kind=kind or None)
    following = rows[_ROWS - 1].id if len(rows) > _ROWS else None
    context = {"rows": rows[:_ROWS], "actor": actor, "kind": kind, "next": following}
    return render(request, "settings/trail.html", context)


def may_let_in(actor: Actor) -> bool:
    """Whether this person lets others and programs in."""
    return actor.may("access.register_person")


def _section(request: HttpRequest, name: str) -> Section:
    found = SECTIONS.get(name)
    if found is None:
        raise Http404(f"There is no section {name}.")
    if not actor_of(request).may(found.command.permission()):
        raise PermissionDenied
    return found
