"""What a person prefers: a language and a time zone, on a page of their own, and in force on every page."""

from collections.abc import Callable
from zoneinfo import ZoneInfo, available_timezones

from django.conf import settings
from django.contrib.auth.decorators import login_required
from django.contrib.auth.models import User
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.utils import timezone, translation
from django.views.decorators.http import require_http_methods

from ordino.office.signin.models import Preferences

View = Callable[[HttpRequest], HttpResponse]
_REGIONS = ("Africa", "America", "Asia", "Atlantic", "Australia", "Europe", "Indian", "Pacific")


def time_zones() -> list[str]:
    """The zones that people know by a city, and UTC."""
    return ["UTC", *sorted(name for name in available_timezones() if name.startswith(tuple(f"{r}/" for r in _REGIONS)))]


@require_http_methods(["GET", "HEAD", "POST"])
@login_required
def preferences(request: HttpRequest) -> HttpResponse:
    """Show and keep the language and the time zone of the person."""
    user = request.user
    assert isinstance(user, User)
    languages, zones = dict(settings.LANGUAGES), time_zones()
    if request.method == "POST":
        language, zone = request.POST.get("language", ""), request.POST.get("time_zone", "")
        kept = {"language": language if language in languages else "", "time_zone": zone if zone in zones else ""}
        Preferences.objects.update_or_create(user=user, defaults=kept)
        return redirect("preferences")
    now = Preferences.objects.filter(user=user).first() or Preferences()
    return render(request, "signin/preferences.html", {"kept": now, "languages": settings.LANGUAGES, "zones": zones})


def personal(get_response: View) -> View:
    """Answer each request in the language and the time zone of who asks; strangers in those of their browser and UTC."""

    def respond(request: HttpRequest) -> HttpResponse:
        user = request.user
        kept = Preferences.objects.filter(user=user.pk).first() if user.is_authenticated else None
        language = (kept and kept.language) or translation.get_language_from_request(request)
        with translation.override(language), timezone.override(ZoneInfo((kept and kept.time_zone) or "UTC")):
            request.LANGUAGE_CODE = language
            response = get_response(request)
            response.headers.setdefault("Content-Language", language)
        return response

    return respond
