"""What stands on pick lists, return slips and quotes: in the words of whoever reads them."""

from collections.abc import Mapping, Sequence
from datetime import date, datetime

from babel.dates import format_date
from django.utils import timezone

from ordino.adapters.documents.sheet import Sheet, SheetColumn, SheetPair
from ordino.billing.views import MerchantView
from ordino.catalog.rows import FoundSku
from ordino.delivery.views import ParcelLabel
from ordino.fulfillment.queries import OpenWalk
from ordino.office.new_order.figures import Figures
from ordino.office.pick_bench.walk import Stop
from ordino.office.templatetags.ordino import amount, moment, price
from ordino.office.texts import _, babel_locale, in_words, units
from ordino.orders.rows import OrderedLine
from ordino.quotes.queries import RevisionView
from ordino.returns.views import ReturnView

RETURN_CODE = "RET-"


def pick_list_sheet(walk: OpenWalk, stops: Sequence[Stop], language: str) -> Sheet:
    """What is left to take, in walking order, with a box to tick."""
    return Sheet(
        language=language,
        title=str(_("Pick list")),
        number=str(_("walk %(number)s") % {"number": walk.id}),
        facts=_pairs(
            (_("Location"), walk.location),
            (_("Begun"), moment(walk.opened_at)),
            (_("Orders"), str(walk.orders)),
            (_("Units to take"), str(sum(stop.left for stop in stops))),
        ),
        columns=(
            SheetColumn(str(_("Bin"))),
            SheetColumn(str(_("Item")), wide=True),
            SheetColumn("SKU"),
            SheetColumn(str(_("For order"))),
            SheetColumn(str(_("Units")), number=True),
            SheetColumn("✓"),
        ),
        rows=tuple((stop.bin, stop.name, stop.sku, _orders(stop), str(stop.left), "☐") for stop in stops),
    )


def _orders(stop: Stop) -> str:
    return ", ".join(
        f"{part.order_id} × {part.quantity}" if part.quantity > 1 else str(part.order_id) for part in stop.parts
    )


def return_slip_sheet(view: ReturnView, parcel: ParcelLabel, language: str) -> Sheet:
    """What the customer lays into the parcel; its bar code opens the return where the parcel arrives."""
    head = view.head
    return Sheet(
        language=language,
        title=str(_("Return slip")),
        number=str(_("return %(number)s") % {"number": head.id}),
        code=f"{RETURN_CODE}{head.id}",
        sender=parcel.sender,
        recipient=parcel.recipient,
        facts=_pairs(
            (_("Order"), str(head.order_id)),
            (_("Asked for"), _day(head.requested_at)),
            (_("Send it by"), _day(head.expected_until)),
            (_("Label number"), head.label_number),
        ),
        columns=(
            SheetColumn(str(_("Item")), wide=True),
            SheetColumn("SKU"),
            SheetColumn(str(_("Reason"))),
            SheetColumn(str(_("Units")), number=True),
        ),
        rows=tuple(
            (line.description or line.sku, line.sku, str(in_words(line.reason)), str(line.expected))
            for line in view.lines
            if line.expected
        ),
        notes=(
            str(_("Lay this slip into the parcel, so that we know at once whose return it is.")),
            str(_("You have told us what comes back; nothing else needs to be written here.")),
        ),
    )


def quote_sheet(
    quote_id: int,
    revision: RevisionView,
    names: Mapping[str, FoundSku],
    reckoned: Figures | None,
    merchant: MerchantView | None,
    language: str,
) -> Sheet:
    """What is offered, what it comes to, and until when; `names` are those of the SKUs."""
    order, currency = revision.order, revision.currency
    total = f"{amount(revision.total_minor, currency)} {currency}"
    return Sheet(
        language=language,
        title=str(_("Quote")),
        number=f"{quote_id}-{revision.number}",
        sender=_merchant_lines(merchant),
        recipient=_buyer_lines(revision),
        facts=_pairs(
            (_("Date"), _day(revision.drafted_at)),
            (_("Valid until"), _day(revision.valid_until)),
            (_("Payment"), str(in_words(order.payment_terms))),
        ),
        columns=(
            SheetColumn(str(_("Item")), wide=True),
            SheetColumn("SKU"),
            SheetColumn(str(_("Units")), number=True),
            SheetColumn(str(_("Price")), number=True),
        ),
        rows=tuple(
            (_name(line, names), line.sku, units(line.quantity), _price(line, currency)) for line in order.lines
        ),
        sums=_pairs(*_parts(reckoned), (_("Total"), total)),
        notes=(
            str(_("The prices hold until the day that is named above.")),
            str(_("Tell us that you accept, and name the number of this quote.")),
        ),
    )


def _name(line: OrderedLine, names: Mapping[str, FoundSku]) -> str:
    return line.description or (names[line.sku].name if line.sku in names else line.sku)


def _price(line: OrderedLine, currency: str) -> str:
    return "" if line.unit_price is None else price(line.unit_price, currency)


def _parts(reckoned: Figures | None) -> list[tuple[str, str]]:
    """How the total comes about, where it can still be reckoned."""
    if reckoned is None:
        return []
    inside = [reckoned.tax_inside] if reckoned.tax_inside is not None else []
    return [(part.word, amount(part.minor, reckoned.currency)) for part in (*reckoned.parts, *inside)]


def _buyer_lines(revision: RevisionView) -> tuple[str, ...]:
    to = revision.order.ship_to
    if to is None:
        return (revision.customer_name,)
    city = f"{to.postal_code} {to.city}".strip()
    lines = (to.company, to.recipient or revision.customer_name, to.street, city, to.country)
    return tuple(line for line in lines if line)


def _merchant_lines(merchant: MerchantView | None) -> tuple[str, ...]:
    if merchant is None:
        return ()
    at = merchant.postal_address()
    city = f"{at.postal_code} {at.city}".strip()
    return tuple(line for line in (merchant.name, at.street, city, merchant.email, merchant.phone) if line)


def _day(when: datetime | date) -> str:
    day = timezone.localtime(when).date() if isinstance(when, datetime) else when
    return str(format_date(day, "long", locale=babel_locale()))


def _pairs(*pairs: tuple[str, str]) -> tuple[SheetPair, ...]:
    return tuple(SheetPair(str(label), str(text)) for label, text in pairs if text)
