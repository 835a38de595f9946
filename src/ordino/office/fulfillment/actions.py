"""What may be done with a fulfillment order: release, pick, pack, ship, take back."""

from typing import NamedTuple

from ordino.delivery.commands import ShipmentResult, ShipPackages
from ordino.fulfillment.commands import (
    FulfillmentState,
    PackageAccepted,
    PackPackage,
    PickUnits,
    RecallFulfillment,
    RejectFulfillment,
    ReleaseFulfillment,
    UnpackPackage,
)
from ordino.fulfillment.queries import FulfillmentLineView, FulfillmentOrderView, PackageView
from ordino.fulfillment.rows import PackedUnits, PickedUnits
from ordino.kernel.messages import Command
from ordino.office.actions import Action, Booked, Field, Subject, by_name, form, when_permitted
from ordino.office.forms import Form
from ordino.office.templatetags.ordino import amount
from ordino.office.texts import _, in_words, weight


class Job(NamedTuple):
    """A fulfillment order with its lines and packages, and the commands that its state permits."""

    order: FulfillmentOrderView
    lines: list[FulfillmentLineView]
    packages: list[PackageView]
    permitted: tuple[str, ...]

    def to_pick(self) -> list[FulfillmentLineView]:
        return [line for line in self.lines if line.quantity > line.picked]

    def to_pack(self) -> list[FulfillmentLineView]:
        return [line for line in self.lines if line.picked > line.packed]

    def may_leave(self) -> bool:
        return any(package.state == "packed" and package.shipment_id is None for package in self.packages)


def _release(subject: Subject, form: Form) -> Command:
    return ReleaseFulfillment(fulfillment_order_id=subject.key)


def _pick(subject: Subject, form: Form) -> Command:
    lines = [line.line_number for line in subject.view.to_pick()]
    picked, short = dict(form.units("picked", lines)), dict(form.units("short", lines))
    return PickUnits(
        fulfillment_order_id=subject.key,
        lines=tuple(
            PickedUnits(line_number=line, picked=picked.get(line, 0), short=short.get(line, 0))
            for line in lines
            if line in picked or line in short
        ),
    )


def _pick_form(view: Job) -> list[Field]:
    fields = []
    for line in view.to_pick():
        left = str(line.quantity - line.picked)
        where = f"{line.bin or _('no bin')} · {line.sku} {line.name}"
        fields.append(
            Field(
                f"picked-{line.line_number}",
                _("%(what)s: found, of %(left)s") % {"what": where, "left": left},
                "number",
                value=left,
            )
        )
        fields.append(
            Field(f"short-{line.line_number}", _("%(what)s: not there") % {"what": line.sku}, "number", value="0")
        )
    return fields


def _pack(subject: Subject, form: Form) -> Command:
    units = form.units("units", [line.line_number for line in subject.view.to_pack()])
    return PackPackage(
        fulfillment_order_id=subject.key,
        lines=tuple(PackedUnits(line, quantity) for line, quantity in units),
        box=form.text("box") or None,
        weight_grams=form.number_or_none("weight_grams"),
    )


def _pack_form(view: Job) -> list[Field]:
    lines = [
        Field(
            f"units-{line.line_number}",
            _("%(what)s: into the package") % {"what": f"{line.sku} {line.name}"},
            "number",
            value=str(line.picked - line.packed),
        )
        for line in view.to_pack()
    ]
    box = Field("box", _("Box; without it the smallest that holds the units"), required=False)
    return [*lines, box, Field("weight_grams", _("Weight in grams; without it reckoned"), "number", required=False)]


def _unpack(subject: Subject, form: Form) -> Command:
    return UnpackPackage(package_id=form.number("package_id"))


def _unpacked(view: Job, result: PackageAccepted) -> list[Booked]:
    """Its units are picked again, and wait for a box."""
    return [Booked(_("Fulfillment order"), in_words(view.order.state), in_words(result.state))]


def _can_unpack(view: Job) -> bool:
    return any(map(stands_packed, view.packages))


def stands_packed(package: PackageView) -> bool:
    """Whether the package may be taken apart: it is in no shipment."""
    return package.state == "packed" and package.shipment_id is None


def _ship(subject: Subject, form: Form) -> Command:
    return ShipPackages(fulfillment_order_id=subject.key, carrier=form.text("carrier"), service=form.text("service"))


def _reject(subject: Subject, form: Form) -> Command:
    return RejectFulfillment(fulfillment_order_id=subject.key, reason=form.text("reason"))


def _recall(subject: Subject, form: Form) -> Command:
    return RecallFulfillment(fulfillment_order_id=subject.key, reason=form.text("reason"))


def _state(view: Job, result: FulfillmentState) -> list[Booked]:
    return [
        Booked(_("Fulfillment order"), in_words(view.order.state), in_words(result.state)),
        Booked(_("Units to fulfill"), str(view.order.quantity), str(result.quantity)),
    ]


def _packed(view: Job, result: PackageAccepted) -> list[Booked]:
    return [
        Booked(_("Fulfillment order"), in_words(view.order.state), in_words(result.state)),
        Booked(_("Box"), _("none"), result.box or _("none")),
        Booked(_("Weight"), weight(0), weight(result.weight_grams)),
    ]


def _shipped(view: Job, result: ShipmentResult) -> list[Booked]:
    cost = f"{amount(result.cost_minor, result.currency)} {result.currency}" if result.cost_minor is not None else ""
    return [
        Booked(_("Service"), _("none"), f"{result.carrier} {result.service}"),
        Booked(_("Cost"), _("none"), cost or _("not known")),
    ]


_REASON = Field("reason", _("Reason"))
_SERVICE = (
    Field("carrier", _("Carrier; without it the cheapest that keeps the promise"), required=False),
    Field("service", _("Service"), required=False),
)
JOB_ACTIONS = by_name(
    Action(
        "release",
        _("Release"),
        "player-play",
        ReleaseFulfillment,
        _release,
        when_permitted(ReleaseFulfillment),
        booked=_state,
    ),
    Action(
        "pick",
        _("Pick"),
        "barcode",
        PickUnits,
        _pick,
        lambda view: "PickUnits" in view.permitted and bool(view.to_pick()),
        _pick_form,
        _state,
    ),
    Action(
        "pack",
        _("Pack"),
        "package",
        PackPackage,
        _pack,
        lambda view: "PackPackage" in view.permitted and bool(view.to_pack()),
        _pack_form,
        _packed,
    ),
    Action(
        "unpack",
        _("Unpack"),
        "arrow-back-up",
        UnpackPackage,
        _unpack,
        _can_unpack,
        form(Field("package_id", "", "hidden")),
        _unpacked,
        of_a_part=True,
    ),
    Action("ship", _("Ship"), "truck", ShipPackages, _ship, Job.may_leave, form(*_SERVICE), _shipped),
    Action(
        "reject",
        _("Reject"),
        "x",
        RejectFulfillment,
        _reject,
        when_permitted(RejectFulfillment),
        form(_REASON),
        _state,
        stops=True,
    ),
    Action(
        "recall",
        _("Recall"),
        "arrow-back-up",
        RecallFulfillment,
        _recall,
        when_permitted(RecallFulfillment),
        form(_REASON),
        _state,
        stops=True,
    ),
)
