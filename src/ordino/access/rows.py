"""Rows of access."""

from datetime import datetime

from ordino.kernel.messages import Record


class ApiKeyRow(Record, frozen=True):
    """What commands on a key need to know of it."""

    id: int
    name: str
    prefix: str
    revoked_at: datetime | None


class Grant(Record, frozen=True):
    """What a secret stands for: a key that is neither revoked nor expired; `channel` is the code of the one it is kept to."""

    key_id: int
    name: str
    scopes: list[str]
    channel: str | None
    expires_at: datetime | None
    requests_per_minute: int


class ApiKeyView(Record, frozen=True):
    """A key as it is shown to those who manage keys."""

    id: int
    name: str
    prefix: str
    scopes: list[str]
    channel: str | None
    requests_per_minute: int
    issued_by: str
    issued_at: datetime
    expires_at: datetime | None
    previous_until: datetime | None
    revoked_at: datetime | None
    last_used_at: datetime | None


class PersonRow(Record, frozen=True):
    """A person who may sign in; with `everything` they may do everything, whatever their roles."""

    id: int
    name: str
    email: str = ""
    active: bool = True
    everything: bool = False
    roles: tuple[str, ...] = ()


class PersonView(Record, frozen=True):
    """A person as they are shown to the owner."""

    id: int
    name: str
    email: str
    active: bool
    everything: bool
    roles: list[str]
    last_login: datetime | None
