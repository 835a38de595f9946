"""Cursors of keyset pages in addresses: the last row of a page as text. A cursor that was tampered with begins anew."""

import base64
import binascii
from typing import TypeVar

import msgspec

Cursor = TypeVar("Cursor", bound=msgspec.Struct)


def to_text(cursor: msgspec.Struct) -> str:
    return base64.urlsafe_b64encode(msgspec.json.encode(msgspec.structs.astuple(cursor))).decode().rstrip("=")


def from_text(text: str, first: Cursor) -> Cursor:
    """The cursor that the text holds, or `first`."""
    fields = [field.type for field in msgspec.structs.fields(first)]
    try:
        raw = base64.urlsafe_b64decode(text + "=" * (-len(text) % 4))
        values = msgspec.json.decode(raw, type=tuple[*fields])  # type: ignore[valid-type]
    except (binascii.Error, ValueError):
        return first
    return type(first)(*values)


def number_or(text: str, first: int) -> int:
    """The number that the text is, as far as a database may be asked for it, or `first`."""
    return int(text) if text.isascii() and text.isdigit() and len(text) < 19 else first
