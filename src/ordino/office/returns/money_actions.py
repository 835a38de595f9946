"""Decide the money of a return: what is refunded and where it goes, or which other goods it pays."""

from collections.abc import Sequence
from typing import cast

from ordino.catalog.queries import search_skus, skus_by_code
from ordino.engine import Completed
from ordino.kernel.messages import Command
from ordino.kernel.problems import InvalidInput
from ordino.office.actions import Action, Booked, Card, Field, Line, Subject, Sum, Table
from ordino.office.engine import office_engine
from ordino.office.forms import Form, NotUnderstood
from ordino.office.new_order.sheet import Sheet, ordered_line
from ordino.office.returns.goods_actions import chosen_units, line_of, units_field
from ordino.office.returns.sums import refund_sums
from ordino.office.templatetags.ordino import amount
from ordino.office.texts import _, in_words
from ordino.orders.events import OrderPlaced
from ordino.returns.commands import ExchangeReturn, RefundReturn, ReturnRefund
from ordino.returns.rows import LineUnits, RefundTo
from ordino.returns.views import ReturnLineView, ReturnView

_AS_AGREED, _GIVE_BACK, _KEEP = "as_agreed", "give_back", "keep"
_SHIPPING = {_GIVE_BACK: True, _KEEP: False}
_FOUND = 8


def _open(line: ReturnLineView) -> int:
    return line.accepted - line.refunded - line.replaced


def _refund(subject: Subject, form: Form) -> Command:
    to = cast(RefundTo, form.text("to"))
    if not any(name.startswith("units-") for name in form.names()):
        return RefundReturn(return_id=subject.key, to=to)
    return RefundReturn(
        return_id=subject.key,
        lines=tuple(LineUnits(*units) for units in chosen_units(subject.view, form)),
        refund_shipping=_SHIPPING.get(form.text("shipping")),
        fee_minor=_fee(subject, form),
        to=to,
    )


def _fee(subject: Subject, form: Form) -> int | None:
    """None where the fee is taken that was agreed."""
    return None if "fee" in form or not subject.view.head.restocking_fee_percent else 0


def _can_refund(view: ReturnView) -> bool:
    return RefundReturn.kind() in view.permitted and any(_open(line) > 0 for line in view.lines)


def _refundable(subject: Subject, form: Form) -> Table:
    lines = [
        line_of(
            line,
            _("%(open)s of %(accepted)s accepted, %(where)s")
            % {"open": _open(line), "accepted": line.accepted, "where": _went_to(line)},
            [units_field(line, _open(line))],
        )
        for line in subject.view.lines
        if _open(line) > 0
    ]
    return Table(_("What is refunded"), (_("Refund"),), tuple(lines))


def _went_to(line: ReturnLineView) -> str:
    went = {
        "restock": line.restocked,
        "refurbish": line.refurbished,
        "scrap": line.scrapped,
        "vendor": line.to_vendor,
        "send_back": line.sent_back,
    }
    return ", ".join(f"{units} {in_words(name)}" for name, units in went.items() if units)


def _terms_fields(view: ReturnView) -> list[Field]:
    percent = view.head.restocking_fee_percent.normalize()
    fee = _("Restocking fee %(percent)s %%, where the merchant is not at fault") % {"percent": f"{percent:f}"}
    fields = [Field("fee", fee, "check", required=False, value="on")] if percent else []
    return [*fields, Field("shipping", _("Shipping"), value=_AS_AGREED, choices=(_AS_AGREED, _GIVE_BACK, _KEEP))]


def _refund_fields(view: ReturnView) -> list[Field]:
    ways = (
        Card("original", _("The way it was paid"), _("in a few days, as the provider does it")),
        Card("store_credit", _("Store credit"), _("at once")),
    )
    return [*_terms_fields(view), Field("to", _("Where it goes"), value=view.head.refund_to, cards=ways)]


