"""What may be done with a shipment: label, hand over, say what became of it."""

from typing import get_args

from ordino.delivery.commands import (
    Bucket,
    ConfirmDelivery,
    Decided,
    HandOverShipment,
    LabelShipment,
    Proof,
    ReceiveReturnedShipment,
    ReportLost,
    ReturnToSender,
    SettleLostShipment,
    ShipmentResult,
    VoidShipment,
)
from ordino.delivery.views import ShipmentView
from ordino.kernel.messages import Command
from ordino.office.actions import Action, Booked, Field, Subject, by_name, form, when_permitted
from ordino.office.forms import Form
from ordino.office.texts import _, in_words


def _label(subject: Subject, form: Form) -> Command:
    return LabelShipment(shipment_id=subject.key, tracking_number=form.text("tracking_number"))


def _hand_over(subject: Subject, form: Form) -> Command:
    return HandOverShipment(shipment_id=subject.key)


def _void(subject: Subject, form: Form) -> Command:
    return VoidShipment(shipment_id=subject.key, reason=form.text("reason"))


def _confirm(subject: Subject, form: Form) -> Command:
    how = form.text("how")
    return ConfirmDelivery(shipment_id=subject.key, how=how, signed_by=form.text("signed_by"))  # type: ignore[arg-type]


def _lost(subject: Subject, form: Form) -> Command:
    return ReportLost(shipment_id=subject.key, reason=form.text("reason"))


def _back(subject: Subject, form: Form) -> Command:
    return ReturnToSender(shipment_id=subject.key, reason=form.text("reason"))


def _settle(subject: Subject, form: Form) -> Command:
    decision = form.text("decision")
    return SettleLostShipment(shipment_id=subject.key, decision=decision, note=form.text("note"))  # type: ignore[arg-type]


def _receive(subject: Subject, form: Form) -> Command:
    return ReceiveReturnedShipment(shipment_id=subject.key, bucket=form.text("bucket"))  # type: ignore[arg-type]


def _booked(view: ShipmentView, result: ShipmentResult) -> list[Booked]:
    before = view.shipment
    return [
        Booked(_("Shipment"), in_words(before.state), in_words(result.state)),
        Booked(_("Tracking number"), before.tracking_number or _("none"), result.tracking_number or _("none")),
    ]


_REASON = Field("reason", _("Reason"))
_PROOF = (
    Field("how", _("How it arrived"), value="left", choices=get_args(Proof)),
    Field("signed_by", _("Signed by"), required=False),
)
_NUMBER = Field("tracking_number", _("Tracking number of a label bought elsewhere"), required=False)
_BUCKET = Field("bucket", _("Into"), value="quality", choices=get_args(Bucket))
_DECISION = Field("decision", _("What becomes of it"), value="refund", choices=get_args(Decided))
SHIPMENT_ACTIONS = by_name(
    Action("label", _("Label"), "tag", LabelShipment, _label, when_permitted(LabelShipment), form(_NUMBER), _booked),
    Action(
        "hand-over",
        _("Hand over"),
        "truck",
        HandOverShipment,
        _hand_over,
        when_permitted(HandOverShipment),
        booked=_booked,
    ),
    Action(
        "deliver",
        _("Confirm delivery"),
        "check",
        ConfirmDelivery,
        _confirm,
        when_permitted(ConfirmDelivery),
        form(*_PROOF),
        _booked,
    ),
    Action(
        "receive",
        _("Receive back"),
        "box",
        ReceiveReturnedShipment,
        _receive,
        when_permitted(ReceiveReturnedShipment),
        form(_BUCKET),
        _booked,
    ),
    Action(
        "send-back",
        _("Back to sender"),
        "arrow-back-up",
        ReturnToSender,
        _back,
        when_permitted(ReturnToSender),
        form(_REASON),
        _booked,
        stops=True,
    ),
    Action(
        "lost",
        _("Report lost"),
        "alert-triangle",
        ReportLost,
        _lost,
        when_permitted(ReportLost),
        form(_REASON),
        _booked,
        stops=True,
    ),
    Action(
        "settle",
        _("Settle the loss"),
        "arrow-back-up",
        SettleLostShipment,
        _settle,
        lambda view: SettleLostShipment.kind() in view.permitted and not view.shipment.settled,
        form(_DECISION, Field("note", _("What was agreed"), required=False)),
        _booked,
    ),
    Action(
        "void", _("Void"), "x", VoidShipment, _void, when_permitted(VoidShipment), form(_REASON), _booked, stops=True
    ),
)
