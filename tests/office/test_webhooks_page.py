"""Webhooks in the settings: the secret is shown once, messages are looked at and told again."""

import re

import pytest

from ordino.office.roles import ROLES
from tests.office.conftest import SignIn
from tests.office.test_access import text_of
from tests.support.merchant import Merchant

HOOK = {"name": "shop", "url": "https://shop.example/hooks", "event_type": ["OrderPlaced"]}


def test_a_receiver_is_added_its_secret_shown_once_and_given_another(sign_in: SignIn, merchant: Merchant) -> None:
    browser = sign_in("owner")

    created = text_of(browser.post("/settings/webhooks", HOOK))
    (first,) = re.findall(r"whsec_[^\"]+", created)
    again = text_of(browser.get("/settings/webhooks"))
    taken = text_of(browser.post("/settings/webhooks", HOOK))
    ((key,),) = merchant.rows("select id from webhooks_webhook")
    (second,) = re.findall(r"whsec_[^\"]+", text_of(browser.post(f"/settings/webhooks/{key}")))

    assert first not in again
    assert "shop" in again
    assert 'role="alert"' in taken
    assert second != first
    assert merchant.rows("select previous_until is not null from webhooks_webhook") == [(True,)]


def test_a_receiver_is_paused_changed_replayed_resumed_and_ended(sign_in: SignIn, merchant: Merchant) -> None:
    browser = sign_in("owner")
    browser.post("/settings/webhooks", HOOK)
    ((key,),) = merchant.rows("select id from webhooks_webhook")
    address = f"/settings/webhooks/{key}"

    states = []
    for name, form in (
        ("pause", {"reason": "they move"}),
        ("change", {"url": "https://new.example/in", "event_types": "OrderPlaced, OrderCanceled"}),
        ("replay", {"after_position": "0"}),
        ("resume", {}),
        ("end", {}),
    ):
        assert browser.post(f"{address}/{name}", form)["HX-Redirect"] == address
        states.append(merchant.rows("select state, url from webhooks_webhook")[0])

    assert states == [
        ("paused", "https://shop.example/hooks"),
        ("paused", "https://new.example/in"),
        ("paused", "https://new.example/in"),
        ("active", "https://new.example/in"),
        ("ended", "https://new.example/in"),
    ]
    assert f"{address}/pause" not in text_of(browser.get(f"{address}?state=set_aside"))


@pytest.mark.parametrize("role", ROLES)
def test_only_who_may_create_webhooks_opens_them(sign_in: SignIn, merchant: Merchant, role: str) -> None:
    status = sign_in(role).get("/settings/webhooks").status_code

    assert status == (200 if role in ("owner", "order manager") else 403)
