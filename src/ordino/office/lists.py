"""What every list has in common: its columns with their words, which of them are shown, and from which end it is read.

The first column of a list names the row and is always shown. A column that `sorts` is the one the pages follow each other by.
"""

from collections.abc import Mapping
from typing import NamedTuple

from django.contrib.auth.models import AbstractUser
from django.http import HttpRequest

from ordino.engine import Window
from ordino.office.cursors import number_or
from ordino.office.models import HiddenColumns
from ordino.office.texts import _

_OLDEST = "oldest"
_CHOSEN = "_ordino_hidden_columns"


class Column(NamedTuple):
    """A column: its name in addresses, its word, whether it stands at the right, whether the list can be turned by it,
    and whether a tablet, which has no room for all of them, does without it.
    """

    name: str
    word: str
    right: bool = False
    sorts: bool = False
    spare: bool = False


COLUMNS: Mapping[str, tuple[Column, ...]] = {
    "orders": (
        Column("order", _("Order")),
        Column("placed", _("Placed"), sorts=True),
        Column("customer", _("Customer")),
        Column("needs", _("Needs")),
        Column("fulfillment", _("Fulfillment")),
        Column("payment", _("Payment")),
        Column("invoice", _("Invoice"), spare=True),
        Column("return", _("Return"), spare=True),
        Column("total", _("Total"), right=True),
    ),
    "shipments": (
        Column("number", _("Number"), sorts=True),
        Column("order", _("Order")),
        Column("from", _("From")),
        Column("carrier", _("Carrier and tracking")),
        Column("status", _("Status")),
        Column("parcels", _("Parcels"), right=True, spare=True),
        Column("weight", _("Weight"), right=True, spare=True),
        Column("promised", _("Promised")),
        Column("cost", _("Cost"), right=True),
    ),
    "returns": (
        Column("number", _("Number"), sorts=True),
        Column("order", _("Order")),
        Column("customer", _("Customer")),
        Column("status", _("Status")),
        Column("asked", _("Asked for")),
        Column("expected", _("Expected until")),
        Column("units", _("Units"), right=True),
        Column("received", _("Received"), right=True),
        Column("refunded", _("Given back"), right=True),
    ),
    "customers": (
        Column("number", _("Number"), sorts=True),
        Column("name", _("Name")),
        Column("kind", _("Kind")),
        Column("email", _("E-mail")),
        Column("phone", _("Phone")),
        Column("terms", _("Terms")),
        Column("since", _("Since")),
    ),
    "holds": (
        Column("order", _("Order")),
        Column("reason", _("Reason")),
        Column("detail", _("Detail")),
        Column("customer", _("Customer")),
        Column("owner", _("Owner"), spare=True),
        Column("since", _("Since"), spare=True),
        Column("due", _("Due")),
        Column("total", _("Total"), right=True),
    ),
    "exceptions": (
        Column("what", _("What")),
        Column("order", _("Order")),
        Column("detail", _("Detail and next step")),
        Column("owner", _("Owner"), spare=True),
        Column("due", _("Due")),
        Column("amount", _("Amount"), right=True, spare=True),
    ),
    "stock": (
        Column("sku", _("SKU")),
        Column("location", _("Location")),
        Column("on_hand", _("On hand"), right=True),
        Column("reserved", _("Reserved"), right=True),
        Column("allocated", _("Allocated"), right=True),
        Column("unavailable", _("Unavailable"), right=True),
        Column("safety", _("Safety stock"), right=True),
        Column("available", _("Available"), right=True),
    ),
}


def is_oldest_first(request: HttpRequest) -> bool:
    """Whether the list is read from its old end."""
    return request.GET.get("sort") == _OLDEST


def window_of(request: HttpRequest, rows: int) -> Window:
    """The rows of a page of a list by key that the address asks for, and one more, which shows whether another page follows."""
    before = request.GET.get("before", "")
    return Window(rows + 1, number_or(before, 0) or None, is_oldest_first(request))


def turned(request: HttpRequest) -> str:
    """The address of the list read from its other end, from its first page."""
    parameters = request.GET.copy()
    for name in ("sort", "before", "after"):
        parameters.pop(name, None)
    if not is_oldest_first(request):
        parameters["sort"] = _OLDEST
    return f"?{parameters.urlencode()}"


def hidden_columns(request: HttpRequest, page: str) -> frozenset[str]:
    """The names of the columns that are not shown: as the address says (a saved view does), else as the person chose."""
    said = request.GET["hide"] if "hide" in request.GET else _chosen(request).get(page, "")
    return frozenset(said.split(",")) & {column.name for column in COLUMNS[page][1:]}


def _chosen(request: HttpRequest) -> dict[str, str]:
    """What the person hides on each page; read once a request, since the head, the rows and the choice of a list all ask."""
    chosen: dict[str, str] | None = getattr(request, _CHOSEN, None)
    if chosen is None:
        assert isinstance(request.user, AbstractUser)
        chosen = dict(HiddenColumns.objects.filter(owner=request.user).values_list("page", "names"))
        setattr(request, _CHOSEN, chosen)
    return chosen
