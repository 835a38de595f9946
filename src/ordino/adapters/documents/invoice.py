"""Invoices and credit notes on paper: words and formats of their language, set by `invoice.typ`."""

from datetime import UTC, date, datetime, time
from decimal import Decimal

from babel import Locale, UnknownLocaleError
from babel.dates import format_date
from babel.numbers import format_currency, format_decimal, format_percent

from ordino.adapters.documents.invoice_words import WORDS, Words
from ordino.adapters.documents.typst_pdf import render
from ordino.billing.views import DocumentHead, DocumentLineView, DocumentView
from ordino.kernel.messages import Record
from ordino.kernel.money import major
from ordino.kernel.quantity import quantity_text
from ordino.orders.rows import PostalAddress


class PaperLine(Record, frozen=True):
    """A line as it is printed."""

    position: str
    sku: str
    description: str
    discount: str
    quantity: str
    unit_price: str
    rate: str
    amount: str


class PaperTax(Record, frozen=True):
    """A tax group as it is printed."""

    name: str
    net: str
    tax: str
    total: str


class Pair(Record, frozen=True):
    """A label and what it says."""

    label: str
    text: str


class Paper(Record, frozen=True):
    """A document as it is printed; everything is text."""

    language: str
    title: str
    number: str
    seller: str
    seller_lines: tuple[str, ...]
    sender: str
    buyer_lines: tuple[str, ...]
    facts: tuple[Pair, ...]
    headings: tuple[str, ...]
    lines: tuple[PaperLine, ...]
    tax_headings: tuple[str, ...]
    taxes: tuple[PaperTax, ...]
    sums: tuple[Pair, ...]
    total: Pair
    notes: tuple[str, ...]
    contact: tuple[str, ...]
    bank: tuple[Pair, ...]
    registration: tuple[Pair, ...]
    page: str


def invoice_pdf(view: DocumentView) -> bytes:
    """The invoice as PDF; the same invoice gives the same bytes."""
    return render("invoice.typ", paper(view, credit=False), dated=_midnight(view.head.issued_on))


def credit_note_pdf(view: DocumentView) -> bytes:
    """The credit note as PDF; the same credit note gives the same bytes."""
    return render("invoice.typ", paper(view, credit=True), dated=_midnight(view.head.issued_on))


def paper(view: DocumentView, *, credit: bool) -> Paper:
    """All that is printed, in the language and the formats of the buyer."""
    head, merchant = view.head, view.merchant
    speech = _Speech(head)
    words = speech.words
    seller = merchant.name if merchant is not None else ""
    seller_lines = _address_lines(merchant.postal_address(), speech, home=True) if merchant is not None else ()
    return Paper(
        language=speech.language,
        title=words.credit_note if credit else words.fee_invoice if head.kind == "fee" else words.invoice,
        number=head.number,
        seller=seller,
        seller_lines=seller_lines,
        sender=" · ".join(part for part in (seller, *seller_lines) if part),
        buyer_lines=_buyer_lines(head, speech),
        facts=_facts(head, speech, credit=credit),
        headings=(words.position, words.article, words.quantity, words.unit_price, words.tax, words.amount),
        lines=tuple(_line(line, head, speech) for line in view.lines),
        tax_headings=(words.tax_group, words.net, words.tax, words.gross),
        taxes=tuple(
            PaperTax(
                words.tax_codes.get(group.tax_code, words.taxed).format(rate=speech.rate(group.tax_rate)),
                speech.amount(group.net_minor),
                speech.amount(group.tax_minor),
                speech.amount(group.total_minor),
            )
            for group in view.taxes
        ),
        sums=(Pair(words.net, speech.money(head.net_minor)), Pair(words.tax, speech.money(head.tax_minor))),
        total=Pair(words.credit_total if credit else words.total, speech.money(head.total_minor)),
        notes=_notes(view, speech, credit=credit),
        contact=_told(merchant.email, merchant.phone, merchant.website) if merchant is not None else (),
        bank=_pairs((words.bank, merchant.bank_name), ("IBAN", _in_fours(merchant.iban)), ("BIC", merchant.bic))
        if merchant is not None and not credit
        else (),
        registration=_pairs((words.vat_id, merchant.vat_id), (words.registration, merchant.registration))
        if merchant is not None
        else (),
        page=words.page,
    )


