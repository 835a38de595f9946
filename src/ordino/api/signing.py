"""Signed texts: what this server has said, and nobody else can say."""

import base64
import hashlib
import hmac
from datetime import datetime
from typing import TypeVar

import msgspec

from ordino.kernel.messages import Record

T = TypeVar("T", bound=msgspec.Struct)
_SIGNATURE_BYTES = 16


TOKEN_PREFIX = "ordino_token_"  # noqa: S105 - says what it is


class AccessToken(Record, frozen=True):
    """Who asks with the rights of an API key, or with fewer, until when. The `id` is what a single one is revoked by."""

    id: str
    secret_hash: str
    scopes: tuple[str, ...]
    expires_at: datetime


def signed_token(secret: bytes, token: AccessToken) -> str:
    """A token as its bearer sends it."""
    return TOKEN_PREFIX + signed(secret, token)


def token_of(secret: bytes, text: str) -> AccessToken | None:
    """What a bearer's token says; None where it is none of this server's."""
    return unsigned(secret, text.removeprefix(TOKEN_PREFIX), AccessToken)


def signed(secret: bytes, content: msgspec.Struct, about: bytes = b"") -> str:
    """The content with a signature over it and what it is about, in characters that stand in an address."""
    text = msgspec.json.encode(content)
    return base64.urlsafe_b64encode(_signature(secret, type(content), about, text) + text).decode().rstrip("=")


def unsigned(secret: bytes, token: str, shape: type[T], about: bytes = b"") -> T | None:
    """The content of a token; None where it was not signed by this server as this, about this."""
    try:
        raw = base64.b64decode(token.encode() + b"=" * (-len(token) % 4), altchars=b"-_", validate=True)
        signature, text = raw[:_SIGNATURE_BYTES], raw[_SIGNATURE_BYTES:]
        if hmac.compare_digest(signature, _signature(secret, shape, about, text)):
            return msgspec.json.decode(text, type=shape)
    except (ValueError, msgspec.DecodeError):
        pass
    return None


def _signature(secret: bytes, shape: type[msgspec.Struct], about: bytes, text: bytes) -> bytes:
    said = b"\0".join((shape.__name__.encode(), about, text))
    return hmac.digest(secret, said, hashlib.sha256)[:_SIGNATURE_BYTES]
