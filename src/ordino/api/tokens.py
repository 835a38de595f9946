"""OAuth 2 client credentials (RFC 6749): a short-lived token for an API key, with all of its scopes or with fewer.

A token is signed, not kept: it names the hash of the key's secret, so that it ends with the key, and ten minutes after it was
issued in any case. Only of a token that is revoked before (RFC 7009) the id is kept, for that long. Decisions 0071 and 0101.
"""

from collections.abc import Callable
from datetime import datetime, timedelta
from secrets import token_urlsafe
from typing import Any, cast
from urllib.parse import parse_qsl

import msgspec
from authlib.oauth2.rfc6749 import (
    AuthorizationServer,
    ClientCredentialsGrant,
    InvalidScopeError,
    OAuth2Request,
)
from authlib.oauth2.rfc6749.requests import BasicOAuth2Payload
from authlib.oauth2.rfc7009 import RevocationEndpoint

from ordino.access.commands import RevokeToken
from ordino.access.decide.scopes import check_scope, permissions_of
from ordino.access.queries import actor_of, grant_of
from ordino.access.rows import Grant
from ordino.access.secret import hash_of
from ordino.api.answers import answer
from ordino.api.requests import read_content
from ordino.api.service import Service
from ordino.api.signing import AccessToken, signed_token, token_of
from ordino.api.web import Answer, Web
from ordino.engine import Actor, Engine
from ordino.kernel.messages import Record

TOKEN_LIVES = timedelta(minutes=10)
_MOST_BYTES = 10_000
_ADDRESS = "https://ordino.invalid/oauth/token"  # whether the way here is safe is seen to before us
_GRANT = "client_credentials"
_METHODS = ("client_secret_basic", "client_secret_post")
_ID_BYTES = 16


class IssuedToken(Record, frozen=True):
    """A token, what it permits, and for how many seconds."""

    access_token: str
    token_type: str
    expires_in: int
    scope: str


class RevokedToken(Record, frozen=True):
    """The token is accepted no more; there is nothing else to say."""


class TokenRefused(Record, frozen=True):
    """Why there is no token, in the words of RFC 6749."""

    error: str
    error_description: str = ""


async def issue_token(service: Service, request: Web) -> Answer:
    """A token for the API key that asks."""
    return await _answered(service, request, lambda server, asked: server.create_token_response(asked))


async def revoke_token(service: Service, request: Web) -> Answer:
    """Let one token of the API key that asks be accepted no more (RFC 7009)."""
    return await _answered(
        service, request, lambda server, asked: server.create_endpoint_response(_Revocation.ENDPOINT_NAME, asked)
    )


async def _answered(
    service: Service, request: Web, work: "Callable[[_Server, _Request], tuple[int, Any, Any]]"
) -> Answer:
    body = await read_content(request, _MOST_BYTES, service.body_patience)
    form = dict(parse_qsl(body.decode("latin-1"), keep_blank_values=True))
    asked = _Request(form, {"Authorization": request.headers.get("authorization", "")})
    server = _Server(service.engine, service.secret)
    status, told, more = await service.in_thread(lambda: work(server, asked))
    return answer(msgspec.json.encode(told), {name: str(value) for name, value in more}, status=status)


class _Request(OAuth2Request):  # type: ignore[misc]
    """What authlib wants to know of a request."""

    def __init__(self, form: dict[str, str], headers: dict[str, str]) -> None:
        super().__init__("POST", _ADDRESS, headers={name: value for name, value in headers.items() if value})
        self.payload = BasicOAuth2Payload(form)

    @property
    def form(self) -> dict[str, str]:
        return cast(dict[str, str], self.payload.data)


