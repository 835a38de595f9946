"""Customers who order over HTTP and do not give up: what is not answered is asked again, with the same key, until it is."""

import http.client
import threading
from collections.abc import Iterator
from contextlib import contextmanager
from http import HTTPStatus

import msgspec

from ordino.kernel.messages import Record
from ordino.simulation.benchmarks.workload import Workload
from ordino.simulation.benchmarks.world import World

_ORDERS = "/api/v1/orders"
_ANSWER_SECONDS = 20
_PAUSE_MS = 100


class _Accepted(Record, frozen=True):
    order_id: int
    total_minor: int


class Customers:
    """So many customers at once; `acknowledged` holds the number of each order by its reference, once it was answered.

    Every order is paid by the sandbox gateway, under a key of its own. `refused` holds what was answered with anything but
    success or "later".
    """

    def __init__(self, port: int, secret: str, world: World, *, seed: int, customers: int = 4) -> None:
        self.acknowledged: dict[str, int] = {}
        self.paid: set[int] = set()
        self.refused: list[str] = []
        self.repeats = 0
        self._port = port
        self._secret = secret
        self._stopping = threading.Event()
        self._threads = [
            threading.Thread(target=self._shop, args=(Workload(world, seed=seed * 100 + i, prefix=f"F{seed}-{i}-"),))
            for i in range(customers)
        ]

    @contextmanager
    def shopping(self) -> Iterator["Customers"]:
        """Let them order until the end of the context."""
        for thread in self._threads:
            thread.start()
        try:
            yield self
        finally:
            self._stopping.set()
            for thread in self._threads:
                thread.join()

    def _shop(self, workload: Workload) -> None:
        while not self._stopping.is_set():
            order = workload.order()
            reference = str(order.external_reference)
            answer = self._until_answered(_ORDERS, msgspec.json.encode(order), f"place-{reference}")
            if answer is None:
                continue
            accepted = msgspec.json.decode(answer, type=_Accepted)
            self.acknowledged[reference] = accepted.order_id
            payment = {"amount_minor": accepted.total_minor, "gateway": "sandbox"}
            path = f"{_ORDERS}/{accepted.order_id}/authorize-payment"
            if self._until_answered(path, msgspec.json.encode(payment), f"pay-{reference}") is not None:
                self.paid.add(accepted.order_id)

    def _until_answered(self, path: str, body: bytes, key: str) -> bytes | None:
        """The answer of success; None where there was a refusal, or where it is time to go."""
        while not self._stopping.is_set():
            status, answer = self._ask(path, body, key)
            if status == HTTPStatus.OK:
                return answer
            if 0 < status < HTTPStatus.INTERNAL_SERVER_ERROR:
                self.refused.append(f"{path}: {status} {answer.decode(errors='replace')[:300]}")
                return None
            self.repeats += 1
            self._stopping.wait(_PAUSE_MS / 1000)
        return None

    def _ask(self, path: str, body: bytes, key: str) -> tuple[int, bytes]:
        """Status and body of the answer; status 0 where none came."""
        connection = http.client.HTTPConnection("127.0.0.1", self._port, timeout=_ANSWER_SECONDS)
        headers = {
            "Authorization": f"Bearer {self._secret}",
            "Content-Type": "application/json",
            "Idempotency-Key": key,
        }
        try:
            connection.request("POST", path, body, headers)
            answer = connection.getresponse()
            return answer.status, answer.read()
        except (OSError, http.client.HTTPException):
            return 0, b""
        finally:
            connection.close()
