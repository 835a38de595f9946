"""Offer something else instead of the newest revision: other goods, quantities, prices, discount or day."""

from collections.abc import Sequence
from datetime import timedelta

from msgspec import structs

from ordino.catalog.queries import search_skus, skus_by_code
from ordino.engine import Completed
from ordino.kernel.messages import Command
from ordino.kernel.money import major_text
from ordino.kernel.problems import InvalidInput
from ordino.office.actions import Action, Field, Line, Subject, Sum, Table, when_permitted
from ordino.office.engine import office_engine
from ordino.office.forms import Form, NotUnderstood
from ordino.office.new_order.sheet import Sheet, SheetLine, discounts_of, ordered_line
from ordino.office.quotes.booked import Offer, quote_booked
from ordino.office.templatetags.ordino import amount, price
from ordino.office.texts import _, units
from ordino.orders.rows import OrderedDiscount, OrderedLine
from ordino.quotes.commands import QuoteResult, ReviseQuote
from ordino.quotes.events import QuoteRevised

_FOUND = 8
_VALID_DAYS = 30
_MOST_UNITS = 99_999


def _revise(subject: Subject, form: Form) -> Command:
    newest, wanted = subject.view.newest, [line for line in Sheet(form.fields()).lines() if line.quantity != "0"]
    if not wanted:
        raise NotUnderstood(InvalidInput(field="sku-1", reason=_("Say what is offered.")))
    with office_engine().reader() as reader:
        skus = skus_by_code(reader, [line.sku for line in wanted])
    order = structs.replace(
        newest.order,
        lines=tuple(ordered_line(line, skus.get(line.sku)) for line in wanted),
        discounts=discounts_of(form, subject.currency),
    )
    return ReviseQuote(
        quote_id=subject.key, revision=form.number("version"), order=order, valid_until=form.day("valid_until")
    )


def _wanted(subject: Subject, form: Form) -> Table:
    """A row for each line of the offer as it was typed, at first as it stands, and an empty one for a further."""
    typed = Sheet(form.fields()).lines()
    wanted = typed or [_as_it_stands(at, line) for at, line in enumerate(subject.view.newest.order.lines, 1)]
    with office_engine().reader() as reader:
        known = skus_by_code(reader, [line.sku for line in wanted])
        found = {
            line.sku: [one.code for one in search_skus(reader, line.sku, limit=_FOUND)]
            for line in wanted
            if line.sku not in known
        }
    rows = [
        _row(line, known[line.sku].name if line.sku in known else "", found.get(line.sku, []))
        for line in (*wanted, SheetLine(len(wanted) + 1, "", "1", ""))
    ]
    return Table(_("What is offered"), (_("SKU"), _("Price, else that of the list"), _("Units")), tuple(rows))


def _as_it_stands(position: int, line: OrderedLine) -> SheetLine:
    agreed = "" if line.unit_price is None else f"{line.unit_price.normalize():f}"
    return SheetLine(position, line.sku, str(line.quantity), agreed)


def _row(line: SheetLine, name: str, codes: Sequence[str]) -> Line:
    at, number = line.position, {"number": line.position}
    sku = Field(f"sku-{at}", _("SKU, row %(number)s") % number, "suggest", False, line.sku, tuple(codes))
    agreed = Field(f"price-{at}", _("Price of a unit, row %(number)s") % number, required=False, value=line.price)
    quantity = Field(
        f"quantity-{at}", _("Units, row %(number)s") % number, "units", value=line.quantity, most=_MOST_UNITS
    )
    return Line(name, "", (sku, agreed, quantity))


def _fields(view: Offer) -> list[Field]:
    today, until = office_engine().clock().date(), view.newest.valid_until
    later = until if until > today else today + timedelta(days=_VALID_DAYS)
    discount = next(iter(view.newest.order.discounts), None)
    typed = "" if discount is None else _typed_discount(discount, view.newest.currency)
    label = "" if discount is None else discount.label
    return [
        Field("discount", _("Discount: 10 % or an amount"), required=False, value=typed),
        Field("discount_label", _("What the discount is for"), required=False, value=label),
        Field("valid_until", _("Valid until"), "date", value=later.isoformat()),
    ]


def _typed_discount(discount: OrderedDiscount, currency: str) -> str:
    if discount.percent is not None:
        return f"{discount.percent.normalize():f} %"
    return "" if discount.amount_minor is None else major_text(discount.amount_minor, currency)


def _sums(subject: Subject, outcome: Completed) -> Sequence[Sum]:
    """Each line at its price, and what the offer came to before and comes to now."""
    assert isinstance(outcome.result, QuoteResult)
    revised = next((one.event for one in outcome.events if isinstance(one.event, QuoteRevised)), None)
    currency, before = outcome.result.currency, subject.view.newest.total_minor
    rows = [
        Sum(
            _("%(what)s × %(units)s") % {"what": line.description or line.sku, "units": units(line.quantity)},
            "" if line.unit_price is None else _("at %(price)s each") % {"price": price(line.unit_price, currency)},
            "",
        )
        for line in (revised.order.lines if revised is not None else ())
    ]
    was = _("before %(total)s") % {"total": amount(before, currency)}
    return [*rows, Sum(_("Total"), was, amount(outcome.result.total_minor, currency), total=True)]


REVISE = Action(
    "revise",
    _("Revise"),
    "pencil",
    ReviseQuote,
    _revise,
    when_permitted(ReviseQuote),
    _fields,
    quote_booked,
    table=_wanted,
    sums=_sums,
)
