"""What may be asked of access. Commands carry hashes: a secret is made at the edge, shown once, and never journaled."""

from datetime import datetime
from typing import ClassVar

from msgspec import UNSET, UnsetType

from ordino.kernel.messages import Command, Result


class ApiKeyResult(Result, frozen=True, kw_only=True):
    """The API key as it stands after a command on it; `prefix` is the part of its secret that may be shown."""

    api_key_id: int
    name: str
    prefix: str


class AccessCommand(Command, frozen=True, kw_only=True):
    """A command on access."""

    context: ClassVar[str] = "access"
    result: ClassVar[type[Result]] = ApiKeyResult


class IssueApiKey(AccessCommand, frozen=True, kw_only=True):
    """Let a program in under a name that no other key ever had, with scopes such as `orders:write`.

    `secret_hash` is the SHA-256 of the secret in hexadecimal, `prefix` its beginning. With `channel_id` the key sees and
    changes only what belongs to that channel.
    """

    name: str
    prefix: str
    secret_hash: str
    scopes: tuple[str, ...]
    channel_id: int | None = None
    expires_at: datetime | None = None
    requests_per_minute: int = 60_000


class RotateApiKey(AccessCommand, frozen=True, kw_only=True):
    """Give a key another secret; the one before is accepted for `overlap_hours` more."""

    api_key_id: int
    prefix: str
    secret_hash: str
    overlap_hours: int = 24


class RevokeApiKey(AccessCommand, frozen=True, kw_only=True):
    """Let a key in no more, with either of its secrets; it cannot be undone."""

    api_key_id: int
    reason: str = ""


class RevokeToken(AccessCommand, frozen=True, kw_only=True):
    """Accept a signed token of a key no more; the key and its other tokens stay."""

    api_key_id: int
    token_id: str
    expires_at: datetime


class PersonResult(Result, frozen=True, kw_only=True):
    """The person as they stand after a command."""

    person_id: int
    name: str
    roles: tuple[str, ...]
    active: bool


class RegisterPerson(AccessCommand, frozen=True, kw_only=True):
    """Let a person in under a name, or change who they are here; what is not given stays as it is.

    Somebody who is not active cannot sign in. The password is no part of it: it is set where it can be shown, once.
    """

    result: ClassVar[type[Result]] = PersonResult
    name: str
    email: str | UnsetType = UNSET
    roles: tuple[str, ...] | UnsetType = UNSET
    active: bool | UnsetType = UNSET


class RecordInvitation(AccessCommand, frozen=True, kw_only=True):
    """Say that somebody was sent a link to set a password. The link is no part of it; when and by whom, the journal knows."""

    result: ClassVar[type[Result]] = PersonResult
    name: str
