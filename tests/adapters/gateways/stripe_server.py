"""A strict Stripe of our own on loopback: what Stripe publishes about intents, refunds, keys and webhooks, and no more.

It holds to what its documentation says where a lenient fake would hide a mistake: the same key with another body is refused, a
call whose first is still running is refused, more than is capturable is not captured, more than was taken is not given back.
"""

import hashlib
import hmac
import json
import threading
import time
from collections.abc import Iterator
from contextlib import contextmanager
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from typing import Any
from urllib.parse import parse_qsl, urlsplit

from tests.adapters.gateways.stripe_money import Refusal, StripeMoney

SECRET_KEY = "sk_test_4eC39HqLyjWDarjtT1zdp7dc"
WEBHOOK_SECRET = "whsec_test_secret"
_NOT_KEPT = ("parameter_missing", "parameter_unknown", "idempotency_key_in_use")


class Webhook:
    """A webhook as Stripe sends it."""

    def __init__(self, body: bytes, at: int) -> None:
        self.body = body
        self.at = at

    def headers(self, secret: str = WEBHOOK_SECRET, *, at: int | None = None) -> dict[str, str]:
        moment = self.at if at is None else at
        signed = f"{moment}.".encode() + self.body
        signature = hmac.new(secret.encode(), signed, hashlib.sha256).hexdigest()
        return {"Stripe-Signature": f"t={moment},v1={signature}"}


class StripeServer:
    """Keys, faults and webhooks around the money. `calls` are the requests it carried out: method, path, key."""

    def __init__(self) -> None:
        self.money = StripeMoney(self._tell)
        self.calls: list[tuple[str, str, str]] = []
        self.webhooks: list[Webhook] = []
        self.replayed = 0
        self.faults: list[str] = []
        self.held: threading.Event | None = None
        self._kept: dict[str, tuple[str, int, bytes]] = {}
        self._running: set[str] = set()
        self._lock = threading.Lock()
        self._server = ThreadingHTTPServer(("127.0.0.1", 0), _handler(self))
        self.address = f"http://127.0.0.1:{self._server.server_port}"

    @contextmanager
    def serving(self) -> Iterator["StripeServer"]:
        thread = threading.Thread(target=self._server.serve_forever, kwargs={"poll_interval": 0.01}, daemon=True)
        thread.start()
        try:
            yield self
        finally:
            self._server.shutdown()
            self._server.server_close()
            thread.join()

    def next_calls(self, *faults: str) -> None:
        """What goes wrong with the next calls that change something: `lost`, `answer_lost`, `broken`, `limited`, or nothing."""
        self.faults += faults

    def forget_keys(self) -> None:
        """As after 24 hours."""
        self._kept.clear()

    def answer(self, method: str, target: str, form: dict[str, Any], key: str, authorization: str) -> "Answer":
        path, query = urlsplit(target).path, dict(parse_qsl(urlsplit(target).query))
        if authorization != f"Bearer {SECRET_KEY}":
            return Answer(401, _error("invalid_request_error", "Invalid API Key provided: sk_test_****p7dc"))
        if method == "GET":
            return self._carry_out(method, path, query)
        fault = self.faults.pop(0) if self.faults else ""
        if fault == "lost":
            return Answer(0, {})
        if fault == "limited":
            return Answer(429, _error("invalid_request_error", "Too many requests", "rate_limit"))
        answer = self._once(method, path, form, key, broken=fault == "broken")
        return Answer(0, {}) if fault == "answer_lost" else answer

    def _once(self, method: str, path: str, form: dict[str, Any], key: str, *, broken: bool) -> "Answer":
        """The same key and body is answered as the first time; another body, or a first one still running, is refused."""
        if not key:
            raise AssertionError(f"{method} {path} without an idempotency key")
        fingerprint = json.dumps([method, path, form], sort_keys=True)
        with self._lock:
            if key in self._running:
                message = "There is currently another in-progress request using this Idempotent Key."
                return Answer(409, _error("idempotency_error", message, "idempotency_key_in_use"))
            kept = self._kept.get(key)
            if kept is not None and kept[0] != fingerprint:
                return Answer(400, _error("idempotency_error", "Keys can only be used with the same parameters."))
            if kept is not None:
                self.replayed += 1
                return Answer(kept[1], json.loads(kept[2]), replayed=True)
            self._running.add(key)
        try:
            if self.held is not None:
                self.held.wait(10)
            self.calls.append((method, path, key))
            answer = Answer(500, _error("api_error", "Something went wrong.")) if broken else None
            answer = answer or self._carry_out(method, path, form)
            if answer.code not in _NOT_KEPT:
                self._kept[key] = (fingerprint, answer.status, json.dumps(answer.body).encode())
            return answer
        finally:
            self._running.discard(key)

    def _carry_out(self, method: str, path: str, form: dict[str, Any]) -> "Answer":
        with self._lock:
            try:
                return Answer(200, self.money.answer(method, path, form))
            except Refusal as refusal:
                return Answer(refusal.status, {"error": refusal.error})

    def _tell(self, kind: str, thing: dict[str, Any]) -> None:
        """An event for whoever listens, with the object as it is now."""
        at = int(time.time())
        event = {
            "id": f"evt_{len(self.webhooks) + 1}",
            "object": "event",
            "api_version": "2026-10-28.endive",
            "created": at,
            "data": {"object": thing},
            "livemode": False,
            "pending_webhooks": 1,
            "request": {"id": None, "idempotency_key": None},
            "type": kind,
        }
        self.webhooks.append(Webhook(json.dumps(event).encode(), at))


class Answer:
    """What the server says; status 0 hangs up without a word."""

    def __init__(self, status: int, body: dict[str, Any], *, replayed: bool = False) -> None:
        self.status = status
        self.body = body
        self.replayed = replayed

    @property
    def code(self) -> str:
        return str(self.body.get("error", {}).get("code", ""))


def _error(kind: str, message: str, code: str | None = None) -> dict[str, Any]:
    return {"error": {"type": kind, "message": message, **({"code": code} if code else {})}}


def _form(text: str) -> dict[str, Any]:
    """`metadata[key]=1&expand[0]=x` as nested names."""
    nested: dict[str, Any] = {}
    for name, value in parse_qsl(text, keep_blank_values=True):
        *path, last = name.replace("]", "").split("[")
        place = nested
        for part in path:
            place = place.setdefault(part, {})
        place[last] = value
    return nested


def _handler(server: StripeServer) -> type[BaseHTTPRequestHandler]:
    class Handler(BaseHTTPRequestHandler):
        protocol_version = "HTTP/1.1"

        def do_GET(self) -> None:
            self._respond("")

        def do_POST(self) -> None:
            self._respond(self.rfile.read(int(self.headers.get("Content-Length", 0))).decode())

        def _respond(self, text: str) -> None:
            key, authorization = self.headers.get("Idempotency-Key", ""), self.headers.get("Authorization", "")
            answer = server.answer(self.command, self.path, _form(text), key, authorization)
            if not answer.status:
                self.close_connection = True
                return
            body = json.dumps(answer.body).encode()
            self.send_response(answer.status)
            self.send_header("Content-Type", "application/json")
            self.send_header("Content-Length", str(len(body)))
            self.send_header("Request-Id", "req_1")
            if answer.replayed:
                self.send_header("Idempotent-Replayed", "true")
            self.end_headers()
            self.wfile.write(body)

        def log_message(self, format: str, *args: object) -> None:
            """Silent."""

    return Handler
