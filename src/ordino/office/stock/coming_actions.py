"""What may be done about goods on their way to a location: take them in, say when the rest comes, or that it does not."""

from typing import NamedTuple

from ordino.catalog.rows import SkuRow
from ordino.inventory.commands import (
    CancelIncoming,
    CloseIncoming,
    CloseTransfer,
    ReceiveIncoming,
    ReceiveTransfer,
    RescheduleIncoming,
    TransferItem,
)
from ordino.inventory.queries import IncomingView, TransferView
from ordino.kernel.messages import Command
from ordino.office.actions import Action, Field, Subject, by_name, form, when_permitted
from ordino.office.forms import Form
from ordino.office.stock.actions import TRACKED, booked_on_the_way, day_or_none, typed_units, written_serials
from ordino.office.texts import _, units


class Coming(NamedTuple):
    """An expected receipt of a SKU and the commands that its state permits."""

    sku: SkuRow
    row: IncomingView
    permitted: tuple[str, ...]


class OnTheWay(NamedTuple):
    """Units of a SKU in a transfer and the commands that its state permits."""

    sku: SkuRow
    row: TransferView
    permitted: tuple[str, ...]

    def outstanding(self) -> int:
        return self.row.quantity - self.row.received - self.row.lost


def _receive(subject: Subject, form: Form) -> Command:
    return ReceiveIncoming(
        incoming_id=subject.key,
        quantity=typed_units(form, "quantity", subject.view.sku),
        reference=form.text("reference"),
        lot=form.text("lot"),
        lot_expires_on=day_or_none(form, "lot_expires_on"),
        serials=written_serials(form),
    )


def _receive_fields(view: Coming) -> list[Field]:
    left = units(view.row.quantity - view.row.received, view.sku.quantity_scale)
    return [
        Field("quantity", _("Units"), "decimal", value=left),
        *TRACKED,
        Field("lot_expires_on", _("The lot may be used until"), "date", False),
        Field("reference", _("Reference: a document, a call"), required=False),
    ]


def _reschedule(subject: Subject, form: Form) -> Command:
    return RescheduleIncoming(incoming_id=subject.key, expected_at=form.noon("expected_on"))


def _close(subject: Subject, form: Form) -> Command:
    return CloseIncoming(incoming_id=subject.key, reason=form.text("reason"))


def _cancel(subject: Subject, form: Form) -> Command:
    return CancelIncoming(incoming_id=subject.key, reason=form.text("reason"))


def _receive_transfer(subject: Subject, form: Form) -> Command:
    view: OnTheWay = subject.view
    item = TransferItem(view.sku.code, typed_units(form, "quantity", view.sku), form.text("lot"), written_serials(form))
    return ReceiveTransfer(transfer_id=subject.key, items=(item,))


def _receive_transfer_fields(view: OnTheWay) -> list[Field]:
    left = units(view.outstanding(), view.sku.quantity_scale)
    lot, serials = TRACKED
    return [Field("quantity", _("Units"), "decimal", value=left), lot._replace(value=view.row.lot), serials]


def _close_transfer(subject: Subject, form: Form) -> Command:
    return CloseTransfer(transfer_id=subject.key, reason=form.text("reason"))


_REASON = form(Field("reason", _("Reason")))
INCOMING_ACTIONS = by_name(
    Action(
        "receive", _("Take in"), "plus", ReceiveIncoming, _receive, when_permitted(ReceiveIncoming), _receive_fields,
        booked_on_the_way, of_a_part=True,
    ),
    Action(
        "reschedule", _("Another day"), "calendar-event", RescheduleIncoming, _reschedule,
        when_permitted(RescheduleIncoming), form(Field("expected_on", _("Expected on the day"), "date")),
        booked_on_the_way, of_a_part=True,
    ),
    Action(
        "close", _("Nothing more comes"), "check", CloseIncoming, _close,
        lambda view: view.row.received > 0 and when_permitted(CloseIncoming)(view), _REASON, booked_on_the_way,
        stops=True, of_a_part=True,
    ),
    Action(
        "cancel", _("Does not come"), "x", CancelIncoming, _cancel,
        lambda view: view.row.received == 0 and when_permitted(CancelIncoming)(view), _REASON, booked_on_the_way,
        stops=True, of_a_part=True,
    ),
)  # fmt: skip
TRANSFER_ACTIONS = by_name(
    Action(
        "receive", _("Take in"), "plus", ReceiveTransfer, _receive_transfer, when_permitted(ReceiveTransfer),
        _receive_transfer_fields, booked_on_the_way, of_a_part=True,
    ),
    Action(
        "close", _("The rest is lost"), "x", CloseTransfer, _close_transfer, when_permitted(CloseTransfer), _REASON,
        booked_on_the_way, stops=True, of_a_part=True,
    ),
)  # fmt: skip
