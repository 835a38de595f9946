"""What may be done with a return: decide, receive, inspect, refund, close."""

from typing import get_args

from ordino.kernel.messages import Command
from ordino.office.actions import Action, Booked, Field, Subject, by_name, form, when_permitted
from ordino.office.forms import Form
from ordino.office.templatetags.ordino import amount
from ordino.office.texts import _, in_words
from ordino.returns.commands import (
    ApproveReturn,
    CancelReturn,
    CloseReturn,
    DeclineReturn,
    InspectReturn,
    ReceiveReturn,
    RefundReturn,
    ReturnRefund,
    ReturnResult,
)
from ordino.returns.rows import Disposition, InspectedUnits, ReceivedUnits, RefundTo
from ordino.returns.views import ReturnLineView, ReturnView

_ACCEPTED, _NOT_ACCEPTED = "yes", "no"


def _approve(subject: Subject, form: Form) -> Command:
    return ApproveReturn(return_id=subject.key, label_number=form.text("label_number"))


def _decline(subject: Subject, form: Form) -> Command:
    return DeclineReturn(return_id=subject.key, reason=form.text("reason"))


def _cancel(subject: Subject, form: Form) -> Command:
    return CancelReturn(return_id=subject.key, reason=form.text("reason"))


def _receive(subject: Subject, form: Form) -> Command:
    units = form.units("units", [line.line_number for line in subject.view.lines])
    return ReceiveReturn(
        return_id=subject.key,
        location=form.text("location"),
        lines=tuple(ReceivedUnits(line_number=line, quantity=quantity) for line, quantity in units),
    )


def _receive_form(view: ReturnView) -> list[Field]:
    lines = [
        Field(
            f"units-{line.line_number}",
            _("%(what)s: arrived, of %(left)s") % {"what": _name(line), "left": line.expected},
            "number",
            value="0",
        )
        for line in view.lines
        if line.expected
    ]
    return [Field("location", _("Location")), *lines]


def _inspect(subject: Subject, form: Form) -> Command:
    units = form.units("units", [line.line_number for line in subject.view.lines])
    return InspectReturn(
        return_id=subject.key,
        lines=tuple(
            InspectedUnits(
                line_number=line,
                quantity=quantity,
                disposition=form.text("disposition"),  # type: ignore[arg-type]
                accepted=form.text("accepted") == _ACCEPTED,
                condition=form.text("condition"),
            )
            for line, quantity in units
        ),
    )


def _inspect_form(view: ReturnView) -> list[Field]:
    lines = [
        Field(
            f"units-{line.line_number}",
            _("%(what)s: units, of %(left)s") % {"what": _name(line), "left": _uninspected(line)},
            "number",
            value="0",
        )
        for line in view.lines
        if _uninspected(line)
    ]
    return [
        *lines,
        Field("disposition", _("They go to"), value="restock", choices=get_args(Disposition)),
        Field("accepted", _("May be refunded"), value=_ACCEPTED, choices=(_ACCEPTED, _NOT_ACCEPTED)),
        Field("condition", _("Condition"), required=False),
    ]


def _uninspected(line: ReturnLineView) -> int:
    inspected = line.restocked + line.refurbished + line.scrapped + line.to_vendor + line.sent_back
    return line.received - inspected


def _name(line: ReturnLineView) -> str:
    return line.description or line.sku


def _refund(subject: Subject, form: Form) -> Command:
    return RefundReturn(return_id=subject.key, to=form.text("to"))  # type: ignore[arg-type]


def _can_refund(view: ReturnView) -> bool:
    open_units = any(line.accepted > line.refunded + line.replaced for line in view.lines)
    return RefundReturn.kind() in view.permitted and open_units


def _refund_form(view: ReturnView) -> list[Field]:
    return [Field("to", _("Where it goes"), value=view.head.refund_to, choices=get_args(RefundTo))]


def _close(subject: Subject, form: Form) -> Command:
    return CloseReturn(return_id=subject.key, note=form.text("note"))


def _state(view: ReturnView, result: ReturnResult) -> list[Booked]:
    return [Booked(_("Return"), in_words(view.head.state), in_words(result.state))]


def _refunded(view: ReturnView, result: ReturnRefund) -> list[Booked]:
    currency = result.currency
    before = sum(refund.refund_minor for refund in view.refunds)
    return [
        Booked(_("Goods"), "", amount(result.goods_minor, currency)),
        Booked(_("Shipping"), "", amount(result.charges_minor, currency)),
        Booked(_("Fee"), "", amount(-result.fee_minor, currency)),
        Booked(
            _("Given back"), amount(before, currency), f"{amount(before + result.refund_minor, currency)} {currency}"
        ),
    ]


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
        _state,
    ),
    Action(
        "receive",
        _("Receive"),
        "scan",
        ReceiveReturn,
        _receive,
        when_permitted(ReceiveReturn),
        _receive_form,
        _state,
    ),
    Action(
        "inspect",
        _("Inspect"),
        "search",
        InspectReturn,
        _inspect,
        when_permitted(InspectReturn),
        _inspect_form,
        _state,
    ),
    Action("refund", _("Refund"), "receipt-refund", RefundReturn, _refund, _can_refund, _refund_form, _refunded),
    Action(
        "close",
        _("Close"),
        "circle-check",
        CloseReturn,
        _close,
        when_permitted(CloseReturn),
        form(Field("note", _("Note"), required=False)),
        _state,
    ),
    Action(
        "decline",
        _("Decline"),
        "x",
        DeclineReturn,
        _decline,
        when_permitted(DeclineReturn),
        form(_REASON),
        _state,
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
        _state,
        stops=True,
    ),
)
