"""What may be done with a return: decide, receive, inspect, refund, exchange, close."""

from ordino.kernel.messages import Command
from ordino.office.actions import Action, Field, Subject, by_name, form, when_permitted
from ordino.office.forms import Form
from ordino.office.returns.goods_actions import INSPECT, RECEIVE, return_state
from ordino.office.returns.money_actions import EXCHANGE, REFUND
from ordino.office.returns.replace_action import REPLACE
from ordino.office.texts import _
from ordino.returns.commands import ApproveReturn, CancelReturn, CloseReturn, DeclineReturn, MarkReturnInTransit


def _approve(subject: Subject, form: Form) -> Command:
    return ApproveReturn(return_id=subject.key, label_number=form.text("label_number"))


def _decline(subject: Subject, form: Form) -> Command:
    return DeclineReturn(return_id=subject.key, reason=form.text("reason"))


def _cancel(subject: Subject, form: Form) -> Command:
    return CancelReturn(return_id=subject.key, reason=form.text("reason"))


def _set_out(subject: Subject, form: Form) -> Command:
    return MarkReturnInTransit(return_id=subject.key, tracking_number=form.text("tracking_number"))


def _close(subject: Subject, form: Form) -> Command:
    return CloseReturn(return_id=subject.key, note=form.text("note"))


_REASON = Field("reason", _("Reason"))
RETURN_ACTIONS = by_name(
    Action(
        "approve",
        _("Approve"),
        "check",
        ApproveReturn,
        _approve,
        when_permitted(ApproveReturn),
        form(Field("label_number", _("Label number"), required=False)),
        return_state,
    ),
    RECEIVE,
    Action(
        "in-transit",
        _("On its way"),
        "truck",
        MarkReturnInTransit,
        _set_out,
        when_permitted(MarkReturnInTransit),
        form(Field("tracking_number", _("Tracking number"), required=False)),
        return_state,
    ),
    INSPECT,
    REFUND,
    EXCHANGE,
    REPLACE,
    Action(
        "close",
        _("Close"),
        "circle-check",
        CloseReturn,
        _close,
        when_permitted(CloseReturn),
        form(Field("note", _("Note"), required=False)),
        return_state,
    ),
    Action(
        "decline",
        _("Decline"),
        "x",
        DeclineReturn,
        _decline,
        when_permitted(DeclineReturn),
        form(_REASON),
        return_state,
        stops=True,
    ),
    Action(
        "cancel",
        _("Cancel return"),
        "x",
        CancelReturn,
        _cancel,
        when_permitted(CancelReturn),
        form(_REASON),
        return_state,
        stops=True,
    ),
)
