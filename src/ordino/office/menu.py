"""The menu: the screens there are, and which one is open."""

from typing import NamedTuple

from django.http import HttpRequest
from django.templatetags.static import static
from django.urls import reverse

from ordino.office.people import actor_of, lacks_second_factor


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
    ("home", "Home", "Home", "home", "", "office.read"),
    ("orders", "Orders", "Orders", "list-details", "", "office.read"),
    ("holds", "Holds", "Holds", "hand-stop", "", "office.read"),
    ("exceptions", "Exceptions", "Exceptions", "alert-triangle", "", "office.read"),
    ("fraud", "Fraud review", "Fraud", "scale", "", "office.read"),
    ("mine", "Mine", "Mine", "bookmark", "", "office.read"),
    ("fulfillment", "Fulfillment", "Fulfillment", "stack-2", "Warehouse", "office.read"),
    ("pick", "Pick", "Pick", "route", "", "fulfillment.record_picks"),
    ("pack", "Pack", "Pack", "package", "", "fulfillment.pack_package"),
    ("hand-over", "Hand over", "Hand over", "truck", "", "delivery.hand_over_shipment"),
    ("shipments", "Shipments", "Shipments", "truck-delivery", "", "office.read"),
    ("returns", "Returns", "Returns", "arrow-back-up", "", "office.read"),
    ("stock", "Inventory", "Stock", "building-warehouse", "", "office.read"),
    ("customers", "Customers", "Customers", "users", "Business", "office.read"),
    ("money", "Money", "Money", "report-money", "", "office.read"),
    ("audit", "Audit", "Audit", "shield-check", "System", "office.audit"),
    ("settings", "Settings", "Settings", "settings", "", "office.settings"),
)
# The pages of one thing belong to the list it stands in.
_LISTS = {
    "settings-people": "settings",
    "settings-keys": "settings",
    "settings-trail": "settings",
    "settings-section": "settings",
    "order": "orders",
    "new-order": "orders",
    "change-order": "orders",
    "fulfillment-order": "fulfillment",
    "shipment": "shipments",
    "return": "returns",
    "customer": "customers",
}


def menu(request: HttpRequest) -> dict[str, object]:
    """Context of every template: the menu of this person and the address of the icons."""
    page = request.resolver_match.url_name if request.resolver_match else None
    here = _LISTS.get(page or "", page)
    actor = actor_of(request) if request.user.is_authenticated else None
    entries = [
        Entry(name, word, short, icon, reverse(name), here == name, group)
        for name, word, short, icon, group, permission in _ENTRIES
        if actor is not None and actor.may(permission)
    ]
    may_place = actor is not None and actor.may("orders.place_order")
    missing = actor is not None and lacks_second_factor(request.user)
    return {
        "may_place": may_place,
        "second_factor_missing": missing,
        "menu": entries,
        "sprite": static("office/vendor/icons.svg"),
    }
