"""The gateways `stored_value` and `store_credit`: gift cards and store credit, kept in our own database.

They are called as every gateway is, by a worker after the transaction, with a key; what they do is a command of its own, done once
for its key. A payment's token names the account (`account/12`), never the code of a card. `store_credit` takes refunds of any
payment to the credit of the order's customer.
"""

from collections.abc import Mapping
from functools import cached_property

from ordino.engine import SYSTEM, Completed, Engine, Replayed, open_pool
from ordino.engine.embedded import database_url
from ordino.kernel.messages import Refused
from ordino.kernel.problems import InvalidInput, NotFound, Problem
from ordino.payments.gateway import BadWebhook, GatewayEvent, GatewayRequest, register_gateway
from ordino.payments.rows import STORE_CREDIT
from ordino.stored_value.commands import (
    CreditRefund,
    GiveBackStoredValue,
    MovingCommand,
    RedeemStoredValue,
    ReleaseStoredValue,
    ReserveStoredValue,
    ValueMoved,
)
from ordino.stored_value.problems import NoCustomer, NotEnoughValue, OtherCurrency, ValueHasExpired
from ordino.stored_value.queries import movement_by_key, reservation, reservation_by_key

STORED_VALUE = "stored_value"
_NO: tuple[type[Problem], ...] = (InvalidInput, NotFound, NotEnoughValue, ValueHasExpired, OtherCurrency, NoCustomer)
_RESERVATION = "reservation/"


class NotDone(Exception):
    """The database was busy; nothing was done."""


def account_token(account_id: int) -> str:
    """The token of a payment by this account."""
    return f"account/{account_id}"


class StoredValueGateway:
    """Works on the configured database, or on the engine it is given."""

    def __init__(self, engine: Engine | None = None) -> None:
        self._given = engine

    @cached_property
    def _engine(self) -> Engine:
        return self._given or Engine(open_pool(database_url(), maximum_connections=2))

    def perform(self, request: GatewayRequest) -> tuple[GatewayEvent, ...]:
        """Set aside, take, set free or give back. Raises NotDone where the database is busy."""
        command = self._command(request)
        (outcome,) = self._engine.execute([command], actor=SYSTEM)
        if isinstance(outcome, Refused):
            if not isinstance(outcome.problem, _NO):
                raise NotDone(outcome.problem.detail())
            return (_failed(request, outcome.problem),)
        assert isinstance(outcome, Completed | Replayed)
        assert isinstance(outcome.result, ValueMoved)
        return (_succeeded(request, outcome.result.amount_minor, outcome.result.reservation_id),)

    def find(self, request: GatewayRequest) -> tuple[GatewayEvent, ...]:
        """What was done under the key."""
        with self._engine.reader() as reader:
            if request.kind == "authorize":
                made = reservation_by_key(reader, request.key)
                return () if made is None else (_succeeded(request, made.amount_minor, made.id),)
            if request.kind == "void":
                held = reservation(reader, _reservation_id(request))
                ended = held is not None and not held.left_minor
                return (_succeeded(request, held.released_minor, held.id),) if held is not None and ended else ()
            moved = movement_by_key(reader, request.key)
            return () if moved is None else (_succeeded(request, moved.amount_minor, moved.reservation_id),)

    def read_webhook(self, body: bytes, headers: Mapping[str, str]) -> tuple[GatewayEvent, ...]:
        raise BadWebhook("nobody sends webhooks for stored value")

    def _command(self, request: GatewayRequest) -> MovingCommand:
        match request.kind:
            case "authorize":
                return ReserveStoredValue(
                    account_id=_number(request.token, "account/"),
                    order_id=request.order_id,
                    payment_id=request.payment_id,
                    currency=request.currency,
                    amount_minor=request.amount_minor,
                    request_key=request.key,
                )
            case "capture":
                return RedeemStoredValue(
                    reservation_id=_reservation_id(request), amount_minor=request.amount_minor, request_key=request.key
                )
            case "void":
                return ReleaseStoredValue(reservation_id=_reservation_id(request))
            case "refund":
                return GiveBackStoredValue(
                    reservation_id=_reservation_id(request), amount_minor=request.amount_minor, request_key=request.key
                )


class StoreCreditGateway(StoredValueGateway):
    """Gives refunds of any payment to the customer's store credit; it moves nothing else."""

    def _command(self, request: GatewayRequest) -> MovingCommand:
        if request.kind != "refund":
            raise ValueError(f"{STORE_CREDIT} takes refunds only; pay by {STORED_VALUE}")
        return CreditRefund(
            order_id=request.order_id,
            currency=request.currency,
            amount_minor=request.amount_minor,
            request_key=request.key,
        )


def _reservation_id(request: GatewayRequest) -> int:
    return _number(request.gateway_reference, _RESERVATION)


def _number(text: str, prefix: str) -> int:
    """The number after the prefix; 0, which nothing has, where there is none."""
    number = text.removeprefix(prefix)
    return int(number) if text.startswith(prefix) and number.isascii() and number.isdigit() else 0


def _succeeded(request: GatewayRequest, amount_minor: int, reservation_id: int | None) -> GatewayEvent:
    return GatewayEvent(
        id=f"{request.key}/succeeded",
        kind=request.kind,
        outcome="succeeded",
        amount_minor=amount_minor,
        occurred_at=request.asked_at,
        request_key=request.key,
        gateway_reference=f"{_RESERVATION}{reservation_id}" if reservation_id is not None else "",
    )


def _failed(request: GatewayRequest, problem: Problem) -> GatewayEvent:
    return GatewayEvent(
        id=f"{request.key}/failed",
        kind=request.kind,
        outcome="failed",
        amount_minor=request.amount_minor,
        occurred_at=request.asked_at,
        request_key=request.key,
        gateway_reference=request.gateway_reference if request.gateway_reference.startswith(_RESERVATION) else "",
        reason=problem.detail(),
    )


register_gateway(STORED_VALUE, StoredValueGateway())
register_gateway(STORE_CREDIT, StoreCreditGateway())
