"""The courier: sends to every active webhook what waits for it, each on its own, so that a slow receiver holds up nobody else.

It runs in a worker, on an event loop of its own; what it asks of the database it asks in threads.
"""

import asyncio
import random
import ssl
from collections.abc import Callable, Sequence
from concurrent.futures import ThreadPoolExecutor
from threading import Event
from typing import TypeVar

import msgspec
import structlog

from ordino.adapters.webhooks.sending import Answer, Patience, Receiver
from ordino.engine import SYSTEM, Engine
from ordino.kernel.schemas import event_types
from ordino.webhooks import queue
from ordino.webhooks.commands import PauseWebhook, SetAsideWebhookMessage, WebhookCommand
from ordino.webhooks.decide.retrying import MOST_ATTEMPTS, SPREAD_PERCENT, next_try
from ordino.webhooks.guard import Guard
from ordino.webhooks.lifecycle import DELIVERED, WAITING
from ordino.webhooks.queue import Settled, message_id
from ordino.webhooks.rows import ClaimedMessage, Told, WebhookRow
from ordino.webhooks.secret import WrongKey, open_seal, signatures

log = structlog.get_logger("ordino.webhooks")
AT_ONCE = 8
_RHYTHM_MS = 1_000
_PAUSE_AFTER_FAILURE_SECONDS = 5
_DATABASE_THREADS = 4
_RESOLVING_THREADS = 64
T = TypeVar("T")
_encoder = msgspec.json.Encoder()


