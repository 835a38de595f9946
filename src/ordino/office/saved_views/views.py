"""Keep a list's filters under a name, and forget them again."""

from urllib.parse import parse_qsl, urlencode

from django.contrib.auth.models import AbstractUser
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import redirect
from django.urls import reverse
from django.views.decorators.http import require_POST

from ordino.office.models import SavedView
from ordino.office.people import page

# The lists that have filters; what is no filter is not kept.
LISTS = ("orders", "holds", "exceptions", "fulfillment", "shipments", "returns", "stock", "customers", "money")
_NO_FILTERS = frozenset({"after", "before", "export", "after_sku", "after_location"})
_LONGEST_NAME = 60


def filters_of(query: str) -> str:
    """The filters of an address, without where in the list it was."""
    return urlencode([(name, value) for name, value in parse_qsl(query) if name not in _NO_FILTERS])


@require_POST
@page()
def save_view(request: HttpRequest) -> HttpResponse:
    """Keep the filters of a list; a name that is known takes the new ones."""
    listed, name = request.POST.get("page", ""), request.POST.get("name", "").strip()[:_LONGEST_NAME]
    if listed not in LISTS:
        raise Http404(f"There is no list {listed}.")
    query = filters_of(request.POST.get("query", ""))
    if name:
        assert isinstance(request.user, AbstractUser)
        kept = {"query": query, "shared": "shared" in request.POST}
        SavedView.objects.update_or_create(owner=request.user, page=listed, name=name, defaults=kept)
    return redirect(f"{reverse(listed)}?{query}" if query else reverse(listed))


@require_POST
@page()
def forget_view(request: HttpRequest, view_id: int) -> HttpResponse:
    """Forget one's own view; another's is not found."""
    assert isinstance(request.user, AbstractUser)
    found = SavedView.objects.filter(id=view_id, owner=request.user).first()
    if found is None:
        raise Http404(f"There is no view {view_id} of yours.")
    found.delete()
    return redirect(found.page)
