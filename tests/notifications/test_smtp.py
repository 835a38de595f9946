"""Messages leave by SMTP; a server that refuses for now is asked again, one that refuses for good is believed."""

from collections.abc import Iterator
from datetime import timedelta
from email import message_from_bytes, policy

import pytest

from tests.notifications.test_notifications import ADA, states, switch_on, work
from tests.support.mail_server import Sink, mail_server
from tests.support.merchant import Merchant, line


@pytest.fixture
def server() -> Iterator[Sink]:
    with mail_server() as sink:
        yield sink


def test_a_message_reaches_its_recipient_under_a_message_id_of_its_key(merchant: Merchant, server: Sink) -> None:
    switch_on(merchant)
    merchant.place(line("A", 1, "10.00"), email=ADA)

    work(merchant)

    mail = message_from_bytes(server.taken[0], policy=policy.default)
    assert server.recipients == [ADA]
    assert str(mail["Message-ID"]).endswith("@shop.example>")
    assert mail.get_body(("html",)) is not None
    assert states(merchant) == [("confirmation", "sent")]


def test_a_server_that_refuses_for_now_is_asked_again(merchant: Merchant, server: Sink) -> None:
    switch_on(merchant)
    merchant.place(line("A", 1, "10.00"), email=ADA)
    server.refusal = "451 try later"
    work(merchant)
    assert states(merchant) == [("confirmation", "pending")]
    assert merchant.rows("select state from engine_effect") == [("unknown",)]

    server.refusal = ""
    merchant.engine.clock.set(merchant.engine.clock() + timedelta(minutes=10))
    work(merchant)

    assert (len(server.taken), states(merchant)) == (1, [("confirmation", "sent")])


def test_a_server_that_refuses_for_good_is_believed(merchant: Merchant, server: Sink) -> None:
    switch_on(merchant)
    order_id = merchant.place(line("A", 1, "10.00"), email=ADA)
    server.refusal = "550 no such mailbox"

    work(merchant)

    assert states(merchant) == [("confirmation", "failed")]
    assert merchant.rows("select state from engine_effect") == [("failed",)]
    assert merchant.rows("select kind, order_id from exceptions_exception") == [("message_failed", order_id)]
    ((reason,),) = merchant.rows("select reason from notifications_message")
    assert "550" in reason


def test_a_server_that_is_away_is_asked_again(merchant: Merchant, server: Sink) -> None:
    switch_on(merchant)
    merchant.place(line("A", 1, "10.00"), email=ADA)
    server.server_close()

    work(merchant)

    assert states(merchant) == [("confirmation", "pending")]
