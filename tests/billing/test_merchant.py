"""Who issues documents: from now on, checked, and never on what was issued before."""

import pytest

from ordino.billing.commands import MerchantSet, SetInvoicing, SetMerchant
from ordino.kernel.problems import InvalidInput, NotFound
from ordino.orders.rows import PostalAddress
from tests.billing.world import BillingMerchant
from tests.support.merchant import line

KONTOR = SetMerchant(
    name="Kontor & Söhne",
    address=PostalAddress(street="Speicherstadt 1", city="Hamburg", postal_code="20457", country="DE"),
    vat_id="DE123456789",
    iban="DE02120300000000202051",
    language="de",
    time_zone="Europe/Berlin",
    invoice_prefix="RE",
    credit_note_prefix="GS",
)


def set_merchant(merchant: BillingMerchant, command: SetMerchant) -> int:
    result = merchant.completed(command).result
    assert isinstance(result, MerchantSet)
    return result.merchant_id


def test_the_youngest_word_counts_and_issued_documents_keep_theirs(merchant: BillingMerchant) -> None:
    order_id = merchant.place(line("A", 3, "10.00"))
    merchant.ship(order_id, {1: 1})
    first = set_merchant(merchant, KONTOR)
    merchant.ship(order_id, {1: 1})
    second = set_merchant(
        merchant, SetMerchant(name="Kontor AG", address=PostalAddress(country="CH"), invoice_prefix="R")
    )
    merchant.ship(order_id, {1: 1})

    assert merchant.invoices(order_id, "number, merchant_id") == [
        ("INV-2026-000001", None),
        ("RE-2026-000001", first),
        ("R-2026-000001", second),
    ]
    merchant.credit(order_id, {1: 1})
    assert merchant.credit_notes(order_id, "number, merchant_id") == [("CN-2026-000001", second)]
    assert merchant.rows("select name, vat_id, iban from billing_merchant order by id") == [
        ("Kontor & Söhne", "DE123456789", "DE02120300000000202051"),
        ("Kontor AG", "", ""),
    ]


def test_the_merchants_time_zone_decides_the_day(merchant: BillingMerchant) -> None:
    set_merchant(
        merchant, SetMerchant(name="Auckland Ltd", address=PostalAddress(country="NZ"), time_zone="Pacific/Auckland")
    )
    merchant.engine.clock.set(merchant.engine.clock().replace(day=31, month=12, hour=23))
    order_id = merchant.place(line("A", 1, "10.00"))
    merchant.ship(order_id, {1: 1})

    assert merchant.invoices(order_id, "number, issued_on::text") == [("INV-2027-000001", "2027-01-01")]


@pytest.mark.parametrize(
    ("terms", "field"),
    [
        ({"name": " "}, "name"),
        ({"time_zone": "Europe/Atlantis"}, "time_zone"),
        ({"invoice_prefix": ""}, "invoice_prefix"),
        ({"credit_note_prefix": " "}, "invoice_prefix"),
        ({"invoice_prefix": "X", "credit_note_prefix": "X"}, "credit_note_prefix"),
    ],
)
def test_a_merchant_that_cannot_be_is_refused(merchant: BillingMerchant, terms: dict[str, str], field: str) -> None:
    address = PostalAddress(country="GB")
    problem = merchant.refused(SetMerchant(**{"name": "Shop", "address": address, **terms}))
    assert isinstance(problem, InvalidInput)
    assert problem.field == field


def test_whose_invoices_are_issued_when_must_be_known(merchant: BillingMerchant) -> None:
    unknown = merchant.refused(SetInvoicing(channel="nowhere", invoice_per="order"))
    assert unknown == NotFound(what="channel", reference="nowhere")
    assert merchant.refused(SetInvoicing(customer_id=1, invoice_per="order")) == NotFound(
        what="customer", reference="1"
    )
    for terms in ({}, {"channel": "shop", "customer_id": merchant.customer()}):
        assert isinstance(merchant.refused(SetInvoicing(invoice_per="order", **terms)), InvalidInput)
