"""Two people on one order see each other: an open page says so every few seconds, and is told who else did."""

from datetime import timedelta

from django.contrib.auth.models import AbstractUser
from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.utils import timezone
from django.views.decorators.http import require_POST

from ordino.office.models import Presence
from ordino.office.people import page

SAID_EVERY_SECONDS = 15
_HERE = timedelta(seconds=3 * SAID_EVERY_SECONDS)


@require_POST
@page()
def here(request: HttpRequest, order_id: int) -> HttpResponse:
    """Say that I have the order open (`changing`: its change sheet); answers who else has."""
    assert isinstance(request.user, AbstractUser)
    now = timezone.now()
    Presence.objects.filter(seen_at__lt=now - _HERE).delete()
    seen = {"seen_at": now, "changing": "changing" in request.GET}
    Presence.objects.update_or_create(order_id=order_id, person=request.user, defaults=seen)
    others = Presence.objects.filter(order_id=order_id).exclude(person=request.user).select_related("person")
    return render(request, "presence/others.html", {"others": others.order_by("person__username")})