def _sums(subject: Subject, outcome: Completed) -> Sequence[Sum]:
    assert isinstance(outcome.result, ReturnRefund)
    return refund_sums(outcome.result, _names(subject.view), subject.currency, _("Refund to the customer"))


def _names(view: ReturnView) -> dict[int, str]:
    return {line.line_number: line.description or line.sku for line in view.lines}


def _given_back(view: ReturnView, result: ReturnRefund) -> list[Booked]:
    before, currency = sum(refund.refund_minor for refund in view.refunds), result.currency
    after = f"{amount(before + result.refund_minor, currency)} {currency}"
    return [Booked(_("Given back"), amount(before, currency), after)]


def _told(subject: Subject, result: ReturnRefund) -> str:
    return _("Refund %(amount)s") % {"amount": f"{amount(result.refund_minor, result.currency)} {result.currency}"}


def _exchange(subject: Subject, form: Form) -> Command:
    wanted = Sheet(form.fields()).lines()
    if not wanted:
        raise NotUnderstood(InvalidInput(field="sku-1", reason=_("Say what the customer gets instead.")))
    with office_engine().reader() as reader:
        skus = skus_by_code(reader, [line.sku for line in wanted])
    return ExchangeReturn(
        return_id=subject.key,
        lines=tuple(ordered_line(line, skus.get(line.sku)) for line in wanted),
        refund_shipping=_SHIPPING.get(form.text("shipping")),
        fee_minor=_fee(subject, form),
    )


def _instead(subject: Subject, form: Form) -> Table:
    """A row for each SKU, and an empty one for a further."""
    wanted = Sheet(form.fields()).lines()
    with office_engine().reader() as reader:
        found = {line.sku: search_skus(reader, line.sku, limit=_FOUND) for line in wanted}
    rows = []
    for position in range(1, len(wanted) + 2):
        sku = wanted[position - 1].sku if position <= len(wanted) else ""
        known = next((one for one in found.get(sku, []) if one.code == sku), None)
        codes = tuple(one.code for one in found.get(sku, []))
        number = {"number": position}
        fields = (
            Field(f"sku-{position}", _("SKU, row %(number)s") % number, "suggest", position == 1, sku, codes),
            Field(f"price-{position}", _("Price of a unit, row %(number)s") % number, required=False),
            Field(f"quantity-{position}", _("Units, row %(number)s") % number, "units", value="1", most=999),
        )
        rows.append(Line(known.name if known is not None else "", "", fields))
    columns = (_("SKU"), _("Price, else that of the list"), _("Units"))
    return Table(_("What the customer gets instead"), columns, tuple(rows))


def _exchange_sums(subject: Subject, outcome: Completed) -> Sequence[Sum]:
    """The credit, what the new order costs, and who owes the difference."""
    assert isinstance(outcome.result, ReturnRefund)
    currency, credit = subject.currency, outcome.result.refund_minor
    rows = refund_sums(outcome.result, _names(subject.view), currency, _("Credit for what came back"))
    placed = next((one.event for one in outcome.events if isinstance(one.event, OrderPlaced)), None)
    if placed is None:
        return rows
    left = credit - placed.total_minor
    word = _("Goes back to the customer") if left >= 0 else _("The customer still owes")
    return [
        *rows,
        Sum(
            _("The new order"),
            _("number %(order)s") % {"order": placed.order_id},
            amount(-placed.total_minor, currency),
        ),
        Sum(word, "", amount(abs(left), currency), total=True),
    ]


REFUND = Action(
    "refund",
    _("Refund"),
    "receipt-refund",
    RefundReturn,
    _refund,
    _can_refund,
    _refund_fields,
    _given_back,
    table=_refundable,
    sums=_sums,
    told=_told,
)
EXCHANGE = Action(
    "exchange",
    _("Exchange"),
    "refresh",
    ExchangeReturn,
    _exchange,
    lambda view: _can_refund(view) and ExchangeReturn.kind() in view.permitted,
    _terms_fields,
    table=_instead,
    sums=_exchange_sums,
)
