"""A mail server of a few lines on this machine, and the settings that send mail there."""

import socketserver
from collections.abc import Iterator
from contextlib import contextmanager
from threading import Thread

import pytest


class Sink(socketserver.ThreadingTCPServer):
    """Keeps what it is given, or refuses the recipient with an answer of the test."""

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


@contextmanager
def mail_server() -> Iterator[Sink]:
    """A running server, to which Django sends mail meanwhile."""
    from django.conf import settings  # noqa: PLC0415 - exists only after django.setup()

    with Sink() as sink, pytest.MonkeyPatch.context() as patch:
        thread = Thread(target=sink.serve_forever, kwargs={"poll_interval": 0.01}, daemon=True)
        thread.start()
        patch.setattr(settings, "EMAIL_BACKEND", "django.core.mail.backends.smtp.EmailBackend")
        patch.setattr(settings, "EMAIL_HOST", "127.0.0.1")
        patch.setattr(settings, "EMAIL_PORT", sink.server_address[1])
        patch.setattr(settings, "EMAIL_USE_TLS", False)
        patch.setattr(settings, "EMAIL_USE_SSL", False)
        try:
            yield sink
        finally:
            sink.shutdown()
            thread.join()
