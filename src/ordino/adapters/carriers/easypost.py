"""The carrier `easypost`, which sells labels of many carriers. Present where ORDINO_EASYPOST_API_KEY is set.

A service is named `CARRIER/Service` as EasyPost names both (`USPS/GroundAdvantage`). What makes it safe to ask again, by EasyPost's
documented semantics: a shipment is created with the purchase's key as its `reference`, which finds it again; creating one costs
nothing, buying is refused for a shipment that has its postage. So the key is looked for before anything is created or bought.
Of a purchase whose answer is lost, the label is found; of one that never happened, nothing was paid.

A refusal (status 4xx, except limits and time-outs) is final; a network error, a limit or a fault of EasyPost is raised: not
known, ask later. Source: EasyPost API reference, "Shipments", "Errors".
"""

import os
from collections.abc import Mapping
from datetime import date, datetime, timedelta
from decimal import ROUND_UP, Decimal
from typing import TypeVar

import httpx
import msgspec

from ordino.adapters.carriers.easypost_events import read_easypost_webhook
from ordino.delivery.carrier import BadSignature, BoughtLabel, CarrierRequest, Parcel, register_carrier
from ordino.delivery.commands import RecordTracking
from ordino.delivery.rows import Rate
from ordino.engine.effects import EffectFailed
from ordino.kernel.messages import Record
from ordino.kernel.money import rounded_minor
from ordino.orders.rows import PostalAddress

EASYPOST = "easypost"
ADDRESS = "https://api.easypost.com"
CONNECT_SECONDS, ANSWER_MILLISECONDS = 5, 30_000
LARGEST_DOCUMENT_BYTES = 2_000_000
TAKEN_BACK = ("submitted", "refunded")
_NOT_FINAL = (401, 403, 408, 409, 425, 429)
_GRAMS_AN_OUNCE = Decimal("28.349523125")
_MILLIMETRES_AN_INCH = Decimal("25.4")
_TENTH = Decimal("0.1")
T = TypeVar("T")


class _Rate(Record, frozen=True):
    id: str
    carrier: str
    service: str
    rate: str
    currency: str
    delivery_days: int | None = None
    delivery_date: datetime | None = None

    @property
    def name(self) -> str:
        return f"{self.carrier}/{self.service}"

    @property
    def minor(self) -> int:
        return rounded_minor(Decimal(self.rate), self.currency)


class _PostageLabel(Record, frozen=True):
    label_url: str
    label_file_type: str = "application/pdf"
    created_at: datetime | None = None


class _Shipment(Record, frozen=True):
    id: str
    created_at: datetime
    rates: tuple[_Rate, ...] = ()
    selected_rate: _Rate | None = None
    postage_label: _PostageLabel | None = None
    tracking_code: str | None = None
    refund_status: str | None = None


class _Refusal(Record, frozen=True):
    code: str = ""
    message: object = ""


class _Error(Record, frozen=True):
    error: _Refusal


