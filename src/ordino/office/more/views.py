"""All screens on one page."""

from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.views.decorators.http import require_safe

from ordino.office.people import page


@require_safe
@page()
def more(request: HttpRequest) -> HttpResponse:
    """The whole menu, for screens too small to show it."""
    return render(request, "more/page.html")
