"""The menu: the screens there are, and which one is open."""

from typing import NamedTuple

from django.http import HttpRequest
from django.templatetags.static import static
from django.urls import reverse

from ordino.office.people import actor_of, lacks_second_factor
from ordino.office.texts import _


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
    ("home", _("Home"), _("Home"), "home", "", "office.read"),
    ("orders", _("Orders"), _("Orders"), "list-details", "", "office.read"),
    ("holds", _("Holds"), _("Holds"), "hand-stop", "", "office.read"),
    ("exceptions", _("Exceptions"), _("Exceptions"), "alert-triangle", "", "office.read"),
    ("fraud", _("Fraud review"), _("Fraud"), "scale", "", "office.read"),
    ("mine", _("Mine"), _("Mine"), "bookmark", "", "office.read"),
    ("fulfillment", _("Fulfillment"), _("Fulfillment"), "stack-2", _("Warehouse"), "office.read"),
    ("pick", _("Pick"), _("Pick"), "route", "", "fulfillment.record_picks"),
    ("pack", _("Pack"), _("Pack"), "package", "", "fulfillment.pack_package"),
    ("hand-over", _("Hand over"), _("Hand over"), "truck", "", "delivery.hand_over_shipment"),
    ("shipments", _("Shipments"), _("Shipments"), "truck-delivery", "", "office.read"),
    ("returns", _("Returns"), _("Returns"), "arrow-back-up", "", "office.read"),
    ("stock", _("Inventory"), _("Stock"), "building-warehouse", "", "office.read"),
    ("purchasing", _("Purchasing"), _("Purchasing"), "shopping-cart", "", "office.read"),
    ("customers", _("Customers"), _("Customers"), "users", _("Business"), "office.read"),
    ("quotes", _("Quotes"), _("Quotes"), "file-text", "", "office.read"),
    ("money", _("Money"), _("Money"), "report-money", "", "office.read"),
    ("insight", _("Insight"), _("Insight"), "chart-bar", "", "office.read"),
    ("audit", _("Audit"), _("Audit"), "shield-check", _("System"), "office.audit"),
    ("settings", _("Settings"), _("Settings"), "settings", "", "office.settings"),
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
    "purchase-order": "purchasing",
    "supplier": "purchasing",
    "quote": "quotes",
    "gift-cards": "money",
    "invoice": "money",
    "credit-note": "money",
    "settings-webhooks": "settings",
    "settings-webhook": "settings",
    "processes": "insight",
    "process": "insight",
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
