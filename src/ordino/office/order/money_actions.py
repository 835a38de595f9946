"""What may be done about an order's money: record what was received, take what is authorized or give it up, give back."""

from secrets import token_hex

from ordino.kernel.messages import Command
from ordino.kernel.money import major_text
from ordino.office.actions import Action, Booked, Card, Field, Subject, by_name
from ordino.office.forms import Form
from ordino.office.templatetags.ordino import amount
from ordino.office.texts import _
from ordino.orders.views import OrderView
from ordino.payments.commands import CaptureOpenInvoices, OrderPaid, RecordPayment, RefundOrder, VoidPayments
from ordino.payments.queries import permitted_on


def _receive(subject: Subject, form: Form) -> Command:
    return RecordPayment(
        order_id=subject.key,
        amount_minor=form.amount_minor("amount", subject.currency),
        method=form.text("method"),
        reference=form.text("reference"),
    )


def _can_receive(view: OrderView) -> bool:
    return "RecordPayment" in permitted_on(view.order)


def _receipt_form(view: OrderView) -> list[Field]:
    owed = max(0, view.order.balance_minor())
    return [
        Field(
            "amount",
            _("Amount in %(currency)s") % {"currency": view.order.currency},
            value=major_text(owed, view.order.currency),
        ),
        Field("method", _("How"), value="transfer", choices=("transfer", "cash", "cash_on_delivery")),
        Field("reference", _("Reference: the same counts once"), required=False),
    ]


def _refund(subject: Subject, form: Form) -> Command:
    return RefundOrder(
        order_id=subject.key,
        amount_minor=form.amount_minor("amount", subject.currency),
        reason=form.text("reason"),
        reference=form.text("reference"),
        to=form.text("to"),  # type: ignore[arg-type]
    )


def _can_refund(view: OrderView) -> bool:
    return "RefundOrder" in permitted_on(view.order)


def _refund_form(view: OrderView) -> list[Field]:
    order = view.order
    most = major_text(order.captured_minor - order.refunded_minor, order.currency)
    ways = (
        Card("original", _("The way it was paid"), _("up to %(most)s, the net captured") % {"most": most}),
        Card("store_credit", _("Store credit"), _("at once")),
    )
    return [
        Field("amount", _("Amount in %(currency)s, %(most)s at most") % {"currency": order.currency, "most": most}),
        Field("reason", _("Reason"), "suggest", choices=("goodwill", "late", "damaged", "wrong_price")),
        Field("to", _("Where it goes"), value="original", cards=ways),
        Field("reference", "", "hidden", value=f"office/{token_hex(4)}"),
    ]


def _take(subject: Subject, form: Form) -> Command:
    return CaptureOpenInvoices(order_id=subject.key)


def _can_take(view: OrderView) -> bool:
    """Something is invoiced and open, and there is authorized money for it."""
    return "CaptureOpenInvoices" in permitted_on(view.order)


def _give_up(subject: Subject, form: Form) -> Command:
    return VoidPayments(order_id=subject.key)


def _can_give_up(view: OrderView) -> bool:
    return "VoidPayments" in permitted_on(view.order)


def _booked_authorized(view: OrderView, result: OrderPaid) -> list[Booked]:
    currency = view.order.currency
    before, after = view.order.authorized_minor, result.authorized_minor
    authorized = Booked(
        _("Authorized, not captured"), amount(before, currency), f"{amount(after, currency)} {currency}"
    )
    pending = Booked(_("Asked of the gateway"), "", f"{amount(result.pending_minor, currency)} {currency}")
    return [authorized, pending, *_booked(view, result)]


def _booked(view: OrderView, result: OrderPaid) -> list[Booked]:
    before, currency = view.order, view.order.currency
    figures = (
        (_("Captured"), before.captured_minor, result.captured_minor),
        (_("Refunded"), before.refunded_minor, result.refunded_minor),
        (
            _("Customer paid"),
            before.captured_minor - before.refunded_minor,
            result.captured_minor - result.refunded_minor,
        ),
    )
    return [Booked(word, amount(was, currency), f"{amount(now, currency)} {currency}") for word, was, now in figures]


MONEY_ACTIONS = by_name(
    Action(
        "payment", _("Record payment"), "credit-card", RecordPayment, _receive, _can_receive, _receipt_form, _booked
    ),
    Action(
        "take", _("Take what is invoiced"), "report-money", CaptureOpenInvoices, _take, _can_take,
        booked=_booked_authorized, rare=True,
    ),
    Action(
        "give-up", _("Give up authorization"), "x", VoidPayments, _give_up, _can_give_up, booked=_booked_authorized,
        stops=True, rare=True,
    ),
    Action("refund", _("Refund"), "receipt-refund", RefundOrder, _refund, _can_refund, _refund_form, _booked),
)  # fmt: skip
