"""What a message says, as texts in the customer's language: amounts, days and quantities are formatted here, by Babel."""

from collections.abc import Sequence
from datetime import date

from babel.dates import format_date
from babel.numbers import format_currency, format_decimal
from msgspec import structs

from ordino.kernel.messages import Record
from ordino.kernel.money import major
from ordino.kernel.quantity import quantity_text
from ordino.notifications.queries import Letter
from ordino.notifications.rows import NotifiedUnits
from ordino.orders.decide.unit_shares import LineShares
from ordino.orders.rows import PostalAddress
from ordino.orders.views import ChargeView, LineView, OrderView


class Item(Record, frozen=True):
    """Units of a line; `amount` only where the message is about money."""

    quantity: str
    name: str
    sku: str
    amount: str = ""


class Amount(Record, frozen=True):
    label: str
    amount: str


class Delay(Record, frozen=True):
    """Goods that come later; a day that is not known is empty."""

    name: str
    before: str
    after: str


class Content(Record, frozen=True, kw_only=True):
    """Everything a template may say. Empty texts are left out."""

    order: str
    reference: str
    customer: str
    shop: str
    items: tuple[Item, ...] = ()
    discount: str = ""
    charges: tuple[Amount, ...] = ()
    tax: str = ""
    tax_included: bool = True
    total: str = ""
    promised: str = ""
    address: tuple[str, ...] = ()
    carrier: str = ""
    tracking_number: str = ""
    day: str = ""
    delays: tuple[Delay, ...] = ()
    amount: str = ""


def content_of(letter: Letter, view: OrderView) -> Content:
    """The content of a message about an order as it stands."""
    facts, words = letter.facts(), _Words(letter.language, view.order.currency)
    told = facts.units or tuple(NotifiedUnits(line.number, line.ordered - line.canceled) for line in view.lines)
    with_money = letter.occasion == "confirmation"
    lines = {line.number: line for line in view.lines}
    names = {number: _name(line) for number, line in lines.items()}
    content = Content(
        order=str(view.order.id),
        reference=view.order.external_reference or "",
        customer=view.order.customer_name or view.ship_to.recipient,
        shop=letter.sender_name or letter.shop,
        items=tuple(
            words.item(lines[units.line_number], units.quantity, view.order.prices_include_tax, with_money=with_money)
            for units in told
            if units.quantity and units.line_number in lines
        ),
        address=_address(view.ship_to),
        carrier=facts.carrier,
        tracking_number=facts.tracking_number,
        day=words.day(facts.day),
        delays=tuple(
            Delay(names.get(late.line_number, ""), words.day(late.before), words.day(late.after))
            for late in facts.delays
        ),
        amount="" if facts.amount_minor is None else words.money(facts.amount_minor),
    )
    return _with_money(content, view, words) if with_money else content


class _Words:
    """Formats in one language and currency."""

    def __init__(self, language: str, currency: str) -> None:
        self._language = language
        self._currency = currency

    def money(self, amount_minor: int) -> str:
        return format_currency(major(amount_minor, self._currency), self._currency, locale=self._language)

    def day(self, day: date | None) -> str:
        return "" if day is None else format_date(day, "long", locale=self._language)

    def quantity(self, quantity: int, scale: int) -> str:
        text: str = format_decimal(quantity_text(quantity, scale), locale=self._language)
        return text

    def item(self, line: LineView, quantity: int, prices_include_tax: bool, *, with_money: bool) -> Item:
        share = _shares(line).of_units(0, quantity, prices_include_tax=prices_include_tax)
        amount = self.money(share.goods_minor) if with_money else ""
        return Item(self.quantity(quantity, line.quantity_scale), _name(line), line.sku, amount)


def _with_money(content: Content, view: OrderView, words: _Words) -> Content:
    included = view.order.prices_include_tax
    shares = [
        _shares(line).of_units(0, line.ordered - line.canceled, prices_include_tax=included) for line in view.lines
    ]
    charges = [charge for charge in view.charges if not charge.canceled]
    discount = sum(share.discount_minor for share in shares)
    tax = sum(share.tax_minor for share in shares) + sum(charge.tax_minor for charge in charges)
    return structs.replace(
        content,
        discount=words.money(-discount) if discount else "",
        charges=tuple(Amount(label, words.money(amount)) for label, amount in _charges(charges)),
        tax=words.money(tax) if tax else "",
        tax_included=included,
        total=words.money(view.order.total_minor),
        promised=words.day(_promised(view)),
    )


def _shares(line: LineView) -> LineShares:
    return LineShares(line.ordered, line.quantity_scale, line.amount_minor, line.discount_minor, line.tax_minor)


def _charges(charges: Sequence[ChargeView]) -> list[tuple[str, int]]:
    """Each charge once, whatever number of tax rates it carries."""
    sums: dict[tuple[int, str], int] = {}
    for charge in charges:
        key = (charge.charge_number, charge.label)
        sums[key] = sums.get(key, 0) + charge.amount_minor
    return [(label, amount) for (_, label), amount in sums.items()]


def _promised(view: OrderView) -> date | None:
    """The day by which everything will be there; None where a part has no date."""
    days = [promise.deliver_by for promise in view.promises]
    return max(day for day in days if day) if days and all(days) else None


def _name(line: LineView) -> str:
    return line.description or line.sku


def _address(address: PostalAddress) -> tuple[str, ...]:
    place = " ".join(filter(None, (address.postal_code, address.city)))
    lines = (
        address.recipient,
        address.company,
        address.street,
        address.district,
        place,
        address.region,
        address.country,
    )
    return tuple(line for line in lines if line)
