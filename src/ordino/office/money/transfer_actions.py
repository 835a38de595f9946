"""What may be done with a bank transfer: record it, let what is left pay invoices, say that it was sent back."""

from django.urls import reverse

from ordino.billing.commands import AllocateTransfer, BookedTransfer, RecordTransfer, ReturnTransfer
from ordino.billing.queries import TransferView
from ordino.kernel.messages import Command
from ordino.kernel.money import major_text
from ordino.office.actions import Action, Booked, Field, Subject, by_name, form
from ordino.office.forms import Form
from ordino.office.templatetags.ordino import amount
from ordino.office.texts import _


def _record(subject: Subject, form: Form) -> Command:
    currency = form.text("currency").upper()
    return RecordTransfer(
        customer_id=form.number("customer_id"),
        amount_minor=form.amount_minor("amount", currency),
        currency=currency,
        bank_reference=form.text("bank_reference"),
        text=form.text("text"),
        invoices=_named(form),
    )


def _allocate(subject: Subject, form: Form) -> Command:
    return AllocateTransfer(transfer_id=subject.key, invoices=_named(form))


def _give_back(subject: Subject, form: Form) -> Command:
    sent = form.amount_minor("amount", subject.currency)
    return ReturnTransfer(transfer_id=subject.key, amount_minor=sent, note=form.text("note"))


def _named(form: Form) -> tuple[str, ...]:
    return tuple(form.text("invoices").replace(",", " ").split())


def _give_back_form(view: TransferView) -> list[Field]:
    left = major_text(view.on_account_minor, view.currency)
    amount_field = Field(
        "amount", _("Amount in %(currency)s that was sent back") % {"currency": view.currency}, value=left
    )
    return [amount_field, Field("note", _("Note"), required=False)]


def _booked(view: TransferView | None, result: BookedTransfer) -> list[Booked]:
    currency = result.currency
    orders = [
        Booked(_("Order %(order)s") % {"order": part.order_id}, "", f"{amount(part.amount_minor, currency)} {currency}")
        for part in result.parts
    ]
    before = amount(view.on_account_minor, currency) if view else ""
    left = Booked(
        _("Left on the customer's account"), before, f"{amount(result.on_account_minor, currency)} {currency}"
    )
    return [*orders, left]


def _has_rest(view: TransferView) -> bool:
    return view.on_account_minor > 0


_INVOICES = Field("invoices", _("Invoices it pays; empty for the oldest that are open"), required=False)
RECORD_TRANSFER = Action(
    "record",
    _("Record transfer"),
    "report-money",
    RecordTransfer,
    _record,
    lambda view: True,
    form(
        Field("customer_id", _("Number of the customer"), "number"),
        Field("amount", _("Amount")),
        Field("currency", _("Currency")),
        Field("bank_reference", _("The bank's reference: the same counts once")),
        Field("text", _("Text of the transfer"), required=False),
        _INVOICES,
    ),
    _booked,
)
TRANSFER_ACTIONS = by_name(
    Action(
        "allocate", _("Use the rest"), "check", AllocateTransfer, _allocate, _has_rest, form(_INVOICES), _booked,
        of_a_part=True,
    ),
    Action(
        "return", _("Sent back"), "arrow-back-up", ReturnTransfer, _give_back, _has_rest, _give_back_form, _booked,
        of_a_part=True,
    ),
)  # fmt: skip


def transfers_page() -> str:
    return reverse("money") + "?tab=transfers"
