"""Keep which columns of a list a person does not want to see."""

from urllib.parse import parse_qsl, urlencode

from django.contrib.auth.models import AbstractUser
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import redirect
from django.urls import reverse
from django.views.decorators.http import require_POST

from ordino.office.lists import COLUMNS
from ordino.office.models import HiddenColumns
from ordino.office.people import page


@require_POST
@page()
def keep_columns(request: HttpRequest) -> HttpResponse:
    """Hide the columns of a list that are not checked, for this person, and show the list again."""
    listed = request.POST.get("page", "")
    if listed not in COLUMNS:
        raise Http404(f"There is no list {listed} whose columns are chosen.")
    assert isinstance(request.user, AbstractUser)
    shown = request.POST.getlist("column")
    names = ",".join(column.name for column in COLUMNS[listed][1:] if column.name not in shown)
    HiddenColumns.objects.update_or_create(owner=request.user, page=listed, defaults={"names": names})
    query = urlencode([pair for pair in parse_qsl(request.POST.get("query", "")) if pair[0] != "hide"])
    return redirect(f"{reverse(listed)}?{query}" if query else reverse(listed))
