"""The gateway `stripe`, by the official client. Present where ORDINO_STRIPE_SECRET_KEY is set; keys come from nowhere else.

What makes it safe to ask again, by Stripe's documented semantics:
- Every call passes its key as idempotency key. Within 24 hours Stripe answers a repetition with what it answered first.
- A capture records its key in the intent's metadata in the same call, a refund in its own; `find` reads them, whatever the age.
- An authorization whose answer was lost has no known name; `find` repeats the call with its key, which is Stripe's own way to ask.
  Where Stripe has kept a failure of its own as the answer, the intent is searched by its metadata.
- A network error, a time-out, a limit or a fault of Stripe is raised: not known, ask later. A refusal is an event.
"""

import os
from collections.abc import Mapping
from datetime import datetime
from email.utils import parsedate_to_datetime
from typing import TYPE_CHECKING, Any

import msgspec

from ordino.adapters.gateways.stripe_amounts import NotPayable, to_stripe
from ordino.adapters.gateways.stripe_objects import Intent, IntentList, Refund, RefundList, RefusalBody, WebhookBody
from ordino.adapters.gateways.stripe_reading import KEY, capture_entry, told_by_intent, told_by_refund, told_by_webhook
from ordino.payments.gateway import BadWebhook, GatewayEvent, GatewayRequest, register_gateway

if TYPE_CHECKING:
    from stripe import StripeClient

STRIPE = "stripe"
API_VERSION = "2026-10-28.endive"
SIGNATURE_HEADER = "stripe-signature"
SIGNATURE_TOLERANCE_SECONDS = 300
CONNECT_SECONDS, READ_SECONDS = 5, 30
_WITH_CHARGE = ["latest_charge"]


class StripeGateway:
    """Money through Stripe: manual capture, in several parts where the card takes it.

    A token is a payment method (`pm_...`), or an intent that the shop has had confirmed by its customer (`pi_...`).
    """

    __slots__ = ("_address", "_client", "_read_seconds", "_secret_key", "_webhook_secret")

    def __init__(
        self, secret_key: str, webhook_secret: str = "", *, address: str = "", read_seconds: int = READ_SECONDS
    ) -> None:
        self._secret_key = secret_key
        self._webhook_secret = webhook_secret
        self._address = address
        self._read_seconds = read_seconds
        self._client: StripeClient | None = None

    def __repr__(self) -> str:
        return "StripeGateway()"

    def perform(self, request: GatewayRequest) -> tuple[GatewayEvent, ...]:
        """Carry the call out. A refusal is an event; whatever else Stripe's client raises means: not known."""
        from stripe import CardError, InvalidRequestError  # noqa: PLC0415 - an extra

        try:
            return self._perform(request)
        except NotPayable as problem:
            return (_refused(request, request.asked_at, str(problem)),)
        except (CardError, InvalidRequestError) as refusal:
            return self._explain(request, refusal)

    def find(self, request: GatewayRequest) -> tuple[GatewayEvent, ...]:
        """What became of the call; () where Stripe can say that it never happened."""
        from stripe import APIError  # noqa: PLC0415 - an extra

        if request.kind == "refund":
            answer = self._ask().v1.refunds.list({"payment_intent": request.gateway_reference, "limit": 100})
            known = msgspec.json.decode(_body(answer), type=RefundList).data
            return tuple(
                event
                for refund in known
                if (refund.metadata or {}).get(KEY) == request.key
                for event in told_by_refund(refund, request.key, _date(answer))
            )
        if request.gateway_reference:
            return _of_call(request, *self._retrieve(request.gateway_reference))
        try:
            return self.perform(request)
        except APIError:
            if found := self._search(request):
                return found
            raise

    def read_webhook(self, body: bytes, headers: Mapping[str, str]) -> tuple[GatewayEvent, ...]:
        """The events of a webhook that Stripe signed in the last five minutes."""
        from stripe import SignatureVerificationError, WebhookSignature  # noqa: PLC0415 - an extra

        if not self._webhook_secret:
            raise BadWebhook("ORDINO_STRIPE_WEBHOOK_SECRET is not set")
        signature = {name.lower(): value for name, value in headers.items()}.get(SIGNATURE_HEADER, "")
        if not signature.isascii():  # Stripe's own comparison knows no other
            raise BadWebhook("the signature is not Stripe's, or too old")
        try:
            WebhookSignature.verify_header(body.decode(), signature, self._webhook_secret, SIGNATURE_TOLERANCE_SECONDS)
            return told_by_webhook(msgspec.json.decode(body, type=WebhookBody))
        except SignatureVerificationError as failure:
            raise BadWebhook("the signature is not Stripe's, or too old") from failure
        except (ValueError, RecursionError, msgspec.MsgspecError) as failure:
            raise BadWebhook(f"{type(failure).__name__}: the body cannot be read") from failure

    def _perform(self, request: GatewayRequest) -> tuple[GatewayEvent, ...]:
        amount = to_stripe(request.amount_minor, request.currency)
        options: Any = {"idempotency_key": request.key}
        intents = self._ask().v1.payment_intents
        answer: Any
        match request.kind:
            case "authorize":
                answer = self._authorize(request, amount, options)
            case "capture":
                before, answered_at = self._retrieve(request.gateway_reference)
                if known := _of_call(request, before, answered_at):
                    return known
                parameters = _capture_parameters(request, before, amount)
                answer = intents.capture(request.gateway_reference, parameters, options)
            case "void":
                answer = intents.cancel(request.gateway_reference, {"expand": _WITH_CHARGE}, options)
            case "refund":
                metadata = {KEY: request.key}
                answer = self._ask().v1.refunds.create(
                    {"payment_intent": request.gateway_reference, "amount": amount, "metadata": metadata}, options
                )
                refund = msgspec.json.decode(_body(answer), type=Refund)
                return tuple(told_by_refund(refund, request.key, _date(answer)))
        return _of_call(request, msgspec.json.decode(_body(answer), type=Intent), _date(answer))

    def _authorize(self, request: GatewayRequest, amount: int, options: Any) -> Any:
        intents = self._ask().v1.payment_intents
        names = {KEY: request.key, "ordino_order": str(request.order_id), "ordino_payment": str(request.payment_id)}
        if request.token.startswith("pi_"):
            known, _ = self._retrieve(request.token)
            if (known.amount, known.currency) != (amount, request.currency.lower()):
                raise NotPayable(f"the intent is of {known.amount} {known.currency}")
            return intents.update(request.token, {"metadata": names, "expand": _WITH_CHARGE}, options)
        parameters: Any = {
            "amount": amount,
            "currency": request.currency.lower(),
            "capture_method": "manual",
            "confirm": True,
            "error_on_requires_action": True,
            "payment_method": request.token,
            "payment_method_types": ["card"],
            "payment_method_options": {"card": {"request_multicapture": "if_available"}},
            "metadata": names,
            "expand": _WITH_CHARGE,
        }
        return intents.create(parameters, options)

    def _explain(self, request: GatewayRequest, refusal: Any) -> tuple[GatewayEvent, ...]:
        """A refusal as an event. An authorization that is gone already is given up, whoever ended it."""
        if request.kind == "void":
            intent, answered_at = self._retrieve(request.gateway_reference)
            if ended := _of_call(request, intent, answered_at):
                return ended
        body = msgspec.json.decode(refusal.http_body or '{"error":{}}', type=RefusalBody)
        intent_id = body.error.payment_intent.id if body.error.payment_intent is not None else ""
        code = getattr(refusal.error, "decline_code", None) or refusal.code or "refused"
        return (_refused(request, _header_date(refusal.headers), str(code), intent_id),)

    def _retrieve(self, reference: str) -> tuple[Intent, datetime]:
        answer = self._ask().v1.payment_intents.retrieve(reference, {"expand": _WITH_CHARGE})
        return msgspec.json.decode(_body(answer), type=Intent), _date(answer)

    def _search(self, request: GatewayRequest) -> tuple[GatewayEvent, ...]:
        query = f"metadata['{KEY}']:'{request.key}'"
        answer = self._ask().v1.payment_intents.search({"query": query, "limit": 1})
        found = msgspec.json.decode(_body(answer), type=IntentList).data
        return tuple(event for intent in found for event in _of_call(request, intent, _date(answer)))

    def _ask(self) -> "StripeClient":
        """The client, made when it is first needed; it does not repeat by itself, the janitor does."""
        if self._client is None:
            from stripe import RequestsClient, StripeClient  # noqa: PLC0415 - an extra

            addresses: Any = {"api": self._address} if self._address else {}
            self._client = StripeClient(
                self._secret_key,
                stripe_version=API_VERSION,
                base_addresses=addresses,
                max_network_retries=0,
                http_client=RequestsClient(timeout=(CONNECT_SECONDS, self._read_seconds)),
            )
        return self._client


