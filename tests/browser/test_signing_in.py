"""Signing in as people do it: password, second factors, passkeys, single sign-on, sessions, lock-out."""

import base64
import hashlib
import hmac
import re
import struct
import time
from collections.abc import Callable, Iterator

import pytest
from playwright.sync_api import Page, expect

from tests.browser.accessibility import findings_in_both_themes
from tests.browser.conftest import Person
from tests.browser.provider import CLIENT_ID, CLIENT_SECRET, Provider, provider
from tests.browser.serving import Served, served
from tests.conftest import TestEngine
from tests.support.database import TestDatabase

PASSWORD, NEW_PASSWORD = "a long enough word", "another long enough word"
Hire = Callable[..., None]


@pytest.fixture(scope="module")
def single_sign_on() -> Iterator[Provider]:
    with provider() as running:
        yield running


@pytest.fixture(scope="module")
def server(
    database: TestDatabase, tmp_path_factory: pytest.TempPathFactory, single_sign_on: Provider
) -> Iterator[Served]:
    """The site with a provider, whose finance people must have a second factor."""
    settings = {
        "ORDINO_OIDC_ISSUER": single_sign_on.address,
        "ORDINO_OIDC_CLIENT_ID": CLIENT_ID,
        "ORDINO_OIDC_CLIENT_SECRET": CLIENT_SECRET,
        "ORDINO_OIDC_NAME": "House key",
        "ORDINO_SECOND_FACTOR_ROLES": "owner, finance",
    }
    with served(database, tmp_path_factory.mktemp("signing-in"), **settings) as running:
        yield running


@pytest.fixture
def hire(site: None, engine: TestEngine) -> Hire:
    """Make a login with a password and roles."""

    def make(name: str, *roles: str, email: str = "") -> None:
        from django.contrib.auth.hashers import PBKDF2PasswordHasher  # noqa: PLC0415 - needs django.setup()
        from django.contrib.auth.models import Group, User  # noqa: PLC0415

        encoded = PBKDF2PasswordHasher().encode(PASSWORD, "salt", iterations=1000)
        user = User.objects.create(username=name, email=email, password=encoded)
        user.groups.set([Group.objects.get_or_create(name=role)[0] for role in roles])

    return make


def test_a_second_factor_is_set_up_and_asked_for_from_then_on(hire: Hire, person: Person) -> None:
    hire("ada", "order manager")
    browser = person(at="/login")
    found = findings_in_both_themes(browser)
    arrive(browser, "ada")

    browser.goto("/account/second-factor")
    found += findings_in_both_themes(browser)
    browser.goto("/account/second-factor/app")
    found += findings_in_both_themes(browser)
    confirm(browser)
    found += findings_in_both_themes(browser)
    secret = browser.get_by_label("Authenticator secret").input_value()
    browser.get_by_label("Authenticator code").fill(code_of(secret))
    browser.get_by_role("button", name="Activate").click()
    expect(browser.get_by_role("heading", name="Recovery Codes")).to_be_visible()
    found += findings_in_both_themes(browser)
    codes = browser.get_by_label("Unused codes").input_value().split()
    browser.get_by_role("button", name="Sign out").click()

    sign_in(browser, "ada")
    expect(browser.get_by_role("heading", name="Two-Factor Authentication")).to_be_visible()
    found += findings_in_both_themes(browser)
    browser.goto("/orders")
    expect(browser).to_have_url(re.compile("/login/second-factor"))
    give_code(browser, "000000")
    expect(browser.get_by_role("alert")).to_contain_text("Incorrect code.")
    give_code(browser, codes[0])
    expect(browser.get_by_role("heading", name="Today")).to_be_visible()

    browser.get_by_role("button", name="Sign out").click()
    sign_in(browser, "ada")
    give_code(browser, code_of(secret, later=1))
    expect(browser.get_by_role("heading", name="Today")).to_be_visible()
    assert len(codes) == 10
    assert "\n".join(found) == ""


def test_a_passkey_is_enough(hire: Hire, person: Person) -> None:
    hire("grace", "warehouse")
    browser = person(at="/login")
    device = browser.context.new_cdp_session(browser)
    device.send("WebAuthn.enable")
    device.send(
        "WebAuthn.addVirtualAuthenticator",
        {
            "options": {
                "protocol": "ctap2", "transport": "internal", "hasResidentKey": True, "hasUserVerification": True,
                "isUserVerified": True, "automaticPresenceSimulation": True,
            }
        },
    )  # fmt: skip
    arrive(browser, "grace")
    browser.goto("/account/second-factor/keys/new")
    confirm(browser)
    found = findings_in_both_themes(browser)
    browser.get_by_label("Name", exact=True).fill("tablet")
    browser.get_by_label("Passwordless").check()
    browser.get_by_role("button", name="Add").click()
    expect(browser.get_by_role("heading", name="Recovery Codes")).to_be_visible()
    browser.goto("/account/second-factor/keys")
    found += findings_in_both_themes(browser)
    browser.get_by_role("button", name="Sign out").click()

    browser.get_by_role("button", name="Sign in with a passkey").click()

    expect(browser.get_by_role("heading", name="Today")).to_be_visible()
    assert "\n".join(found) == ""