class _Speech:
    """The words and formats of a document's language."""

    def __init__(self, head: DocumentHead) -> None:
        self.language = head.language[:2].lower() if head.language[:2].lower() in WORDS else "en"
        self.words: Words = WORDS[self.language]
        self.locale = _locale(self.language, head.address().country)
        self._currency = head.currency

    def money(self, minor: int) -> str:
        """With the currency's sign, all decimals of the currency."""
        return format_currency(major(minor, self._currency), self._currency, locale=self.locale)

    def amount(self, minor: int) -> str:
        """Without the currency's sign, for columns."""
        return self.price(major(minor, self._currency))

    def price(self, price: Decimal) -> str:
        """Unit prices keep the decimals they have beyond those of the currency."""
        digits = max(-int(major(1, self._currency).as_tuple().exponent), -int(price.normalize().as_tuple().exponent))
        pattern = "#,##0." + "0" * digits if digits else "#,##0"
        text: str = format_decimal(price, format=pattern, locale=self.locale)
        return text

    def rate(self, rate: Decimal) -> str:
        """As the locale writes percent, with the decimals that the rate has."""
        pattern = self.locale.percent_formats[None].pattern.replace("0", "0.######", 1)
        return format_percent(rate / 100, format=pattern, locale=self.locale)

    def day(self, day: date) -> str:
        return format_date(day, "long", locale=self.locale)


def _locale(language: str, country: str) -> Locale:
    try:
        return Locale.parse(f"{language}_{country}" if country else language)
    except (UnknownLocaleError, ValueError):
        return Locale.parse(language)


def _facts(head: DocumentHead, speech: _Speech, *, credit: bool) -> tuple[Pair, ...]:
    words = speech.words
    return _pairs(
        (words.date, speech.day(head.issued_on)),
        (words.due, speech.day(head.due_on) if head.due_on is not None and head.open_minor else ""),
        (words.order, f"{head.order_id}"),
        (words.reference, head.order_reference),
        (words.corrects if credit else words.belongs_to, head.about),
        (words.your_vat_id, head.buyer_vat_id),
    )


def _line(line: DocumentLineView, head: DocumentHead, speech: _Speech) -> PaperLine:
    amount = line.total_minor if head.prices_include_tax else line.net_minor
    discount = speech.words.discount.format(amount=speech.amount(line.discount_minor)) if line.discount_minor else ""
    return PaperLine(
        f"{line.position}",
        line.sku,
        line.description,
        discount,
        quantity_text(line.quantity, line.quantity_scale),
        "" if line.unit_price is None else speech.price(line.unit_price),
        speech.rate(line.tax_rate),
        speech.amount(amount),
    )


def _notes(view: DocumentView, speech: _Speech, *, credit: bool) -> tuple[str, ...]:
    head, words = view.head, speech.words
    notes = [words.prices_include_tax if head.prices_include_tax else words.prices_without_tax]
    notes += [words.no_tax[group.tax_code] for group in view.taxes if group.tax_code in words.no_tax]
    if credit:
        return tuple(notes)
    if head.paid_elsewhere_minor or (head.state == "paid" and head.total_minor):
        notes.append(words.is_paid)
    elif head.open_minor and head.due_on is not None:
        notes.append(words.please_pay.format(amount=speech.money(head.open_minor), day=speech.day(head.due_on)))
    return tuple(notes)


def _buyer_lines(head: DocumentHead, speech: _Speech) -> tuple[str, ...]:
    address = head.address()
    lines = _address_lines(address, speech)
    return lines if address.recipient or address.company else _told(head.buyer_name, *lines)


def _address_lines(address: PostalAddress, speech: _Speech, *, home: bool = False) -> tuple[str, ...]:
    country = "" if home else str(speech.locale.territories.get(address.country, address.country))
    city = f"{address.postal_code} {address.city}".strip()
    return _told(address.company, address.recipient, address.street, address.district, city, address.region, country)


def _told(*texts: str) -> tuple[str, ...]:
    return tuple(text for text in texts if text)


def _pairs(*pairs: tuple[str, str]) -> tuple[Pair, ...]:
    return tuple(Pair(label, text) for label, text in pairs if text)


def _in_fours(iban: str) -> str:
    plain = iban.replace(" ", "")
    return " ".join(plain[start : start + 4] for start in range(0, len(plain), 4))


def _midnight(day: date) -> datetime:
    return datetime.combine(day, time(), UTC)
