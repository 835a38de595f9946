"""What a browser keeps of a session, and what the session keeps of the person."""

from datetime import UTC, datetime

from tests.office.conftest import SignIn
from tests.office.test_access import text_of
from tests.support.merchant import Merchant, line


def test_cookies_travel_over_https_only_and_scripts_cannot_read_the_session(
    sign_in: SignIn, merchant: Merchant
) -> None:
    sign_in("owner").post("/settings/people", {"name": "ada", "role": "analyst", "active": "yes"})
    from django.contrib.auth.models import User  # noqa: PLC0415 - needs django.setup()

    user = User.objects.get(username="ada")
    user.set_password("a long enough word")
    user.save()
    browser = sign_in()
    browser.get("/login")
    browser.post("/login", {"login": "ada", "password": "a long enough word"})

    session, token = browser.cookies["sessionid"], browser.cookies["csrftoken"]
    assert (session["secure"], session["httponly"], session["samesite"]) == (True, True, "Lax")
    assert (token["secure"], token["samesite"]) == (True, "Lax")


def test_times_are_those_of_the_person(sign_in: SignIn, merchant: Merchant) -> None:
    merchant.engine.clock.set(datetime(2026, 3, 2, 9, 0, tzinfo=UTC))
    merchant.stock("A", 5)
    order_id = merchant.place(line("A", 2, "10.00"))
    browser = sign_in("analyst")

    before = text_of(browser.get(f"/orders/{order_id}"))
    browser.post("/account/preferences", {"time_zone": "Asia/Tokyo", "language": "en"})
    after = text_of(browser.get(f"/orders/{order_id}"))
    browser.post("/account/preferences", {"time_zone": "Nowhere/Atall", "language": "tlh"})

    assert "<time>09:00</time>" in before
    assert "<time>18:00</time>" in after
    assert "<time>09:00</time>" in text_of(browser.get(f"/orders/{order_id}"))


def test_who_asks_is_noted_once_a_minute_and_at_once_from_another_browser(sign_in: SignIn, merchant: Merchant) -> None:
    from allauth.usersessions.models import UserSession  # noqa: PLC0415 - needs django.setup()

    browser = sign_in("analyst")
    browser.get("/more")
    (session,) = UserSession.objects.filter(session_key=browser.session.session_key)
    long_ago = datetime(2026, 3, 2, 9, 0, tzinfo=UTC)

    def is_noted(agent: str) -> bool:
        UserSession.objects.update(last_seen_at=long_ago)
        browser.get("/more", headers={"User-Agent": agent})
        session.refresh_from_db()
        return session.last_seen_at != long_ago

    asked_three_times = [is_noted("Firefox") for _ in range(3)]  # which lie in two minutes of the clock at most

    assert asked_three_times.count(True) <= 2
    assert is_noted("Chromium")
    assert session.user_agent == "Chromium"
