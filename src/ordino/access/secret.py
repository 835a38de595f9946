"""Secrets of API keys: 256 random bits behind a prefix that may be shown. Only their hashes are kept.

A plain SHA-256 is enough: nobody guesses 256 random bits, so there is nothing that slow hashing would have to slow down.
"""

import hashlib
import secrets

from ordino.kernel.messages import Record

_RANDOM_BYTES = 32
_PREFIX_BYTES = 4


class Secret(Record, frozen=True):
    """A new secret, to be shown once; commands take the other two."""

    text: str
    prefix: str
    hash: str


def new_secret() -> Secret:
    """A secret that nobody has had before."""
    prefix = f"ordino_{secrets.token_hex(_PREFIX_BYTES)}"
    text = f"{prefix}_{secrets.token_urlsafe(_RANDOM_BYTES)}"
    return Secret(text, prefix, hash_of(text))


def hash_of(secret: str) -> str:
    """The form in which a secret is kept and looked for."""
    return hashlib.sha256(secret.encode("utf-8", "surrogatepass")).hexdigest()
