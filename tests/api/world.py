"""A shop that talks to the API: channels, goods, keys, and requests with their bodies."""

from typing import Any

import msgspec
from httpx import Response
from litestar import Litestar
from litestar.testing import TestClient

from ordino.access.commands import IssueApiKey
from ordino.access.secret import new_secret
from ordino.engine import SYSTEM, Completed
from tests.conftest import TestEngine
from tests.support.merchant import LONDON, Merchant

ORDERS = "/api/v1/orders"
ADDRESS = msgspec.to_builtins(LONDON)


class Shop:
    """The channels `shop` and `market` sell MUG and TEA; keys are issued under the names asked for."""

    def __init__(self, engine: TestEngine, client: TestClient[Litestar]) -> None:
        self.engine = engine
        self.client = client
        self.merchant = Merchant(engine)
        self.channel_ids = {code: self.merchant.channel(code) for code in ("shop", "market")}
        self.merchant.stock("MUG", 1000)
        self.merchant.stock("TEA", 1000)
        self.secret = self.issue("everything", "*")
        self._asked = 0

    def issue(self, name: str, *scopes: str, channel: str | None = None, requests_per_minute: int = 60_000) -> str:
        """A key with these scopes; answers its secret."""
        channel_id = None if channel is None else self.channel_ids[channel]
        return issue_key(self.engine, name, *scopes, channel_id=channel_id, requests_per_minute=requests_per_minute)

    def post(self, path: str, body: Any, *, key: str | None = "", secret: str | None = "", **headers: str) -> Response:
        """POST JSON under a fresh idempotency key (None: under none), as the key that may do everything."""
        self._asked += 1
        if key is not None:
            headers["Idempotency-Key"] = key or f"request-{self._asked}"
        return self.client.post(path, json=body, headers={**self._authorized(secret), **headers})

    def get(self, path: str, *, secret: str | None = "", **headers: str) -> Response:
        return self.client.get(path, headers={**self._authorized(secret), **headers})

    def place(self, *, channel: str = "shop", **terms: Any) -> int:
        """Place an order; answers its number."""
        answer = self.post(ORDERS, order(channel=channel, **terms))
        assert answer.status_code == 200, answer.text
        return int(answer.json()["order_id"])

    def journal(self) -> int:
        """How many commands stand in the journal."""
        ((count,),) = self.merchant.rows("select count(*) from engine_command")
        return int(count)

    def _authorized(self, secret: str | None) -> dict[str, str]:
        return {} if secret is None else {"Authorization": f"Bearer {secret or self.secret}"}


def issue_key(engine: TestEngine, name: str, *scopes: str, **terms: Any) -> str:
    """Issue a key; answers its secret."""
    secret = new_secret()
    command = IssueApiKey(name=name, prefix=secret.prefix, secret_hash=secret.hash, scopes=scopes, **terms)
    (outcome,) = engine.execute([command], actor=SYSTEM)
    assert isinstance(outcome, Completed), outcome
    return secret.text


def order(**terms: Any) -> dict[str, Any]:
    """The body of an order of one mug."""
    lines = [{"sku": "MUG", "quantity": 1, "unit_price": "12.50"}]
    return {"channel": "shop", "lines": lines, "ship_to": ADDRESS, **terms}
