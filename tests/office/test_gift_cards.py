"""Gift cards are issued on a screen: the code is shown once, the list tells what is left."""

import re

from ordino.stored_value.codes import kept
from tests.office.conftest import SignIn
from tests.office.test_access import text_of
from tests.support.merchant import Merchant

_CODE = re.compile(r"value=\"((?:[A-Z2-9]{4}-){3}[A-Z2-9]{4})\"")
_FORM = {"amount": "50.00", "currency": "EUR", "days": "365", "reference": "Ada", "token": "a1b2"}


def test_the_code_of_a_new_card_is_shown_once(sign_in: SignIn, merchant: Merchant) -> None:
    browser = sign_in("finance")

    issued = text_of(browser.post("/money/gift-cards", _FORM))
    again = text_of(browser.get("/money/gift-cards"))

    (code,) = _CODE.findall(issued)
    assert code not in again
    assert f"…{code[-4:]}" in again
    assert merchant.rows("select code_hash, balance_minor, currency from stored_value_account") == [
        (kept(code).code_hash, 5000, "EUR")
    ]


def test_the_same_form_sent_again_issues_no_second_card(sign_in: SignIn, merchant: Merchant) -> None:
    browser = sign_in("finance")
    browser.post("/money/gift-cards", _FORM)

    again = text_of(browser.post("/money/gift-cards", _FORM))

    assert _CODE.findall(again) == []
    assert merchant.rows("select count(*) from stored_value_account") == [(1,)]


def test_what_is_refused_stays_in_the_form_and_issues_nothing(sign_in: SignIn, merchant: Merchant) -> None:
    refused = text_of(sign_in("finance").post("/money/gift-cards", {**_FORM, "amount": "much"}))

    assert 'value="much"' in refused
    assert _CODE.findall(refused) == []
    assert merchant.rows("select count(*) from stored_value_account") == [(0,)]


def test_only_who_may_issue_gift_cards_sees_their_page(sign_in: SignIn, merchant: Merchant) -> None:
    assert sign_in("service agent").get("/money/gift-cards").status_code == 403
    assert "/money/gift-cards" not in text_of(sign_in("service agent").get("/money"))
    assert "/money/gift-cards" in text_of(sign_in("finance").get("/money"))
