"""Whether a webhook may be as it is asked for."""

import re
from collections.abc import Collection, Sequence
from urllib.parse import urlsplit

from ordino.kernel.problems import InvalidInput
from ordino.webhooks.guard import Guard
from ordino.webhooks.secret import SecretSeal

LONGEST_URL = 2_000
LONGEST_OVERLAP_HOURS = 30 * 24
_URL = re.compile(r"[!-~]+", re.ASCII)
_SALT = re.compile(r"[0-9a-f]{32}", re.ASCII)
_SHA256 = re.compile(r"[0-9a-f]{64}", re.ASCII)


def check_url(url: str, guard: Guard) -> InvalidInput | None:
    """Why nothing can be sent to an address, or None. Where a name leads is looked up before, and again when something is sent."""
    if len(url) > LONGEST_URL or not _URL.fullmatch(url):
        return _not_so(f"give 1 to {LONGEST_URL} printable ASCII characters without a space.")
    try:
        parts = urlsplit(url)
        host = parts.hostname
        port = parts.port
    except ValueError:
        return _not_so("cannot be read as an address.")
    if parts.scheme not in ("https", "http") or not host:
        return _not_so("give an address such as https://shop.example/webhooks.")
    if parts.username is not None or parts.password is not None or "#" in url:
        return _not_so("must hold neither a user nor a fragment; messages are signed instead.")
    if port == 0:
        return _not_so("names port 0.")
    never = guard.why_never(host, encrypted=parts.scheme == "https")
    return None if never is None else _not_so(f"{never}.")


def check_event_types(wanted: Sequence[str], known: Collection[str]) -> InvalidInput | None:
    """Why there cannot be told of these kinds of events, or None."""
    unknown = next((kind for kind in wanted if kind not in known), None)
    if unknown is not None:
        return InvalidInput(field="event_types", reason=f"{unknown[:100]!r} is none that webhooks tell of.")
    if len(set(wanted)) != len(wanted):
        return InvalidInput(field="event_types", reason="names one twice.")
    return None


def check_seal(seal: SecretSeal) -> InvalidInput | None:
    """Why this is no seal, or None."""
    if _SALT.fullmatch(seal.salt) and _SHA256.fullmatch(seal.hash):
        return None
    return InvalidInput(field="seal", reason="must be a salt of 32 and a SHA-256 of 64 lower-case hexadecimal digits.")


def check_overlap(hours: int) -> InvalidInput | None:
    if 0 <= hours <= LONGEST_OVERLAP_HOURS:
        return None
    return InvalidInput(field="overlap_hours", reason=f"must be 0 to {LONGEST_OVERLAP_HOURS}.")


def check_position(position: int | None) -> InvalidInput | None:
    if position is None or 0 <= position < 2**63:
        return None
    return InvalidInput(field="after_position", reason="must be a position of the journal, or 0 for its beginning.")


def _not_so(reason: str) -> InvalidInput:
    return InvalidInput(field="url", reason=reason)
