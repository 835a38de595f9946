"""Where the names of receivers lead, asked before a transaction begins: nobody's locks wait for a name server."""

import time
from collections.abc import Sequence
from threading import Thread
from urllib.parse import urlsplit

from ordino.kernel.messages import Record
from ordino.kernel.problems import InvalidInput
from ordino.webhooks.commands import ChangeWebhook, CreateWebhook
from ordino.webhooks.guard import AddressRefused, Guard, guard_of_installation

LOOK_UP_MS = 2_000
MOST_LOOKED_UP = 20
# Kept for examples, so that nobody has them (RFC 6761).
_NOBODYS = (".example", ".invalid")


class InsideNames(Record, frozen=True):
    """Addresses whose names lead only to where nothing is sent, each with the reason."""

    reasons: dict[str, str]

    def problem(self, url: str) -> InvalidInput | None:
        """Why nothing can be sent to an address, or None."""
        reason = self.reasons.get(url)
        return None if reason is None else InvalidInput(field="url", reason=f"{reason}.")


NOT_ASKED = InsideNames({})


def look_up_names(commands: Sequence[CreateWebhook | ChangeWebhook]) -> InsideNames:
    """Look up the names of addresses at once, of many only the first; what has no answer is looked up when it is used."""
    guard = guard_of_installation()
    urls = sorted({command.url for command in commands if command.url})
    questions = [_LookUp(url, guard) for url in urls[:MOST_LOOKED_UP]]
    for question in questions:
        question.start()
    ends = time.monotonic_ns() + LOOK_UP_MS * 1_000_000
    for question in questions:
        question.join(max(0, ends - time.monotonic_ns()) / 1_000_000_000)
    return InsideNames({one.url: one.refused for one in questions if one.refused is not None})


class _LookUp(Thread):
    """One question to the name servers, which cannot be broken off: a late answer is for nobody."""

    def __init__(self, url: str, guard: Guard) -> None:
        super().__init__(daemon=True)
        self.url = url
        self.refused: str | None = None
        self._guard = guard

    def run(self) -> None:
        try:
            parts = urlsplit(self.url)
            host = parts.hostname or ""
            if host and not host.rstrip(".").endswith(_NOBODYS):
                self._guard.resolve(host, parts.port or 443, encrypted=parts.scheme == "https")
        except AddressRefused as refused:
            self.refused = str(refused)
        except (OSError, ValueError):
            return
