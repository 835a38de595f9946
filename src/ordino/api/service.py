"""What requests are answered with: the engine behind a gatherer for changes, threads for reads and previews, the keyring."""

import asyncio
from collections import Counter
from collections.abc import AsyncIterator, Awaitable, Callable, Sequence
from concurrent.futures import ThreadPoolExecutor
from contextlib import asynccontextmanager
from typing import TypeVar

import psycopg
import structlog

from ordino.api.admission import Keyring, PersonOf
from ordino.api.answers import Refuse
from ordino.api.gathering import RETRY_SECONDS, Gatherer
from ordino.api.glances import Glances
from ordino.api.limits import Limits
from ordino.api.patience import Patience
from ordino.api.problems import Busy, InvalidParameter
from ordino.engine import Actor, Engine, Outcome, Reader
from ordino.engine.bell import Bell
from ordino.kernel.messages import Command

log = structlog.get_logger("ordino.api")
T = TypeVar("T")


class Service:
    """One process' means to answer. `secret` signs cursors; `streams` counts the open ones of each feed and listener."""

    def __init__(
        self,
        engine: Engine,
        gatherer: Gatherer,
        readers: ThreadPoolExecutor,
        limits: Limits,
        secret: bytes,
        person_of: PersonOf | None = None,
    ) -> None:
        self.engine = engine
        self.gatherer = gatherer
        self.limits = limits
        self.secret = secret
        self.body_patience = Patience(limits.body_seconds)
        self.upload_patience = Patience(limits.upload_seconds)
        self.streams: Counter[str] = Counter()
        self.bell = Bell(engine.address)
        self.keyring = Keyring(engine, readers, limits, secret, person_of)
        self._glances = Glances(engine, readers, limits)
        self._answer_patience = Patience(limits.answer_seconds)
        self._readers = readers

    async def read(self, question: Callable[[Reader], T], *, by_key: bool = False) -> T:
        """Ask the database in one read-only snapshot, which what is asked by key may share with others.

        Raises Refuse with `Busy` where the database is away or too slow.
        """
        if by_key:
            return await self._in_time(self._glances.ask(question))

        def ask() -> T:
            with self.engine.reader() as reader:
                return question(reader)

        return await self.in_thread(ask)

    async def change(self, work: Callable[[Engine], T]) -> T:
        """Do what changes something by more than one command of a caller, in a thread of its own."""
        return await self.in_thread(lambda: work(self.engine))

    async def preview(self, commands: Sequence[Command], actor: Actor) -> list[Outcome]:
        """What would become of the commands."""
        return await self.in_thread(lambda: self.engine.preview(commands, actor=actor))

    async def in_thread(self, work: Callable[[], T]) -> T:
        """Do what blocks in a thread. Raises Refuse like `read`."""
        return await self._in_time(asyncio.get_running_loop().run_in_executor(self._readers, work))

    async def _in_time(self, answer: Awaitable[T]) -> T:
        try:
            with self._answer_patience.limit():
                return await answer
        except TimeoutError:
            raise Refuse(Busy(wait_seconds=RETRY_SECONDS)) from None
        except psycopg.DataError:
            reason = "holds a number or a text that cannot be looked for"
            raise Refuse(InvalidParameter(parameter="query", reason=reason)) from None
        except psycopg.OperationalError as failure:
            log.warning("database away", failure=str(failure).strip())
            raise Refuse(Busy(wait_seconds=RETRY_SECONDS)) from None


@asynccontextmanager
async def serving(
    engine: Engine, limits: Limits, secret: bytes, person_of: PersonOf | None = None
) -> AsyncIterator[Service]:
    """The service, ready; when it ends, what is in flight is finished first."""
    readers = ThreadPoolExecutor(limits.readers, thread_name_prefix="reader")
    try:
        async with Gatherer(engine, limits) as gatherer:
            service = Service(engine, gatherer, readers, limits, secret, person_of)
            listening = asyncio.create_task(service.bell.listen())
            try:
                yield service
            finally:
                listening.cancel()
                await asyncio.gather(listening, return_exceptions=True)
    finally:
        readers.shutdown()
