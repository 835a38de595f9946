"""The worked scenarios of money as documents: invoices and credit notes carry exactly these figures."""

from decimal import Decimal

from ordino.orders.rows import OrderedCharge, OrderedDiscount
from tests.billing.world import BillingMerchant
from tests.support.merchant import line


def shipping(amount_minor: int) -> OrderedCharge:
    return OrderedCharge(kind="shipping", label="Parcel", amount_minor=amount_minor)


def test_scenario_01_two_shipments_are_two_invoices_and_returns_are_two_credit_notes(merchant: BillingMerchant) -> None:
    order_id = merchant.place(
        line("A", 2, "19.99"),
        line("B", 1, "49.50"),
        line("C", 3, "7.99"),
        discounts=(OrderedDiscount(label="Welcome", percent=Decimal(10)),),
        charges=(shipping(600),),
    )

    first = merchant.ship(order_id, {1: 2, 3: 3})
    later = merchant.ship(order_id, {2: 1})

    assert (first.total_minor, first.tax_minor) == (6355, 1059)
    assert merchant.taxes(first.invoice_id) == [(20, 5296, 1059, 6355)]
    assert (later.total_minor, later.tax_minor) == (4455, 743)
    assert merchant.documents_of(order_id) == (10810, 10810, 0)

    some = merchant.credit(order_id, {1: 1, 3: 1})
    rest = merchant.credit(order_id, {1: 1, 2: 1, 3: 2})
    parcel = merchant.credit(order_id, {}, charges=(1,))

    assert (some.total_minor, some.tax_minor) == (2518, 420)
    assert rest.total_minor == 7692
    assert parcel.total_minor == 600
    assert some.total_minor + rest.total_minor + parcel.total_minor == 10810
    assert merchant.documents_of(order_id)[2] == 10810


def test_scenario_02_half_of_what_was_taxed_on_top_is_credited(merchant: BillingMerchant) -> None:
    merchant.channel("trade", prices_include_tax=False)
    merchant.tax("GB", "10", category="reduced")
    merchant.sku("BOOK", tax_category="reduced")
    order_id = merchant.place(
        line("BOOK", 2, "100"), channel="trade", discounts=(OrderedDiscount(label="Off", amount_minor=2000),)
    )

    invoice = merchant.ship(order_id, {1: 2})
    note = merchant.credit(order_id, {1: 1})

    assert merchant.taxes(invoice.invoice_id) == [(10, 18000, 1800, 19800)]
    assert (note.total_minor, note.tax_minor) == (9900, 900)


def test_scenario_03_three_single_credit_notes_of_a_line_of_ten(merchant: BillingMerchant) -> None:
    order_id = merchant.place(line("A", 3, "3.333333"))
    assert merchant.ship(order_id, {1: 3}).total_minor == 1000

    assert [merchant.credit(order_id, {1: 1}).total_minor for _ in range(3)] == [334, 333, 333]


def test_scenario_06_the_tax_of_an_invoice_is_that_of_its_units(merchant: BillingMerchant) -> None:
    merchant.tax("GB", "19", category="german")
    merchant.sku("D", tax_category="german")
    order_id = merchant.place(line("D", 5, "100.00"))

    parts = [merchant.ship(order_id, {1: 1}) for _ in range(5)]

    assert [part.tax_minor for part in parts] == [1597, 1597, 1597, 1596, 1596]
    assert merchant.rows("select sum(net_minor)::int, sum(tax_minor)::int from billing_invoice") == [(42017, 7983)]


def test_scenario_08_shipping_is_invoiced_by_its_rates_and_credited_once(merchant: BillingMerchant) -> None:
    merchant.tax("GB", "5", category="reduced")
    merchant.sku("F", tax_category="reduced")
    order_id = merchant.place(line("A", 1, "60.00"), line("F", 1, "40.00"), charges=(shipping(500),))

    invoice = merchant.ship(order_id, {1: 1, 2: 1})
    note = merchant.credit(order_id, {}, charges=(1,))

    assert merchant.taxes(invoice.invoice_id) == [(20, 5250, 1050, 6300), (5, 4000, 200, 4200)]
    assert (note.total_minor, note.tax_minor) == (500, 60)
    lines = merchant.rows("select total_minor, tax_minor from billing_credit_note_line order by position")
    assert lines == [(300, 50), (200, 10)]


def test_scenario_09_a_restocking_fee_is_an_invoice_set_off_against_the_credit_note(merchant: BillingMerchant) -> None:
    order_id = merchant.place(line("A", 2, "25.00"))
    merchant.ship(order_id, {1: 2})
    merchant.receive(order_id, 5000)

    note = merchant.credit(order_id, {1: 2}, fee_minor=500)

    assert (note.total_minor, note.fee_minor) == (5000, 500)
    assert merchant.invoices(order_id, "kind, total_minor, tax_minor, open_minor, state") == [
        ("sale", 5000, 833, 0, "paid"),
        ("fee", 500, 83, 0, "credited"),
    ]
    assert merchant.credit_notes(order_id, "open_minor, state") == [(4500, "issued")]
    assert merchant.documents_of(order_id) == (5000, 0, 4500)
    assert merchant.refund(order_id, 4500) == 0
    assert merchant.credit_notes(order_id, "open_minor, state") == [(0, "settled")]
