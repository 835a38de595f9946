"""A merchant with webhooks, real receivers on loopback, and a courier that sends to them."""

import asyncio
import ssl
from collections.abc import Callable, Iterator, Sequence
from contextlib import contextmanager
from datetime import UTC, datetime
from decimal import Decimal
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from threading import Condition, Event, Thread
from types import TracebackType
from typing import Any

import msgspec

from ordino.adapters.webhooks.courier import Courier
from ordino.adapters.webhooks.sending import Patience
from ordino.orders.commands import HoldOrder, ReleaseHolds
from ordino.orders.rows import OrderedLine
from ordino.webhooks.commands import CreateWebhook, WebhookResult
from ordino.webhooks.guard import Guard, parse_networks
from ordino.webhooks.secret import make_secret, new_salt
from tests.conftest import TestEngine
from tests.support.merchant import Merchant

KEY = b"the key of the tests' installation"
LOOPBACK = Guard(parse_networks("127.0.0.1"))
SECONDS = 60
HURRIED = Patience(connect_ms=1_000, read_ms=1_000, total_ms=1_500, answer_ms=200)


class Message(msgspec.Struct, frozen=True):
    """What a receiver got."""

    headers: dict[str, str]
    body: bytes

    @property
    def id(self) -> str:
        return self.headers["webhook-id"]

    @property
    def told(self) -> dict[str, Any]:
        told: dict[str, Any] = msgspec.json.decode(self.body)
        return told

    @property
    def place(self) -> tuple[str, int]:
        return self.told["stream"], self.told["sequence"]


Respond = Callable[[Message, BaseHTTPRequestHandler], int | None]


class _Server(ThreadingHTTPServer):
    daemon_threads = True
    request_queue_size = 128


class Receiver:
    """A web server on loopback. `respond` answers the status, or None where it has answered by itself."""

    def __init__(self, respond: Respond | None = None) -> None:
        self.respond: Respond = respond or (lambda message, handler: 204)
        self.messages: list[Message] = []
        self._news = Condition()
        outer = self

        class Handler(BaseHTTPRequestHandler):
            protocol_version = "HTTP/1.1"

            def do_POST(self) -> None:
                body = self.rfile.read(int(self.headers["content-length"]))
                message = Message({name.lower(): value for name, value in self.headers.items()}, body)
                with outer._news:
                    outer.messages.append(message)
                    outer._news.notify_all()
                status = outer.respond(message, self)
                if status is not None:
                    self.send_response(status)
                    self.send_header("content-length", "0")
                    self.end_headers()

            def log_message(self, format: str, *values: Any) -> None:
                pass

        self._server = _Server(("127.0.0.1", 0), Handler)
        self._thread = Thread(target=self._server.serve_forever, args=(0.01,), daemon=True)

    @property
    def url(self) -> str:
        return f"http://127.0.0.1:{self._server.server_port}/hooks"

    def encrypt(self, context: ssl.SSLContext) -> None:
        """Speak HTTPS from now on."""
        self._server.socket = context.wrap_socket(self._server.socket, server_side=True)

    def wait(self, enough: Callable[[list[Message]], bool]) -> list[Message]:
        """What has arrived, once it is enough."""
        with self._news:
            assert self._news.wait_for(lambda: enough(self.messages), timeout=SECONDS), [m.id for m in self.messages]
            return list(self.messages)

    def __enter__(self) -> "Receiver":
        self._thread.start()
        return self

    def __exit__(self, kind: type[BaseException] | None, error: BaseException | None, at: TracebackType | None) -> None:
        self._server.shutdown()
        self._server.server_close()


class Desk(Merchant):
    """The channels `shop` and `market`, plenty of mugs, and webhooks."""

    def __init__(self, engine: TestEngine) -> None:
        super().__init__(engine)
        engine.clock.set(datetime.now(UTC).replace(microsecond=0))
        self.channel_ids = {code: self.channel(code) for code in ("shop", "market")}
        self.stock("MUG", 10_000)

    def create(self, url: str, *event_types: str, name: str = "hook", **terms: Any) -> tuple[int, str]:
        """A webhook; answers its number and its secret."""
        secret = make_secret(KEY, new_salt())
        command = CreateWebhook(name=name, url=url, seal=secret.seal, event_types=event_types, **terms)
        result = self.completed(command).result
        assert isinstance(result, WebhookResult)
        return result.webhook_id, secret.text

    def order(self, channel: str = "shop") -> int:
        return self.place(OrderedLine(sku="MUG", quantity=1, unit_price=Decimal(5)), channel=channel)

    def stir(self, order_id: int) -> None:
        """Two more events of an order."""
        self.completed(HoldOrder(order_id=order_id, reason="manual"))
        self.completed(ReleaseHolds(order_id=order_id, reason="manual"))

    def courier(self, *, patience: Patience | None = None, guard: Guard = LOOPBACK, key: bytes = KEY) -> Courier:
        return Courier(self.engine, key, guard, patience=patience, rhythm_ms=20)

    @contextmanager
    def sending(self, *couriers: Courier) -> Iterator[None]:
        """Couriers at work for as long as the block lasts."""
        stopping = Event()
        threads = [
            Thread(target=lambda one=one: asyncio.run(one.run(stopping))) for one in couriers or (self.courier(),)
        ]
        for thread in threads:
            thread.start()
        try:
            yield
        finally:
            stopping.set()
            for thread in threads:
                thread.join()

    def until(self, question: str, expected: Sequence[Any], *parameters: Any) -> None:
        """Wait until the database answers a question as expected."""
        waited = Event()
        for _ in range(SECONDS * 50):
            found = self.rows(question, *parameters)
            if found == list(expected):
                return
            waited.wait(0.02)
        waiting = self.rows(
            "select kind, state, attempts, last_status, last_error from webhooks_message where state = 'waiting'"
        )
        raise AssertionError(f"{found} is not {expected}; waiting: {waiting}")

    def all_delivered(self) -> None:
        self.until("select count(*) from webhooks_message where state <> 'delivered'", [(0,)])