def test_roles_that_must_have_a_second_factor_see_nothing_before_they_have_one(hire: Hire, person: Person) -> None:
    hire("finn", "finance")
    browser = person(at="/login")
    sign_in(browser, "finn")
    expect(browser.get_by_role("heading", name="Two-Factor Authentication")).to_be_visible()

    browser.goto("/money")
    expect(browser.get_by_text("Your role asks for a second factor. Set one up to go on.")).to_be_visible()
    browser.goto("/account/second-factor/app")
    confirm(browser)
    secret = browser.get_by_label("Authenticator secret").input_value()
    browser.get_by_label("Authenticator code").fill(code_of(secret))
    browser.get_by_role("button", name="Activate").click()
    browser.goto("/money")

    expect(browser.get_by_role("heading", name="Money", exact=True)).to_be_visible()


def test_somebody_signs_out_their_other_sessions(hire: Hire, person: Person) -> None:
    hire("ada", "order manager")
    lost, here = person(at="/login"), person(at="/login")
    for browser in (lost, here):
        arrive(browser, "ada")

    here.goto("/account/sessions")
    found = findings_in_both_themes(here)
    expect(here.get_by_role("row")).to_have_count(3)
    here.get_by_role("button", name="Sign out all other sessions").click()
    expect(here.get_by_role("row")).to_have_count(2)
    lost.goto("/orders")

    expect(lost).to_have_url(re.compile("/login"))
    assert "\n".join(found) == ""


def test_after_five_wrong_passwords_the_right_one_does_not_help(hire: Hire, person: Person) -> None:
    hire("ada", "owner")
    hire("grace", "warehouse")
    browser = person(at="/login")

    for _ in range(5):
        sign_in(browser, "ada", "not the password")
        expect(browser.get_by_role("alert")).to_contain_text("not correct")
    sign_in(browser, "ada")
    expect(browser.get_by_role("alert")).to_contain_text("Too many failed login attempts.")
    sign_in(browser, "grace")

    expect(browser.get_by_role("heading", name="Today")).to_be_visible()


def test_a_password_is_changed_by_who_knows_the_old_one(hire: Hire, person: Person) -> None:
    hire("ada", "analyst")
    browser = person(at="/login")
    arrive(browser, "ada")
    browser.goto("/account/password")
    found = findings_in_both_themes(browser)

    change_password(browser, "not it")
    expect(browser.get_by_role("alert")).to_be_visible()
    change_password(browser, PASSWORD)
    expect(browser.get_by_text("Password successfully changed.")).to_be_visible()
    browser.get_by_role("button", name="Sign out").click()
    sign_in(browser, "ada", NEW_PASSWORD)

    expect(browser.get_by_role("heading", name="Today")).to_be_visible()
    assert "\n".join(found) == ""


def test_single_sign_on_lets_in_who_is_known_here(hire: Hire, person: Person, single_sign_on: Provider) -> None:
    hire("ada", "order manager", email="ada@example.com")
    single_sign_on.refused.clear()
    single_sign_on.person = {"sub": "1", "email": "ada@example.com", "email_verified": True}
    browser = person(at="/login?next=/stock")

    come_by_the_provider(browser)
    expect(browser.get_by_role("heading", name="Inventory")).to_be_visible()
    expect(browser.get_by_role("link", name="ada")).to_be_visible()
    browser.get_by_role("button", name="Sign out").click()
    come_by_the_provider(browser)

    expect(browser.get_by_role("heading", name="Today")).to_be_visible()
    assert single_sign_on.refused == []


@pytest.mark.parametrize(
    "claims",
    [
        {"sub": "2", "email": "ada@example.com", "email_verified": False},
        {"sub": "3", "email": "eve@example.com", "email_verified": True},
    ],
    ids=["not verified", "unknown"],
)
def test_single_sign_on_lets_nobody_else_in(
    hire: Hire, person: Person, single_sign_on: Provider, claims: dict[str, object]
) -> None:
    hire("ada", "order manager", email="ada@example.com")
    single_sign_on.person = claims
    browser = person(at="/login")

    come_by_the_provider(browser)
    expect(browser.get_by_role("heading", name="Sign Up Closed")).to_be_visible()
    browser.goto("/orders")

    expect(browser).to_have_url(re.compile("/login"))


def sign_in(browser: Page, name: str, password: str = PASSWORD) -> None:
    browser.get_by_label("Username").fill(name)
    browser.get_by_label("Password").fill(password)
    browser.get_by_role("button", name="Sign in", exact=True).click()


def arrive(browser: Page, name: str) -> None:
    sign_in(browser, name)
    expect(browser.get_by_role("heading", name="Today")).to_be_visible()


def confirm(browser: Page) -> None:
    """Give the password again, as second factors ask before they are changed."""
    browser.get_by_label("Password").fill(PASSWORD)
    browser.get_by_role("button", name="Confirm").click()


def give_code(browser: Page, code: str) -> None:
    browser.get_by_label("Code").fill(code)
    browser.get_by_role("button", name="Sign In", exact=True).click()


def change_password(browser: Page, old: str) -> None:
    browser.get_by_label("Current Password").fill(old)
    browser.get_by_label("New Password", exact=True).fill(NEW_PASSWORD)
    browser.get_by_label("New Password (again)").fill(NEW_PASSWORD)
    browser.get_by_role("button", name="Change Password").click()


def come_by_the_provider(browser: Page) -> None:
    browser.get_by_role("link", name="House key").click()
    browser.get_by_role("button", name="Continue").click()


def code_of(secret: str, *, later: int = 0) -> str:
    """What an authenticator app shows (RFC 6238), now or some half minutes later."""
    counter = struct.pack(">Q", int(time.time()) // 30 + later)
    digest = hmac.new(base64.b32decode(secret), counter, hashlib.sha1).digest()
    place = digest[-1] & 15
    number = struct.unpack(">I", digest[place : place + 4])[0] & 0x7FFFFFFF
    return f"{number % 1_000_000:06d}"