class _Client:
    """An API key as an OAuth client: its name is the client's, its secret the client's."""

    def __init__(self, engine: Engine, name: str) -> None:
        self._engine = engine
        self._name = name
        self.secret_hash = ""
        self.grant: Grant | None = None

    def check_client_secret(self, secret: str) -> bool:
        self.secret_hash = hash_of(secret)
        with self._engine.reader() as reader:
            found = grant_of(reader, self.secret_hash, now=self._engine.clock())
        self.grant = found if found is not None and found.name == self._name else None
        return self.grant is not None

    def check_endpoint_auth_method(self, method: str, endpoint: str) -> bool:
        return endpoint in ("token", _Revocation.ENDPOINT_NAME) and method in _METHODS

    def check_grant_type(self, grant_type: str) -> bool:
        return grant_type == _GRANT


class _Credentials(ClientCredentialsGrant):  # type: ignore[misc]
    TOKEN_ENDPOINT_AUTH_METHODS = _METHODS

    def validate_requested_scope(self) -> None:
        """A token permits nothing that its key does not."""
        client: _Client = self.request.client
        assert client.grant is not None
        actor = actor_of(client.grant)
        for scope in (self.request.payload.scope or "").split():
            if check_scope(scope) is not None or not all(map(actor.may, permissions_of((scope,)))):
                raise InvalidScopeError(description="The key has no such scope.")


class _FoundToken(Record, frozen=True):
    """A token that lives, and the key it is of."""

    token: AccessToken
    key_id: int

    def check_client(self, client: _Client) -> bool:
        return client.grant is not None and client.grant.key_id == self.key_id


class _Revocation(RevocationEndpoint):  # type: ignore[misc]
    CLIENT_AUTH_METHODS = _METHODS

    def query_token(self, text: str, hint: str | None) -> _FoundToken | None:
        """What a text says, where it is a token that is accepted still."""
        found: _FoundToken | None = self.server.find(text)
        return found

    def revoke_token(self, found: _FoundToken, request: _Request) -> None:
        self.server.revoke(found, request.client)


class _Server(AuthorizationServer):  # type: ignore[misc]
    """authlib's server on our keys and tokens."""

    def __init__(self, engine: Engine, secret: bytes) -> None:
        super().__init__()
        self._engine = engine
        self._secret = secret
        self.register_token_generator(_GRANT, self._token)
        self.register_grant(_Credentials)
        self.register_endpoint(_Revocation)

    def query_client(self, client_id: str) -> _Client:
        return _Client(self._engine, client_id)

    def create_oauth2_request(self, request: _Request) -> _Request:
        return request

    def find(self, text: str) -> _FoundToken | None:
        """A token that is accepted still."""
        token, now = token_of(self._secret, text), self._engine.clock()
        if token is None or token.expires_at <= now:
            return None
        with self._engine.reader() as reader:
            grant = grant_of(reader, token.secret_hash, now=now, token_id=token.id)
        return None if grant is None else _FoundToken(token, grant.key_id)

    def revoke(self, found: _FoundToken, client: _Client) -> None:
        assert client.grant is not None
        actor = Actor(actor_of(client.grant).name, frozenset({RevokeToken.permission()}))
        command = RevokeToken(api_key_id=found.key_id, token_id=found.token.id, expires_at=found.token.expires_at)
        self._engine.execute([command], actor=actor)

    def send_signal(self, name: str, *args: Any, **kwargs: Any) -> None:
        """Nobody listens."""

    def save_token(self, token: IssuedToken, request: _Request) -> None:
        """Nothing is kept."""

    def handle_response(self, status: int, body: Any, headers: Any) -> Any:
        return status, body, headers

    def _token(self, *, client: _Client, scope: str | None, **_: Any) -> IssuedToken:
        assert client.grant is not None
        scopes = tuple((scope or "").split()) or tuple(client.grant.scopes)
        expires_at: datetime = self._engine.clock() + TOKEN_LIVES
        token = signed_token(
            self._secret, AccessToken(token_urlsafe(_ID_BYTES), client.secret_hash, scopes, expires_at)
        )
        return IssuedToken(token, "Bearer", int(TOKEN_LIVES.total_seconds()), " ".join(scopes))
