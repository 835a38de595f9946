"""What may be done with many rows at once, list by list. Each is one command a row."""

from collections.abc import Callable, Mapping
from typing import NamedTuple

from django.utils.translation import ngettext

from ordino.delivery.commands import HandOverShipment, LabelShipment
from ordino.engine import Actor
from ordino.exceptions.commands import AssignException, ResolveException
from ordino.fulfillment.commands import PlanFulfillment, RecallFulfillment, ReleaseFulfillment
from ordino.kernel.messages import Command
from ordino.office.actions import Field
from ordino.office.forms import Form
from ordino.office.texts import _
from ordino.orders.commands import CancelOrder, HoldOrder, PrioritizeOrder, ReleaseHolds


class Bulk(NamedTuple):
    """An action on rows that are named by their keys."""

    name: str
    word: str
    icon: str
    command: type[Command]
    build: Callable[[int, Form], Command]
    fields: tuple[Field, ...] = ()
    stops: bool = False


class BulkList(NamedTuple):
    """A list whose rows can be selected: what one row and so many of them are called, the name of its page, and the actions."""

    one: str
    counted: Callable[[int], str]
    page: str
    actions: tuple[Bulk, ...]


_REASON = Field("reason", _("Reason"))
LISTS: Mapping[str, BulkList] = {
    "orders": BulkList(
        _("order"),
        lambda rows: ngettext("%(rows)s order", "%(rows)s orders", rows) % {"rows": rows},
        "order",
        (
            Bulk(
                "release",
                _("Release"),
                "player-play",
                PlanFulfillment,
                lambda key, form: PlanFulfillment(order_id=key, release=True),
            ),
            Bulk(
                "prioritize",
                _("Prioritize"),
                "arrow-up",
                PrioritizeOrder,
                lambda key, form: PrioritizeOrder(order_id=key, priority=form.number("priority")),
                (Field("priority", _("Priority, the higher the sooner"), "number"),),
            ),
            Bulk(
                "hold",
                _("Hold"),
                "hand-stop",
                HoldOrder,
                lambda key, form: HoldOrder(order_id=key, reason=form.text("reason"), detail=form.text("detail")),
                (_REASON, Field("detail", _("Detail"), required=False)),
            ),
            Bulk(
                "release-holds",
                _("Release holds"),
                "check",
                ReleaseHolds,
                lambda key, form: ReleaseHolds(order_id=key, reason=form.text("reason"), note=form.text("note")),
                (Field("reason", _("Holds of this reason")), Field("note", _("Note: why they may go on"))),
            ),
            Bulk(
                "cancel",
                _("Cancel"),
                "x",
                CancelOrder,
                lambda key, form: CancelOrder(order_id=key, reason=form.text("reason")),
                (_REASON,),
                stops=True,
            ),
        ),
    ),
    "fulfillment": BulkList(
        _("fulfillment order"),
        lambda rows: ngettext("%(rows)s fulfillment order", "%(rows)s fulfillment orders", rows) % {"rows": rows},
        "fulfillment-order",
        (
            Bulk(
                "release",
                _("Release"),
                "player-play",
                ReleaseFulfillment,
                lambda key, form: ReleaseFulfillment(fulfillment_order_id=key),
            ),
            Bulk(
                "recall",
                _("Recall"),
                "arrow-back-up",
                RecallFulfillment,
                lambda key, form: RecallFulfillment(fulfillment_order_id=key, reason=form.text("reason")),
                (_REASON,),
                stops=True,
            ),
        ),
    ),
    "shipments": BulkList(
        _("shipment"),
        lambda rows: ngettext("%(rows)s shipment", "%(rows)s shipments", rows) % {"rows": rows},
        "shipment",
        (
            Bulk("label", _("Label"), "tag", LabelShipment, lambda key, form: LabelShipment(shipment_id=key)),
            Bulk(
                "hand-over",
                _("Hand over"),
                "truck",
                HandOverShipment,
                lambda key, form: HandOverShipment(shipment_id=key),
            ),
        ),
    ),
    "exceptions": BulkList(
        _("exception"),
        lambda rows: ngettext("%(rows)s exception", "%(rows)s exceptions", rows) % {"rows": rows},
        "",
        (
            Bulk(
                "assign",
                _("Assign"),
                "user-plus",
                AssignException,
                lambda key, form: AssignException(exception_id=key, owner=form.text("owner")),
                (Field("owner", _("To whom")),),
            ),
            Bulk(
                "resolve",
                _("Resolve"),
                "check",
                ResolveException,
                lambda key, form: ResolveException(exception_id=key, note=form.text("note")),
                (Field("note", _("What was done")),),
            ),
        ),
    ),
}


def bulks(kind: str, actor: Actor) -> list[Bulk]:
    """What this person may do with many rows of a list."""
    return [one for one in LISTS[kind].actions if actor.may(one.command.permission())]
