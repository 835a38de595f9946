"""Messages leave by SMTP; a server that refuses for now is asked again, one that refuses for good is believed."""

import socketserver
from collections.abc import Iterator
from datetime import timedelta
from email import message_from_bytes, policy
from threading import Thread

import pytest

from tests.notifications.test_notifications import ADA, states, switch_on, work
from tests.support.merchant import Merchant, line


class Sink(socketserver.ThreadingTCPServer):
    """A mail server of a few lines: keeps what it is given, or refuses the recipient with an answer of the test."""

    allow_reuse_address = True
    daemon_threads = True

    def __init__(self) -> None:
        super().__init__(("127.0.0.1", 0), _Session)
        self.taken: list[bytes] = []
        self.recipients: list[str] = []
        self.refusal = ""


class _Session(socketserver.StreamRequestHandler):
    server: Sink

    def handle(self) -> None:
        self._say("220 sink")
        while line := self.rfile.readline().decode().strip():
            word = line.split(":")[0].split()[0].upper()
            if word == "QUIT":
                self._say("221 bye")
                return
            if word == "RCPT" and self.server.refusal:
                self._say(self.server.refusal)
            elif word == "DATA":
                self._take()
            else:
                if word == "RCPT":
                    self.server.recipients.append(line.partition(":")[2].strip("<>"))
                self._say("250 ok")

    def _take(self) -> None:
        self._say("354 go on")
        lines = []
        while (line := self.rfile.readline()) != b".\r\n":
            lines.append(line)
        self.server.taken.append(b"".join(lines))
        self._say("250 taken")

    def _say(self, text: str) -> None:
        self.wfile.write(f"{text}\r\n".encode())


@pytest.fixture
def server(monkeypatch: pytest.MonkeyPatch) -> Iterator[Sink]:
    from django.conf import settings  # noqa: PLC0415 - exists only after django.setup()

    with Sink() as sink:
        thread = Thread(target=sink.serve_forever, kwargs={"poll_interval": 0.01}, daemon=True)
        thread.start()
        monkeypatch.setattr(settings, "EMAIL_BACKEND", "django.core.mail.backends.smtp.EmailBackend")
        monkeypatch.setattr(settings, "EMAIL_HOST", "127.0.0.1")
        monkeypatch.setattr(settings, "EMAIL_PORT", sink.server_address[1])
        monkeypatch.setattr(settings, "EMAIL_USE_TLS", False)
        monkeypatch.setattr(settings, "EMAIL_USE_SSL", False)
        yield sink
        sink.shutdown()
        thread.join()


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