def _capture_parameters(request: GatewayRequest, intent: Intent, amount: int) -> Any:
    """What a capture sends. Whether more may follow depends on the card alone, so that a repetition sends the same."""
    name, value = capture_entry(request.key, amount)
    parameters: dict[str, Any] = {"amount_to_capture": amount, "metadata": {name: value}, "expand": _WITH_CHARGE}
    if intent.card.multicapture.status == "available":
        parameters["final_capture"] = False
    return parameters


def _of_call(request: GatewayRequest, intent: Intent, at: datetime) -> tuple[GatewayEvent, ...]:
    """What an intent says of the call, and that the rest was given up where it was. () where it says nothing of the call."""
    told = tuple(told_by_intent(intent, request.key, at))
    if request.kind == "void":
        return tuple(
            msgspec.structs.replace(event, id=f"{request.key}/succeeded", request_key=request.key)
            for event in told
            if event.kind == "void"
        )
    own = tuple(event for event in told if (event.kind, event.request_key) == (request.kind, request.key))
    return own + tuple(event for event in told if own and event.kind == "void")


def _refused(request: GatewayRequest, at: datetime, reason: str, reference: str = "") -> GatewayEvent:
    return GatewayEvent(
        id=f"{request.key}/failed",
        kind=request.kind,
        outcome="failed",
        amount_minor=request.amount_minor,
        occurred_at=at,
        request_key=request.key,
        gateway_reference=reference or request.gateway_reference,
        reason=reason,
    )


def _body(answer: Any) -> str:
    return str(answer.last_response.body)


def _date(answer: Any) -> datetime:
    return _header_date(answer.last_response.headers)


def _header_date(headers: Mapping[str, str]) -> datetime:
    """When Stripe answered."""
    return parsedate_to_datetime({name.lower(): value for name, value in headers.items()}["date"])


def _register() -> None:
    secret_key = os.environ.get("ORDINO_STRIPE_SECRET_KEY", "")
    if secret_key:
        webhook_secret = os.environ.get("ORDINO_STRIPE_WEBHOOK_SECRET", "")
        address = os.environ.get("ORDINO_STRIPE_ADDRESS", "")
        stripe = StripeGateway(secret_key, webhook_secret, address=address)
        register_gateway(STRIPE, stripe, test="_test_" in secret_key, told=bool(webhook_secret))


_register()
