"""What has happened to API keys. Streams: `api_key/1`. No event holds a secret or its hash."""

from datetime import datetime

from ordino.kernel.messages import Event


class ApiKeyIssued(Event, frozen=True, kw_only=True):
    api_key_id: int
    name: str
    prefix: str
    scopes: tuple[str, ...]
    channel_id: int | None
    expires_at: datetime | None


class ApiKeyRotated(Event, frozen=True, kw_only=True):
    """The secret before is accepted until `previous_until`."""

    api_key_id: int
    prefix: str
    previous_until: datetime


class ApiKeyRevoked(Event, frozen=True, kw_only=True):
    api_key_id: int
    reason: str


class TokenRevoked(Event, frozen=True, kw_only=True):
    """One token of a key is accepted no more; it would have ended at `expires_at`."""

    api_key_id: int
    token_id: str
    expires_at: datetime


class PersonRegistered(Event, frozen=True, kw_only=True):
    """Stream `person/1`. Somebody is known here from now on, with these roles."""

    person_id: int
    name: str
    email: str
    roles: tuple[str, ...]
    active: bool


class PersonChanged(Event, frozen=True, kw_only=True):
    """How the person stands now."""

    person_id: int
    name: str
    email: str
    roles: tuple[str, ...]
    active: bool


class PersonInvited(Event, frozen=True, kw_only=True):
    """A link to set a password went to this address."""

    person_id: int
    name: str
    email: str
