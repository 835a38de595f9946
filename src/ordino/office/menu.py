"""The menu: the screens there are, and which one is open."""

from typing import NamedTuple

from django.http import HttpRequest
from django.templatetags.static import static
from django.urls import reverse


class Entry(NamedTuple):
    """A line of the menu."""

    name: str
    word: str
    short: str
    icon: str
    address: str
    here: bool
    group: str


_ENTRIES = (
    ("home", "Home", "Home", "home", ""),
    ("orders", "Orders", "Orders", "list-details", ""),
    ("holds", "Holds", "Holds", "hand-stop", ""),
    ("stock", "Inventory", "Stock", "building-warehouse", "Warehouse"),
)


def menu(request: HttpRequest) -> dict[str, object]:
    """Context of every template: the menu and the address of the icons."""
    here = request.resolver_match.url_name if request.resolver_match else None
    entries = [
        Entry(name, word, short, icon, reverse(name), here == name or (name == "orders" and here == "order"), group)
        for name, word, short, icon, group in _ENTRIES
    ]
    return {"menu": entries, "sprite": static("office/vendor/icons.svg")}
