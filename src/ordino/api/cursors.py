"""Cursors of lists: where the next page begins, signed, so that nobody can make one up or use it with another question."""

import base64
import hashlib
import hmac
from typing import TypeVar

import msgspec

from ordino.api.answers import Refuse
from ordino.api.problems import InvalidParameter

T = TypeVar("T", bound=msgspec.Struct)
_SIGNATURE_BYTES = 16


def write_cursor(secret: bytes, question: bytes, position: msgspec.Struct) -> str:
    """The cursor of a position in the answer to a question."""
    content = msgspec.json.encode(position)
    return base64.urlsafe_b64encode(_signature(secret, question, content) + content).decode().rstrip("=")


def read_cursor(secret: bytes, question: bytes, cursor: str, shape: type[T]) -> T:
    """The position of a cursor; raises Refuse where it was not given for this question."""
    try:
        raw = base64.b64decode(cursor.encode() + b"=" * (-len(cursor) % 4), altchars=b"-_", validate=True)
        signature, content = raw[:_SIGNATURE_BYTES], raw[_SIGNATURE_BYTES:]
        if hmac.compare_digest(signature, _signature(secret, question, content)):
            return msgspec.json.decode(content, type=shape)
    except (ValueError, msgspec.DecodeError):
        pass
    reason = "was not given by this server for this question; begin again without it"
    raise Refuse(InvalidParameter(parameter="cursor", reason=reason))


def _signature(secret: bytes, question: bytes, content: bytes) -> bytes:
    return hmac.digest(secret, question + b"\0" + content, hashlib.sha256)[:_SIGNATURE_BYTES]
