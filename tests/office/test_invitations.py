"""Somebody is invited by mail: the link lives for days, is used once, sets the password and asks for the second factor."""

import re
from collections.abc import Iterator
from email import message_from_bytes, policy
from email.message import EmailMessage

import pytest
from django.test import Client

from tests.office.conftest import SignIn
from tests.office.test_access import text_of
from tests.support.mail_server import Sink, mail_server
from tests.support.merchant import Merchant

ADA = {"name": "ada", "email": "ada@example.com", "role": "finance", "active": "yes", "password": "invite"}
CHOSEN = {"new_password1": "a long enough word", "new_password2": "a long enough word"}


@pytest.fixture
def server() -> Iterator[Sink]:
    with mail_server() as sink:
        yield sink


def _mail(sink: Sink, number: int = -1) -> tuple[EmailMessage, str]:
    """A mail that was taken, and the path of the link in it."""
    mail = message_from_bytes(sink.taken[number], policy=policy.default)
    assert isinstance(mail, EmailMessage)
    (path,) = re.findall(r"https?://[^/]+(/login/invitation/\S+)", mail.get_content())
    return mail, path


def test_an_invited_person_sets_a_password_once_and_is_asked_for_a_second_factor(
    sign_in: SignIn, merchant: Merchant, server: Sink
) -> None:
    owner, stranger = sign_in("owner"), sign_in()

    shown = text_of(owner.post("/settings/people", {**ADA, "language": "de"}))
    mail, path = _mail(server)
    asked = text_of(stranger.get(path))
    weak = text_of(stranger.post(path, {"new_password1": "short", "new_password2": "short"}))
    done = stranger.post(path, CHOSEN)
    again = sign_in().get(path)

    assert "ada@example.com" in shown
    assert "Send ada another link" in shown
    assert server.recipients == ["ada@example.com"]
    assert mail["Subject"] == "Ihr Zugang zu Ordino"
    assert 'name="new_password1"' in asked
    assert 'name="new_password1"' in weak
    assert done["Location"] == "/account/second-factor/app"
    assert stranger.get("/money").status_code == 200
    assert again.status_code == 410
    assert "Send ada another link" not in text_of(owner.get("/settings/people"))
    assert _signed_in(sign_in(), CHOSEN["new_password1"])


def test_another_link_replaces_the_one_before_and_a_revoked_one_opens_nothing(
    sign_in: SignIn, merchant: Merchant, server: Sink
) -> None:
    owner = sign_in("owner")
    owner.post("/settings/people", ADA)
    _, first = _mail(server)
    owner.post("/settings/people", {"do": "invite", "name": "ada"})
    _, second = _mail(server)
    replaced, good = sign_in().get(first).status_code, sign_in().get(second).status_code
    page = text_of(owner.post("/settings/people", {"do": "revoke", "name": "ada"}))

    assert (replaced, good, sign_in().get(second).status_code) == (410, 200, 410)
    assert "Send ada another link" not in page
    assert merchant.rows("select is_active from auth_user where username = 'ada'") == [(False,)]
    kinds = merchant.rows("select kind from engine_event where stream like 'person/%'")
    assert sorted(kinds) == [("PersonChanged",), ("PersonInvited",), ("PersonInvited",), ("PersonRegistered",)]


def test_the_journal_says_who_invited_whom_and_never_the_link(
    sign_in: SignIn, merchant: Merchant, server: Sink
) -> None:
    sign_in("owner").post("/settings/people", ADA)
    _, path = _mail(server)

    told = merchant.rows(
        "select c.actor, e.data ->> 'name', e.data ->> 'email' from engine_event e "
        "join engine_command c on c.id = e.command_id where e.kind = 'PersonInvited'"
    )
    assert told == [("owner", "ada", "ada@example.com")]
    assert merchant.rows(f"select count(*) from engine_event where data::text like '%{path.rpartition('-')[2]}%'") == [
        (0,)
    ]


def test_a_link_that_could_not_be_sent_leaves_password_and_invitation_as_they_were(
    sign_in: SignIn, merchant: Merchant, server: Sink
) -> None:
    owner = sign_in("owner")
    owner.post("/settings/people", ADA)
    _, path = _mail(server)
    sign_in().post(path, CHOSEN)
    server.refusal = "550 no such mailbox"

    owner.post("/settings/people", {"do": "invite", "name": "ada"})

    assert _signed_in(sign_in(), CHOSEN["new_password1"])
    assert merchant.rows("select count(*) from engine_event where kind = 'PersonInvited'") == [(1,)]


def test_a_link_grows_old_and_a_changed_one_opens_nothing(
    sign_in: SignIn, merchant: Merchant, server: Sink, monkeypatch: pytest.MonkeyPatch
) -> None:
    from django.conf import settings  # noqa: PLC0415 - after django.setup()

    sign_in("owner").post("/settings/people", ADA)
    _, path = _mail(server)
    changed = [path[:-1] + ("0" if path[-1] != "0" else "1"), "/login/invitation/x", "/login/invitation/99999999-a-b"]
    statuses = {sign_in().get(one).status_code for one in changed}
    monkeypatch.setattr(settings, "PASSWORD_RESET_TIMEOUT", -1)

    assert statuses == {410}
    assert sign_in().get(path).status_code == 410


def test_a_mail_that_cannot_leave_is_said_in_place_and_no_address_is_refused(
    sign_in: SignIn, merchant: Merchant, server: Sink
) -> None:
    owner = sign_in("owner")
    server.refusal = "550 no such mailbox"

    refused = text_of(owner.post("/settings/people", ADA))
    nowhere = text_of(owner.post("/settings/people", {**ADA, "name": "bob", "email": ""}))

    assert "the mail could not be sent" in refused
    assert "Send ada another link" not in refused
    assert "an invitation needs an address" in nowhere


def _signed_in(client: Client, password: str) -> bool:
    client.post("/login", {"login": "ada", "password": password})
    return client.get("/money").status_code == 200
