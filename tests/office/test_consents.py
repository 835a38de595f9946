"""What a customer consents to is seen, given and withdrawn on the customer's page, with where it was said and when."""

from tests.office.conftest import SignIn
from tests.office.test_access import text_of
from tests.support.merchant import Merchant

GIVEN = {"purpose": "email_marketing", "source": "counter", "proof": "newsletter form 7", "on": "2026-01-05"}


def test_a_consent_is_given_shown_and_withdrawn(sign_in: SignIn, merchant: Merchant) -> None:
    customer_id = merchant.customer("Ada Byron")
    browser, here = sign_in("service agent"), f"/customers/{customer_id}"

    preview = text_of(browser.post(f"{here}/consent", {**GIVEN, "preview": "1"}))
    given = browser.post(f"{here}/consent", GIVEN)
    shown = text_of(browser.get(here))
    drawer = text_of(browser.get(f"{here}/withdraw?purpose=email_marketing"))
    browser.post(f"{here}/withdraw", {"purpose": "email_marketing", "source": "by phone"})
    afterwards = text_of(browser.get(here))

    assert "no → <b>yes</b>" in preview
    assert given["HX-Redirect"] == here
    assert "counter: newsletter form 7" in shown
    assert '<option value="email_marketing" selected>' in drawer
    assert "by phone" in afterwards
    assert "/withdraw?purpose" not in afterwards
    assert merchant.rows(
        "select purpose, source, proof, given_at::date::text, withdrawal_source, withdrawn_at is not null from parties_consent"
    ) == [("email_marketing", "counter", "newsletter form 7", "2026-01-05", "by phone", True)]


def test_a_refused_consent_says_why_and_keeps_what_was_typed(sign_in: SignIn, merchant: Merchant) -> None:
    here = f"/customers/{merchant.customer('Ada Byron')}"

    shown = text_of(sign_in("service agent").post(f"{here}/consent", {**GIVEN, "proof": "", "on": "2999-01-05"}))

    assert "say what proves it" in shown
    assert 'value="counter"' in shown
    assert merchant.rows("select count(*) from parties_consent") == [(0,)]


def test_who_only_reads_sees_consents_and_changes_none(sign_in: SignIn, merchant: Merchant) -> None:
    here = f"/customers/{merchant.customer('Ada Byron')}"
    reader = sign_in("read-only")

    refused = text_of(reader.post(f"{here}/consent", GIVEN))

    assert "lacks the permission parties.give_consent" in refused
    assert "hx-get" not in text_of(reader.get(here)).partition("h-consents")[2].partition("</section>")[0]
    assert merchant.rows("select count(*) from parties_consent") == [(0,)]
