"""What may be done with a purchase order: send it, note the supplier's answer, receive it, match its invoices, end it."""

from typing import get_args

from django.urls import reverse

from ordino.kernel.messages import Command
from ordino.office.actions import Action, Booked, Field, Subject, by_name, form, when_permitted
from ordino.office.forms import Form
from ordino.office.templatetags.ordino import amount
from ordino.office.texts import _, in_words
from ordino.procurement.commands import (
    AcknowledgePurchaseOrder,
    CancelPurchaseOrder,
    ClosePurchaseOrder,
    GoodsReceived,
    PurchaseOrderResult,
    ReceivePurchaseOrder,
    RecordSupplierInvoice,
    SendPurchaseOrder,
    SupplierInvoiceResult,
)
from ordino.procurement.queries import PurchaseLineView, PurchaseOrderView
from ordino.procurement.rows import Answer, ArrivedGoods, InvoicedGoods, LineDate


def _send(subject: Subject, form: Form) -> Command:
    return SendPurchaseOrder(purchase_order_id=subject.key)


def _acknowledge(subject: Subject, form: Form) -> Command:
    dated = [line.number for line in subject.view.lines if form.text(f"date-{line.number}")]
    return AcknowledgePurchaseOrder(
        purchase_order_id=subject.key,
        answer=form.text("answer"),  # type: ignore[arg-type]
        dates=tuple(LineDate(line_number=number, expected_at=form.noon(f"date-{number}")) for number in dated),
        note=form.text("note"),
    )


def _acknowledge_form(view: PurchaseOrderView) -> list[Field]:
    dates = [
        Field(f"date-{line.number}", _("New date of %(sku)s") % {"sku": line.sku}, "date", False) for line in view.lines
    ]
    return [
        Field("answer", _("The supplier's answer"), value="accepted", choices=get_args(Answer)),
        *dates,
        Field("note", _("Note"), required=False),
    ]


def _receive(subject: Subject, form: Form) -> Command:
    return ReceivePurchaseOrder(
        purchase_order_id=subject.key,
        location=subject.view.head.location,
        lines=tuple(
            ArrivedGoods(
                line_number=number,
                quantity=quantity,
                lot=form.text(f"lot-{number}"),
                serials=tuple(form.text(f"serials-{number}").split()),
            )
            for number, quantity in form.units("units", [line.number for line in subject.view.lines])
        ),
        reference=form.text("reference"),
    )


def _receive_form(view: PurchaseOrderView) -> list[Field]:
    fields: list[Field] = []
    for line in view.lines:
        open_units = max(0, line.quantity - line.received_quantity)
        fields += [
            Field(
                f"units-{line.number}",
                _("%(sku)s: arrived, of %(units)s that are missing") % {"sku": line.sku, "units": open_units},
                "number",
                value=str(open_units),
            ),
            Field(f"lot-{line.number}", _("%(sku)s: lot, where it has one") % {"sku": line.sku}, required=False),
            Field(
                f"serials-{line.number}",
                _("%(sku)s: serial numbers, with spaces between") % {"sku": line.sku},
                required=False,
            ),
        ]
    return [*fields, Field("reference", _("Delivery note"), required=False)]


def _close(subject: Subject, form: Form) -> Command:
    return ClosePurchaseOrder(purchase_order_id=subject.key, note=form.text("note"))


def _cancel(subject: Subject, form: Form) -> Command:
    return CancelPurchaseOrder(purchase_order_id=subject.key, reason=form.text("reason"))


def _invoice(subject: Subject, form: Form) -> Command:
    return RecordSupplierInvoice(
        purchase_order_id=subject.key,
        number=form.text("number"),
        invoiced_on=form.day("invoiced_on"),
        lines=tuple(
            InvoicedGoods(line_number=number, quantity=quantity, unit_price=form.decimal(f"price-{number}"))
            for number, quantity in form.units("units", [line.number for line in subject.view.lines])
        ),
    )


def _invoice_form(view: PurchaseOrderView) -> list[Field]:
    fields: list[Field] = []
    for line in view.lines:
        fields += [
            Field(
                f"units-{line.number}",
                _("%(sku)s: units invoiced") % {"sku": line.sku},
                "number",
                value=str(_billable(line)),
            ),
            Field(
                f"price-{line.number}",
                _("%(sku)s: price of one") % {"sku": line.sku},
                value=f"{line.unit_price:.{max(2, -int(line.unit_price.normalize().as_tuple().exponent))}f}",
            ),
        ]
    number = Field("number", _("Number of the invoice"))
    return [number, Field("invoiced_on", _("Invoiced on"), "date"), *fields]


def _billable(line: PurchaseLineView) -> int:
    return max(0, line.received_quantity - line.invoiced_quantity)


def _state(view: PurchaseOrderView, result: PurchaseOrderResult) -> list[Booked]:
    return [Booked(_("Purchase order"), in_words(view.head.state), in_words(result.state))]


def _received(view: PurchaseOrderView, result: GoodsReceived) -> list[Booked]:
    lines = {line.number: line for line in view.lines}
    taken = [
        Booked(
            one.sku,
            str(lines[one.line_number].received_quantity),
            _("%(units)s received, %(refused)s refused")
            % {"units": lines[one.line_number].received_quantity + one.accepted, "refused": one.refused},
        )
        for one in result.lines
    ]
    return [*_state(view, result), *taken]


def _matched(view: PurchaseOrderView, result: SupplierInvoiceResult) -> list[Booked]:
    total = f"{amount(result.total_minor, result.currency)} {result.currency}"
    return [
        Booked(_("Invoice"), "", in_words(result.state)),
        Booked(_("Total, without tax"), "", total),
        Booked(_("Beyond what came at the agreed prices"), "", amount(result.variance_minor, result.currency)),
    ]


PURCHASE_ACTIONS = by_name(
    Action("send", _("Send"), "mail", SendPurchaseOrder, _send, when_permitted(SendPurchaseOrder), booked=_state),
    Action(
        "answer",
        _("Note answer"),
        "message",
        AcknowledgePurchaseOrder,
        _acknowledge,
        when_permitted(AcknowledgePurchaseOrder),
        _acknowledge_form,
        _state,
    ),
    Action(
        "receive",
        _("Receive"),
        "package",
        ReceivePurchaseOrder,
        _receive,
        when_permitted(ReceivePurchaseOrder),
        _receive_form,
        _received,
    ),
    Action(
        "invoice",
        _("Match invoice"),
        "file-invoice",
        RecordSupplierInvoice,
        _invoice,
        when_permitted(RecordSupplierInvoice),
        _invoice_form,
        _matched,
    ),
    Action(
        "close",
        _("Close"),
        "circle-check",
        ClosePurchaseOrder,
        _close,
        when_permitted(ClosePurchaseOrder),
        form(Field("note", _("Note"), required=False)),
        _state,
    ),
    Action(
        "cancel",
        _("Cancel"),
        "x",
        CancelPurchaseOrder,
        _cancel,
        when_permitted(CancelPurchaseOrder),
        form(Field("reason", _("Reason"))),
        _state,
        stops=True,
    ),
)


def purchase_page(result: PurchaseOrderResult) -> str:
    """Where a purchase order is shown."""
    return reverse("purchase-order", args=[result.purchase_order_id])