class EasyPost:
    """Labels through EasyPost, one parcel each."""

    __slots__ = ("_client", "_documents", "_webhook_secret")

    def __init__(
        self,
        api_key: str,
        webhook_secret: str = "",
        *,
        address: str = "",
        answer_milliseconds: int = ANSWER_MILLISECONDS,
    ) -> None:
        self._webhook_secret = webhook_secret
        self._client = httpx.Client(
            base_url=f"{address or ADDRESS}/v2",
            auth=(api_key, ""),
            timeout=httpx.Timeout(answer_milliseconds / 1000, connect=CONNECT_SECONDS),
        )
        self._documents = httpx.Client(timeout=self._client.timeout)

    def __repr__(self) -> str:
        return "EasyPost()"

    def quote(self, request: CarrierRequest) -> tuple[Rate, ...]:
        """What EasyPost would take, by service; a day only where the carrier names it."""
        shipment = self._create(request)
        return tuple(Rate(rate.name, rate.minor, rate.currency, _arrives_on(rate, shipment)) for rate in shipment.rates)

    def buy_label(self, request: CarrierRequest) -> BoughtLabel:
        """Buy the label, once: a purchase of this key that is there already is the answer."""
        shipment = self._find(request.key) or self._create(request)
        if shipment.postage_label is None:
            shipment = self._buy(shipment, request)
        return self._label(shipment)

    def find_label(self, request: CarrierRequest) -> BoughtLabel | None:
        """The label of this key, or None where nothing was paid."""
        shipment = self._find(request.key)
        return None if shipment is None or shipment.postage_label is None else self._label(shipment)

    def void(self, request: CarrierRequest) -> None:
        """Ask for the price back. EasyPost accepts at once and pays later, or refuses."""
        shipment = self._find(request.key)
        if shipment is None or shipment.postage_label is None:
            raise EffectFailed("EasyPost knows no such purchase")
        if shipment.refund_status in TAKEN_BACK:
            return
        status = self._ask("POST", f"/shipments/{shipment.id}/refund", _Shipment).refund_status
        if status not in TAKEN_BACK:
            raise EffectFailed(f"the refund is {status or 'not possible'}")

    def read_webhook(self, body: bytes, headers: Mapping[str, str]) -> tuple[RecordTracking, ...]:
        """What a signed message says of shipments."""
        if not self._webhook_secret:
            raise BadSignature("ORDINO_EASYPOST_WEBHOOK_SECRET is not set")
        return read_easypost_webhook(body, headers, secret=self._webhook_secret)

    def _create(self, request: CarrierRequest) -> _Shipment:
        if len(request.parcels) != 1:
            raise EffectFailed(f"a label carries one parcel, not {len(request.parcels)}; ship each package by itself")
        return self._ask(
            "POST",
            "/shipments",
            _Shipment,
            {
                "shipment": {
                    "reference": request.key,
                    "from_address": _address(request.sender),
                    "to_address": _address(request.recipient),
                    "parcel": _parcel(request.parcels[0]),
                    "is_return": request.is_return,
                    "options": {
                        "label_format": "PDF",
                        "print_custom_1": request.reference,
                        "currency": request.currency,
                    },
                }
            },
        )

    def _find(self, key: str) -> _Shipment | None:
        answer = self._client.get(f"/shipments/{key}")
        return None if answer.status_code == 404 else _read(answer, _Shipment)

    def _buy(self, shipment: _Shipment, request: CarrierRequest) -> _Shipment:
        rate = next((rate for rate in shipment.rates if rate.name == request.service), None)
        if rate is None:
            offered = ", ".join(sorted(rate.name for rate in shipment.rates)) or "nothing"
            raise EffectFailed(f"{request.service} does not carry it; EasyPost offers {offered}")
        return self._ask("POST", f"/shipments/{shipment.id}/buy", _Shipment, {"rate": {"id": rate.id}})

    def _label(self, shipment: _Shipment) -> BoughtLabel:
        label, rate = shipment.postage_label, shipment.selected_rate
        if label is None or rate is None or not shipment.tracking_code:
            raise ValueError(f"EasyPost sold shipment {shipment.id} without label, rate or tracking code")
        document = self._documents.get(label.label_url)
        document.raise_for_status()
        if len(document.content) > LARGEST_DOCUMENT_BYTES:
            raise ValueError(f"a label of {len(document.content)} bytes is longer than {LARGEST_DOCUMENT_BYTES}")
        return BoughtLabel(
            tracking_number=shipment.tracking_code,
            cost_minor=rate.minor,
            currency=rate.currency,
            bought_at=label.created_at or shipment.created_at,
            document=document.content,
            media_type=label.label_file_type,
        )

    def _ask(self, method: str, path: str, kind: type[T], body: object = None) -> T:
        return _read(self._client.request(method, path, json=body), kind)


def _read(answer: httpx.Response, kind: type[T]) -> T:
    """Raises EffectFailed for a refusal, httpx.HTTPStatusError for what may be otherwise later."""
    if 400 <= answer.status_code < 500 and answer.status_code not in _NOT_FINAL:
        raise EffectFailed(_reason(answer))
    answer.raise_for_status()
    return msgspec.json.decode(answer.content, type=kind)


def _reason(answer: httpx.Response) -> str:
    try:
        refusal = msgspec.json.decode(answer.content, type=_Error).error
    except msgspec.DecodeError:
        return f"status {answer.status_code}"
    return f"{refusal.message} ({refusal.code})" if refusal.code else str(refusal.message)


def _arrives_on(rate: _Rate, shipment: _Shipment) -> date | None:
    if rate.delivery_date is not None:
        return rate.delivery_date.date()
    return None if rate.delivery_days is None else shipment.created_at.date() + timedelta(days=rate.delivery_days)


def _address(address: PostalAddress) -> dict[str, str]:
    return {
        "name": address.recipient,
        "company": address.company,
        "street1": address.street,
        "street2": address.district,
        "city": address.city,
        "state": address.region,
        "zip": address.postal_code,
        "country": address.country,
        "phone": address.phone,
    }


def _parcel(parcel: Parcel) -> dict[str, object]:
    """Ounces and inches with one decimal, rounded up."""
    size = parcel.size
    sides = {"length": size.length_mm, "width": size.width_mm, "height": size.height_mm}
    known = {name: _up(Decimal(mm) / _MILLIMETRES_AN_INCH) for name, mm in sides.items() if all(sides.values())}
    return {"weight": _up(Decimal(size.weight_grams) / _GRAMS_AN_OUNCE), **known}


def _up(amount: Decimal) -> str:
    return str(amount.quantize(_TENTH, ROUND_UP))


def register_from_environment() -> None:
    """Make EasyPost known where its key is set."""
    api_key = os.environ.get("ORDINO_EASYPOST_API_KEY", "")
    if api_key:
        secret = os.environ.get("ORDINO_EASYPOST_WEBHOOK_SECRET", "")
        register_carrier(EASYPOST, EasyPost(api_key, secret, address=os.environ.get("ORDINO_EASYPOST_ADDRESS", "")))


register_from_environment()