class Courier:
    """Sends what waits until it is told to stop. `key` is the installation's, which secrets are made from."""

    def __init__(
        self,
        engine: Engine,
        key: bytes,
        guard: Guard,
        *,
        patience: Patience | None = None,
        tls: ssl.SSLContext | None = None,
        rhythm_ms: int = _RHYTHM_MS,
    ) -> None:
        self._engine = engine
        self._key = key
        self._guard = guard
        self._patience = patience or Patience()
        self._tls = tls or ssl.create_default_context()
        self._rhythm = rhythm_ms / 1000
        self._database = ThreadPoolExecutor(_DATABASE_THREADS, thread_name_prefix="webhooks")
        self._resolvers = ThreadPoolExecutor(_RESOLVING_THREADS, thread_name_prefix="resolving")
        self._active: dict[int, WebhookRow] = {}
        self._rounds: dict[int, asyncio.Task[None]] = {}

    async def run(self, stopping: Event) -> None:
        """Serve every active webhook until `stopping` is set. What is being sent then is left to be sent again."""
        try:
            while not stopping.is_set():
                await self._look()
                await asyncio.to_thread(stopping.wait, self._rhythm)
        finally:
            for task in self._rounds.values():
                task.cancel()
            await asyncio.gather(*self._rounds.values(), return_exceptions=True)
            await asyncio.to_thread(self._database.shutdown, cancel_futures=True)  # what is being noted is noted
            self._resolvers.shutdown(wait=False)

    async def _look(self) -> None:
        """See which webhooks are active; begin to serve those that are new, and again those whose serving broke."""
        try:
            found = await self._ask(lambda: queue.active_webhooks(self._engine))
        except Exception as failure:
            log.warning("webhooks wait", failure=f"{type(failure).__name__}: {failure}")
            return
        self._active = {webhook.id: webhook for webhook in found}
        for webhook_id in self._active:
            task = self._rounds.get(webhook_id)
            if task is None or task.done():
                self._rounds[webhook_id] = asyncio.create_task(self._serve(webhook_id))

    async def _serve(self, webhook_id: int) -> None:
        """Send to one webhook as long as it is active."""
        sending: set[asyncio.Task[None]] = set()
        receiver: Receiver | None = None
        try:
            while (webhook := self._active.get(webhook_id)) is not None:
                if receiver is None or receiver.url != webhook.url:
                    if receiver is not None:
                        await _finished(sending, receiver)
                    receiver = self._receiver(webhook.url)
                messages = await self._take(webhook, AT_ONCE - len(sending))
                sending |= {asyncio.create_task(self._deliver(webhook, receiver, message)) for message in messages}
                if sending:
                    done, sending = await asyncio.wait(
                        sending, timeout=self._rhythm, return_when=asyncio.FIRST_COMPLETED
                    )
                    _tell_defects(webhook, done)
                elif not messages:
                    await asyncio.sleep(self._rhythm)
        finally:
            for task in sending:
                task.cancel()
            if receiver is not None:
                await receiver.close()

    def _receiver(self, url: str) -> Receiver:
        return Receiver(url, self._guard, self._patience, self._resolvers, self._tls, most=AT_ONCE)

    async def _take(self, webhook: WebhookRow, room: int) -> Sequence[ClaimedMessage]:
        """Messages to be sent now, as many as there is room for; a failure is waited out."""
        if room <= 0:
            return ()

        def take() -> Sequence[ClaimedMessage]:
            queue.read_ahead(self._engine, webhook)
            return queue.claim(self._engine, webhook.id, room)

        try:
            return await self._ask(take)
        except Exception as failure:
            log.warning("webhook waits", webhook=webhook.name, failure=f"{type(failure).__name__}: {failure}")
            await asyncio.sleep(_PAUSE_AFTER_FAILURE_SECONDS)
            return ()

    async def _deliver(self, webhook: WebhookRow, receiver: Receiver, message: ClaimedMessage) -> None:
        """Send one message once, and write down what came of it."""
        body = _body(message)
        try:
            headers = self._headers(webhook, message, body)
        except WrongKey:
            reason = "The secret cannot be made: ORDINO_SECRET_KEY is not the one it was made with; rotate the secret."
            await self._command(PauseWebhook(webhook_id=webhook.id, reason=reason, alert=True))
            return
        answer = await receiver.send(headers, body, message.attempts)
        await self._settle(webhook, message, answer)

    def _headers(self, webhook: WebhookRow, message: ClaimedMessage, body: bytes) -> dict[str, str]:
        now = self._engine.clock()
        named = message_id(webhook.id, message.position)
        texts = [open_seal(self._key, seal) for seal in webhook.seals(now)]
        return {
            "content-type": "application/json",
            "webhook-id": named,
            "webhook-timestamp": str(int(now.timestamp())),
            "webhook-signature": signatures(texts, named, now, body),
        }

    async def _settle(self, webhook: WebhookRow, message: ClaimedMessage, answer: Answer) -> None:
        now = self._engine.clock()
        due_at = next_try(now, message.attempts, percent=_spread(), wait_seconds=answer.wait_seconds)
        state = DELIVERED if answer.taken else WAITING
        kept_until = now + queue.LEASE  # after the last attempt nobody takes it before it is set aside
        settled = Settled(message.id, state, due_at or kept_until, answer.status, answer.error)
        await self._ask(lambda: queue.settle(self._engine, [settled]))
        if answer.gone:
            reason = "The receiver answered 410: it is gone for good."
            await self._command(PauseWebhook(webhook_id=webhook.id, reason=reason, alert=True))
        elif not answer.taken and due_at is None:
            reason = f"{MOST_ATTEMPTS} attempts, at last: {answer.error}"
            await self._command(SetAsideWebhookMessage(webhook_id=webhook.id, position=message.position, reason=reason))

    async def _command(self, command: WebhookCommand) -> None:
        await self._ask(lambda: self._engine.execute([command], actor=SYSTEM))

    async def _ask(self, work: Callable[[], T]) -> T:
        return await asyncio.get_running_loop().run_in_executor(self._database, work)


def _tell_defects(webhook: WebhookRow, done: set[asyncio.Task[None]]) -> None:
    """An attempt of which nothing could be noted is made again when its lease has run out."""
    for task in done:
        failure = task.exception()
        if failure is not None:
            log.warning("attempt not noted", webhook=webhook.name, failure=f"{type(failure).__name__}: {failure}")


async def _finished(sending: set[asyncio.Task[None]], receiver: Receiver) -> None:
    """Let what goes to an address that is left end before its connections are closed."""
    if sending:
        await asyncio.wait(sending)
    await receiver.close()


def _spread() -> int:
    return random.randint(-SPREAD_PERCENT, SPREAD_PERCENT)  # noqa: S311 - spreads tries in time, no secret


def _body(message: ClaimedMessage) -> bytes:
    event = event_types().get(message.kind)
    return _encoder.encode(
        Told(
            type=message.kind,
            timestamp=message.recorded_at,
            version=1 if event is None else event.version,
            position=message.position,
            stream=message.stream,
            sequence=message.sequence,
            order_id=message.order_id,
            order_version=message.order_version,
            data=msgspec.Raw(message.data.encode()),
        )
    )
