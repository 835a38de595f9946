"""The back office as somebody reads it whose language is German."""

import pytest
from babel.messages.pofile import read_po
from django.test import Client

from ordino.cli.translating import catalog_path
from tests.browser.pages import all_pages
from tests.browser.world import a_day
from tests.conftest import TestEngine
from tests.languages.reading import texts_of
from tests.office.conftest import SignIn
from tests.office.test_access import text_of
from tests.returns.world import Returns
from tests.support.merchant import Merchant, line

# English words that are a German word, too, or stand as data in the world of the tests.
ALSO_GERMAN = {"code", "name", "status", "version", "text", "person", "position", "original", "bin", "form", "order"}


@pytest.fixture
def shop(engine: TestEngine) -> Returns:
    shop = Returns(engine)
    shop.channel()
    shop.tax("GB", "20")
    shop.location("LON")
    shop.carrier()
    shop.policy(window_days=None)
    return shop


def _german(sign_in: SignIn, *roles: str) -> Client:
    browser = sign_in(*roles)
    browser.post("/account/preferences", {"language": "de", "time_zone": "Europe/Berlin"})
    return browser


def _english() -> set[str]:
    """Every text whose German is another one."""
    with catalog_path("de").open("rb") as file:
        catalog = read_po(file, locale="de")
    return {
        str(one.id)
        for one in catalog
        if one.id and isinstance(one.id, str) and one.string != one.id and one.id.lower() not in ALSO_GERMAN
    }


def test_no_page_says_in_english_what_has_german_words(sign_in: SignIn, shop: Returns) -> None:
    pages = all_pages(a_day(shop))
    assert pages.unknown == []
    browser, english = _german(sign_in, "owner", "analyst"), _english()

    left = {address: sorted(english & set(texts_of(text_of(browser.get(address))))) for address in pages.addresses}

    assert {address: texts for address, texts in left.items() if texts} == {}


def test_before_signing_in_the_browser_says_the_language(sign_in: SignIn) -> None:
    german = sign_in().get("/login", headers={"accept-language": "de-AT, en;q=0.5"})
    english = sign_in().get("/login")

    assert (german["Content-Language"], english["Content-Language"]) == ("de", "en")
    assert "Bei Ordino anmelden" in text_of(german)
    assert "Sign in to Ordino" in text_of(english)


def test_money_days_and_counts_are_written_as_germans_do(sign_in: SignIn, shop: Returns) -> None:
    shop.stock("A", 3000)
    order_id = shop.place(line("A", 1500, "1.00"), payment_terms="paid_elsewhere")

    shown = text_of(_german(sign_in, "read-only").get(f"/orders/{order_id}"))

    assert "1.500,00" in shown
    assert "1 Position, 1500 Stück" in shown
    assert "Auftrag erteilt" in shown


def test_an_amount_is_understood_with_a_comma(sign_in: SignIn, merchant: Merchant) -> None:
    merchant.stock("A", 5)
    order_id = merchant.place(line("A", 1, "1234.50"))
    form = {"amount": "1.234,50", "method": "transfer", "reference": "Bank 7"}

    _german(sign_in, "finance").post(f"/orders/{order_id}/payment", form)

    assert merchant.rows("select captured_minor from orders_order") == [(123450,)]


def test_a_refusal_has_a_german_title(sign_in: SignIn, merchant: Merchant) -> None:
    merchant.stock("A", 5)
    order_id = merchant.place(line("A", 1, "10.00"))

    shown = text_of(
        _german(sign_in, "order manager").post(f"/orders/{order_id}/cancel", {"version": "7", "reason": "asked"})
    )

    assert "Inzwischen geändert" in shown
