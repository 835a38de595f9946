"""The books of quotes: clean after everything that can happen, and every falsified fact is named."""

from typing import Any

import psycopg
import pytest

from ordino.quotes.commands import DeclineQuote
from ordino.simulation.audit import audit
from tests.quotes.world import Sales, offer

Connection = psycopg.Connection[tuple[Any, ...]]
Found = tuple[str, str, str, str, str]


@pytest.fixture
def busy(sales: Sales) -> dict[str, int]:
    """An ordered quote of three revisions (97.00), a sent one, a declined one, a draft; by name, with the order."""
    ordered = sales.sent(offer("99.00"))
    sales.revise(ordered, 1, offer("95.00"))
    sales.revise(ordered, 2, offer("97.00"))
    order_id = sales.accept(ordered, 3)
    sent, declined, draft = sales.sent(), sales.sent(), sales.draft()
    sales.completed(DeclineQuote(quote_id=declined, revision=1, reason="too much"))
    return {"ordered": ordered, "order": order_id, "sent": sent, "declined": declined, "draft": draft}


def differences(sales: Sales) -> set[Found]:
    with sales.engine.reader() as reader:
        found = audit(reader, now=sales.engine.clock()).differences
    return {
        (row.rule, row.thing, row.figure, row.expected, row.found)
        for row in found
        if row.rule == "Quotes" or row.thing.startswith("quote ")
    }


def test_the_books_are_clean(sales: Sales, busy: dict[str, int]) -> None:
    with sales.engine.reader() as reader:
        assert audit(reader, now=sales.engine.clock()).differences == ()


TAMPERED: dict[str, list[Found]] = {
    "update orders_order set external_reference = null where id = {order}": [
        ("Quotes", "quote {ordered}", "orders", "1", "0")
    ],
    "update orders_order set external_reference = 'quote/{sent}' where id = {order}": [
        ("Quotes", "quote {ordered}", "orders", "1", "0"),
        ("Quotes", "quote {sent}", "orders", "0", "1"),
    ],
    "update quotes_revision set total_minor = 9600 where state = 'ordered'": [
        ("Quotes", "quote {ordered}", "total", "9600", "9700"),
        ("E6", "quote {ordered} revision 3", "total", "9700", "9600"),
    ],
    "update quotes_revision set currency = 'EUR' where state = 'ordered'": [
        ("Quotes", "quote {ordered}", "currency", "EUR", "GBP"),
        ("E6", "quote {ordered} revision 3", "currency", "GBP", "EUR"),
    ],
    "update quotes_revision set order_id = 1000000 where state = 'ordered'": [
        ("Quotes", "quote {ordered}", "order", "1000000", "{order}"),
        ("E6", "quote {ordered} revision 3", "order", "{order}", "1000000"),
    ],
    "update quotes_revision set state = 'accepted' where quote_id = {sent}": [
        ("S1", "quote {sent}", "accepted revisions without their order", "0", "1"),
        ("E6", "quote {sent} revision 1", "state", "sent", "accepted"),
    ],
    "update quotes_revision set state = 'declined' where quote_id = {sent}": [
        ("E6", "quote {sent} revision 1", "state", "sent", "declined")
    ],
    "update quotes_revision set valid_until = '2026-12-31' where quote_id = {sent}": [
        ("E6", "quote {sent} revision 1", "valid until", "2026-03-31", "2026-12-31")
    ],
    "update quotes_quote set newest_revision = 2 where id = {draft}": [
        ("S1", "quote {draft}", "live revisions before the newest", "0", "1"),
        ("S1", "quote {draft}", "newest revision", "2", "1"),
        ("S1", "quote {draft}", "revisions", "2", "1"),
    ],
    "delete from quotes_revision where quote_id = {ordered} and number = 1": [
        ("S1", "quote {ordered}", "revisions", "3", "2"),
        ("E6", "quote {ordered} revision 1", "state", "superseded", "none"),
    ],
}


@pytest.mark.parametrize("statement", TAMPERED)
def test_the_audit_names_what_was_falsified(
    tamper: Connection, sales: Sales, busy: dict[str, int], statement: str
) -> None:
    tamper.execute(statement.format(**busy).encode())

    expected = {tuple(part.format(**busy) for part in row) for row in TAMPERED[statement]}
    assert differences(sales) == expected


def test_the_audit_names_content_that_was_changed(tamper: Connection, sales: Sales, busy: dict[str, int]) -> None:
    tamper.execute("update quotes_revision set content = '{}' where quote_id = %s", (busy["draft"],))

    assert {row[:3] for row in differences(sales)} == {("E6", f"quote {busy['draft']} revision 1", "content")}
