"""Who asks: the API key of a request, kept for a moment, or the person whose session it brings; and how often they may ask."""

import asyncio
import time
from collections.abc import Callable
from concurrent.futures import ThreadPoolExecutor
from functools import partial

import psycopg
import structlog

from ordino.access.decide.scopes import permissions_of
from ordino.access.queries import USE_PRECISION, actor_of, grant_of, record_use
from ordino.access.rows import Grant
from ordino.access.secret import hash_of
from ordino.api.answers import Refuse
from ordino.api.limits import Limits, RateLimit
from ordino.api.problems import Busy, NotAuthenticated, NotFromThisSite, TooManyRequests
from ordino.api.signing import TOKEN_PREFIX, token_of
from ordino.api.web import Web
from ordino.engine import Actor, Engine
from ordino.kernel.messages import Record
from ordino.kernel.problems import NotPermitted

log = structlog.get_logger("ordino.api")
_MOST_KEPT = 10_000
PEOPLE_PER_MINUTE = 1_200


class Caller(Record, frozen=True):
    """Who asks, and the channel it is kept to."""

    actor: Actor
    grant: Grant

    @property
    def channel(self) -> str | None:
        return self.grant.channel

    def must(self, permission: str) -> None:
        """Raises Refuse where the caller lacks the permission."""
        if not self.actor.may(permission):
            raise Refuse(NotPermitted(permission=permission, actor=self.actor.name))


class Person(Record, frozen=True):
    """Somebody who is signed in to the back office; `genuine` says that the request comes from the site itself (CSRF)."""

    id: int
    name: str
    permissions: frozenset[str]
    genuine: bool


PersonOf = Callable[[str, dict[str, str], bool], Person | None]
"""Who a session belongs to, by the method, the headers, and whether it came by HTTPS."""


class Keyring:
    """What secrets stand for. An answer of the database is kept for `grant_seconds`, so a revoked key is out soon."""

    def __init__(
        self,
        engine: Engine,
        readers: ThreadPoolExecutor,
        limits: Limits,
        secret: bytes,
        person_of: PersonOf | None = None,
    ) -> None:
        self._engine = engine
        self._secret = secret
        self._person_of = person_of
        self._readers = readers
        self._limits = limits
        self._kept: dict[tuple[str, str], tuple[float, Caller]] = {}
        self._used: dict[int, float] = {}
        self._rates = RateLimit(time.monotonic)
        self._notes: set[asyncio.Future[None]] = set()

    async def admit(self, request: Web) -> Caller:
        """The caller of a request, counted. Raises Refuse with 401 or 429."""
        caller = await self.look_up(request)
        grant = caller.grant
        wait_seconds = self._rates.take(grant.key_id, grant.requests_per_minute)
        if wait_seconds:
            raise Refuse(TooManyRequests(requests_per_minute=grant.requests_per_minute, wait_seconds=wait_seconds))
        return caller

    async def look_up(self, request: Web) -> Caller:
        """Who a request is by now; not counted, for whoever was admitted and stays. Raises Refuse with 401."""
        scheme, _, secret = request.headers.get("authorization", "").partition(" ")
        if scheme.lower() == "bearer" and secret:
            return await self._bearer(secret.strip())
        return await self._signed_in(request)

    def stays(self, request: Web, caller: Caller) -> "Stays":
        """Whoever was admitted now and listens on."""
        return Stays(self, request, caller, self._limits.grant_seconds)

    async def _signed_in(self, request: Web) -> Caller:
        """Whoever's session the request brings; never kept, so that signing out holds at once."""
        if self._person_of is None or "cookie" not in request.headers or "authorization" in request.headers:
            raise Refuse(NotAuthenticated())
        headers = dict(request.headers.items())
        secure = request.scope.get("scheme") == "https"
        look_up = partial(self._person_of, request.method, headers, secure)
        person = await asyncio.get_running_loop().run_in_executor(self._readers, look_up)
        if person is None:
            raise Refuse(NotAuthenticated())
        if not person.genuine:
            raise Refuse(NotFromThisSite())
        grant = Grant(-person.id, person.name, [], None, None, PEOPLE_PER_MINUTE)
        return Caller(Actor(person.name, person.permissions), grant)

    async def _bearer(self, secret: str) -> Caller:
        """The caller with this secret of a key, or with a token of one, which may narrow its scopes."""
        if not secret.startswith(TOKEN_PREFIX):
            return await self._caller(hash_of(secret), "")
        token = token_of(self._secret, secret)
        if token is None or token.expires_at <= self._engine.clock():
            raise Refuse(NotAuthenticated())
        caller = await self._caller(token.secret_hash, token.id)
        return Caller(Actor(caller.actor.name, permissions_of(token.scopes)), caller.grant)

    async def _caller(self, secret_hash: str, token_id: str) -> Caller:
        now = time.monotonic()
        by = (secret_hash, token_id)
        kept = self._kept.get(by)
        if kept is None or now >= kept[0]:
            self._kept.pop(by, None)
            grant = await asyncio.get_running_loop().run_in_executor(self._readers, self._look_up, *by)
            if grant is None:
                raise Refuse(NotAuthenticated())
            if len(self._kept) >= _MOST_KEPT:
                self._kept.clear()
            kept = self._kept[by] = (now + self._limits.grant_seconds, Caller(actor_of(grant), grant))
            self._note_use(grant.key_id, now)
        caller = kept[1]
        if caller.grant.expires_at is not None and caller.grant.expires_at <= self._engine.clock():
            raise Refuse(NotAuthenticated())
        return caller

    def _look_up(self, secret_hash: str, token_id: str) -> Grant | None:
        try:
            with self._engine.reader() as reader:
                return grant_of(reader, secret_hash, now=self._engine.clock(), token_id=token_id)
        except psycopg.OperationalError as failure:
            log.warning("database away", failure=str(failure).strip())
            raise Refuse(Busy(wait_seconds=1)) from None

    def _note_use(self, key_id: int, now: float) -> None:
        """Note the use behind the answer, once a minute."""
        if now - self._used.get(key_id, float("-inf")) < USE_PRECISION.total_seconds():
            return
        self._used[key_id] = now
        loop = asyncio.get_running_loop()
        note = loop.run_in_executor(self._readers, self._record, key_id)
        self._notes.add(note)
        note.add_done_callback(self._notes.discard)

    def _record(self, key_id: int) -> None:
        try:
            record_use(self._engine, key_id, at=self._engine.clock())
        except psycopg.Error as failure:
            log.warning("use of a key not noted", key_id=key_id, failure=str(failure).strip())


class Stays:
    """A caller who was admitted and stays, such as one who listens to a stream; looked at again at most every few seconds."""

    def __init__(self, keyring: Keyring, request: Web, caller: Caller, every_seconds: float) -> None:
        self._keyring = keyring
        self._request = request
        self._caller = caller
        self._every = every_seconds
        self._looked = time.monotonic()

    async def caller(self) -> Caller:
        """The caller as they are by now. Raises Refuse where the key, token or session lets nobody in any more."""
        if time.monotonic() - self._looked >= self._every:
            self._caller = await self._keyring.look_up(self._request)
            self._looked = time.monotonic()
        return self._caller
