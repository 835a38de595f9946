"""Invoices and credit notes on paper: the words and formats of the buyer's language, the same bytes for the same document."""

from decimal import Decimal

import pytest

from ordino.adapters.documents.invoice import Pair, PaperTax, credit_note_pdf, invoice_pdf, paper
from ordino.billing.commands import SetMerchant
from ordino.billing.queries import credit_note, invoice
from ordino.billing.views import DocumentView
from ordino.orders.rows import OrderedCharge, OrderedDiscount, PostalAddress
from tests.billing.world import BillingMerchant
from tests.conftest import TestEngine
from tests.support.merchant import line

BERLIN = PostalAddress(
    recipient="Ada Byron", street="Lindenstraße 12", city="Berlin", postal_code="10969", country="DE"
)


@pytest.fixture
def merchant(engine: TestEngine) -> BillingMerchant:
    merchant = BillingMerchant(engine)
    merchant.channel(currency="EUR")
    merchant.tax("DE", "19")
    merchant.stock("A", 100)
    merchant.completed(
        SetMerchant(
            name="Kontor & Söhne",
            address=PostalAddress(street="Speicherstadt 4", city="Hamburg", postal_code="20457", country="DE"),
            iban="DE02120300000000202051",
            language="de",
        )
    )
    return merchant


def issued(merchant: BillingMerchant, language: str = "", **terms: object) -> tuple[int, DocumentView]:
    customer_id = merchant.customer(language=language, currency="EUR", payment_terms_days=30, credit_limit_minor=10**9)
    order_id = merchant.place(
        line("A", 3, "1234.50"),
        discounts=(OrderedDiscount(label="Welcome", percent=Decimal(10)),),
        charges=(OrderedCharge(kind="shipping", label="Versand", amount_minor=600),),
        customer_id=customer_id,
        ship_to=BERLIN,
        payment_terms="on_invoice",
        external_reference=f"PO-{language}",
        **terms,
    )
    number = merchant.ship(order_id, {1: 3}).number
    with merchant.engine.reader() as reader:
        view = invoice(reader, number)
    assert view is not None
    return order_id, view


def test_an_invoice_speaks_german_to_who_does(merchant: BillingMerchant) -> None:
    printed = paper(issued(merchant, "de")[1], credit=False)

    assert (printed.title, printed.number) == ("Rechnung", "INV-2026-000001")
    assert printed.buyer_lines == ("Ada Byron", "Lindenstraße 12", "10969 Berlin", "Deutschland")
    assert Pair("Fällig am", "1. April 2026") in printed.facts
    assert printed.lines[0].description == "Article A"
    assert printed.lines[0].discount == "abzüglich Rabatt 370,35"
    assert (printed.lines[0].unit_price, printed.lines[0].rate, printed.lines[0].amount) == (
        "1.234,50",
        "19\xa0%",
        "3.333,15",
    )
    assert printed.taxes == (PaperTax("USt. 19\xa0%", "2.806,01", "533,14", "3.339,15"),)
    assert printed.total == Pair("Gesamtbetrag", "3.339,15\xa0€")
    assert Pair("IBAN", "DE02 1203 0000 0000 2020 51") in printed.bank
    assert printed.notes[-1].startswith("Bitte überweisen Sie 3.339,15\xa0€ bis zum 1. April 2026")


def test_who_has_no_language_is_written_to_in_that_of_the_merchant(merchant: BillingMerchant) -> None:
    assert paper(issued(merchant)[1], credit=False).language == "de"


def test_an_invoice_speaks_english_and_says_when_it_is_paid(merchant: BillingMerchant) -> None:
    order_id, view = issued(merchant, "en")
    merchant.receive(order_id, 333915)
    with merchant.engine.reader() as reader:
        view = invoice(reader, view.head.number) or view

    printed = paper(view, credit=False)

    assert (printed.title, printed.notes) == ("Invoice", ("Prices include VAT.", "This invoice is paid. Thank you."))
    assert printed.language == "en"


def test_a_credit_note_names_the_invoice_it_corrects_and_asks_for_nothing(merchant: BillingMerchant) -> None:
    order_id, _ = issued(merchant, "en")
    number = merchant.credit(order_id, {1: 1}).number
    with merchant.engine.reader() as reader:
        view = credit_note(reader, number)
    assert view is not None

    printed = paper(view, credit=True)

    assert (printed.title, printed.number) == ("Credit note", "CN-2026-000001")
    assert Pair("Corrects invoice", "INV-2026-000001") in printed.facts
    assert printed.bank == ()
    assert credit_note_pdf(view).startswith(b"%PDF-")


def test_the_same_invoice_is_the_same_file(merchant: BillingMerchant) -> None:
    view = issued(merchant, "de")[1]

    first = invoice_pdf(view)

    assert first.startswith(b"%PDF-")
    assert invoice_pdf(view) == first
