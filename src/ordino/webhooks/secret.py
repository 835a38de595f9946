"""Secrets of webhooks. None is kept anywhere: each is made from the installation's own key and a random salt.

The database, its backups and the journal hold the salt and a hash; without the key of the installation (`ORDINO_SECRET_KEY`)
no secret comes of them. The hash tells whether the key at hand is the one a secret was made with.
"""

import base64
import hashlib
import hmac
import secrets
from collections.abc import Sequence
from datetime import datetime

from standardwebhooks import Webhook as Signer

from ordino.kernel.messages import Record

_SALT_BYTES = 16
_PURPOSE = b"webhook secret\0"


class SecretSeal(Record, frozen=True):
    """What may be known of a secret: the salt it is made with, and its SHA-256; both hexadecimal."""

    salt: str
    hash: str


class Secret(Record, frozen=True):
    """A secret in the form of Standard Webhooks (`whsec_...`), to be shown once, and its seal, which commands take."""

    text: str
    seal: SecretSeal


class WrongKey(Exception):
    """The installation's key is not the one that the secret was made with."""


def new_salt() -> str:
    return secrets.token_hex(_SALT_BYTES)


def salt_of(key: bytes, request: str) -> str:
    """The salt for a request that names itself, so that the same request, asked again, gets the same secret."""
    return hmac.digest(key, b"webhook salt\0" + request.encode(), hashlib.sha256)[:_SALT_BYTES].hex()


def make_secret(key: bytes, salt: str) -> Secret:
    """The secret of a salt: 256 bits, the same each time."""
    raw = hmac.digest(key, _PURPOSE + bytes.fromhex(salt), hashlib.sha256)
    return Secret(f"whsec_{base64.b64encode(raw).decode()}", SecretSeal(salt, hashlib.sha256(raw).hexdigest()))


def open_seal(key: bytes, seal: SecretSeal) -> str:
    """The secret's text again. Raises WrongKey."""
    secret = make_secret(key, seal.salt)
    if not hmac.compare_digest(secret.seal.hash, seal.hash):
        raise WrongKey
    return secret.text


def signatures(secrets_: Sequence[str], message_id: str, at: datetime, body: bytes) -> str:
    """The value of `webhook-signature`: one signature for each secret that is valid now."""
    return " ".join(Signer(secret).sign(message_id, at, body.decode()) for secret in secrets_)
