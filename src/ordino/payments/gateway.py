"""The port to whoever moves the money: what is asked of a gateway, and what a gateway says has happened.

A gateway is called with a key and never inside a transaction; asked again with the same key it does nothing twice. What it says
are events, in any order and with any repetition: amounts are a fold over them. Tokens only, no card data.
"""

from collections.abc import Mapping
from datetime import datetime
from typing import Literal, Protocol

from ordino.kernel.messages import Record

MOVES = ("authorization_in", "authorization_out", "capture_in", "capture_out")
CallKind = Literal["authorize", "capture", "void", "refund"]
EventKind = Literal[
    "authorize",
    "capture",
    "void",
    "refund",
    "refund_reversal",
    "chargeback",
    "expire",
    "authorization_in",
    "authorization_out",
    "capture_in",
    "capture_out",
]
GatewayOutcome = Literal["requested", "succeeded", "failed", "unknown"]


class GatewayRequest(Record, frozen=True, kw_only=True, omit_defaults=True):
    """One call, named by its key once and for all. `amount_minor` is in the minor unit of `currency`.

    `gateway_reference` is the gateway's own name of the payment; empty until it has given one. `asked_at` is when it was asked
    for, for gateways without a clock of their own.
    """

    key: str
    kind: CallKind
    payment_id: int
    order_id: int
    amount_minor: int
    currency: str
    asked_at: datetime
    gateway_reference: str = ""
    token: str = ""
    method: str = ""


class GatewayEvent(Record, frozen=True, kw_only=True, omit_defaults=True):
    """What a gateway says of one act. `id` is unique for the gateway; the same event may come again.

    `request_key` names the act: the key of our call, or, for an act that did not begin here (a refund on the gateway's own
    screen, a chargeback), the gateway's own id of it. `void` ends what is left of an authorization: a gateway that lets the
    rest go with a partial capture says both. `chargeback` is `requested` while it is open, `succeeded` when it is lost,
    `failed` when it is won. `refund_reversal` (money that came back) has the key of its refund. `expire` is said by
    Ordino, and so is what went out to a payment of another order or came in from one: only authorized, or captured.
    """

    id: str
    kind: EventKind
    outcome: GatewayOutcome
    amount_minor: int
    occurred_at: datetime
    request_key: str
    gateway_reference: str = ""
    reason: str = ""
    expires_at: datetime | None = None


class BadWebhook(Exception):
    """A webhook that the gateway did not sign, or that cannot be read."""


class Gateway(Protocol):
    """Whoever moves the money. Any exception of `perform` and `find` means: not known, ask again later."""

    def perform(self, request: GatewayRequest) -> tuple[GatewayEvent, ...]:
        """Carry out the call; a decline is an event with outcome `failed`. With a key it knows it answers as before."""

    def find(self, request: GatewayRequest) -> tuple[GatewayEvent, ...]:
        """What became of the call with this key; () where it never happened."""

    def read_webhook(self, body: bytes, headers: Mapping[str, str]) -> tuple[GatewayEvent, ...]:
        """The events of a webhook. Raises BadWebhook for a wrong signature."""


class RegisteredGateway(Record, frozen=True):
    """A gateway by its code. One that settles `at_once` asks nobody outside and may answer inside a transaction.

    Where `by_hand`, refunds wait for a person who gives the money back and says so. A `test` moves no real money; one that
    is `told` can check the webhooks that it gets.
    """

    code: str
    gateway: Gateway
    at_once: bool = False
    by_hand: bool = False
    test: bool = False
    told: bool = False


_gateways: dict[str, RegisteredGateway] = {}


def register_gateway(
    code: str,
    gateway: Gateway,
    *,
    at_once: bool = False,
    by_hand: bool = False,
    test: bool = False,
    told: bool = False,
) -> None:
    """Make a gateway known under its code; the adapter's module does it when it is imported."""
    _gateways[code] = RegisteredGateway(code, gateway, at_once, by_hand, test, told)


def gateway_of(code: str) -> RegisteredGateway | None:
    """The gateway with this code, where there is one."""
    return _gateways.get(code)


def given_by_hand(gateway: str) -> bool:
    """Whether people give back what was paid through the gateway, and say what became of it."""
    found = gateway_of(gateway)
    return found is not None and found.by_hand


def gateway_codes() -> tuple[str, ...]:
    return tuple(sorted(_gateways))
