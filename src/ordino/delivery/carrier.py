"""The port to carriers that are outside: rates, labels, and what they say of shipments.

A carrier is known by the code it has in the network. One that is registered here is asked, with a key and never inside a
transaction; one that is not is carried by its rate table: it needs no account and no call.
"""

from collections.abc import Mapping
from datetime import datetime
from typing import Protocol

from ordino.delivery.commands import RecordTracking
from ordino.delivery.rows import Rate
from ordino.kernel.messages import Record
from ordino.network.decide.rate import ParcelSize
from ordino.orders.rows import PostalAddress


class Parcel(Record, frozen=True):
    """What is to be carried."""

    sscc: str
    size: ParcelSize


class CarrierRequest(Record, frozen=True):
    """A shipment as a carrier sees it. `key` names the purchase: with it, a label is bought once, found, and given back.

    `reference` is what stands on the carrier's invoice. Where `is_return`, the recipient is the merchant.
    """

    key: str
    reference: str
    service: str
    currency: str
    parcels: tuple[Parcel, ...]
    sender: PostalAddress
    recipient: PostalAddress
    is_return: bool = False


class BoughtLabel(Record, frozen=True):
    """A label that was bought: the tracking number, what it costs, and its document."""

    tracking_number: str
    cost_minor: int
    currency: str
    bought_at: datetime
    document: bytes
    media_type: str


class BadSignature(ValueError):
    """A message that pretends to come from the carrier."""


class Carrier(Protocol):
    """A carrier outside. Every method may be called again with the same request.

    EffectFailed is a final no; any other exception means: not known, ask again later.
    """

    def quote(self, request: CarrierRequest) -> tuple[Rate, ...]:
        """What the carrier would ask for each of its services."""

    def buy_label(self, request: CarrierRequest) -> BoughtLabel:
        """Buy the label, once for each key. Raises EffectFailed where the carrier refuses."""

    def find_label(self, request: CarrierRequest) -> BoughtLabel | None:
        """The label that was bought with this key, or None."""

    def void(self, request: CarrierRequest) -> None:
        """Give the label of this key back. Raises EffectFailed where the carrier refuses."""

    def read_webhook(self, body: bytes, headers: Mapping[str, str]) -> tuple[RecordTracking, ...]:
        """What the message says, as commands. Raises BadSignature, or ValueError where it cannot be read."""


_carriers: dict[str, Carrier] = {}


def register_carrier(code: str, carrier: Carrier) -> None:
    """Make a carrier outside known under its code; the adapter's module does it when it is imported."""
    _carriers[code] = carrier


def forget_carrier(code: str) -> None:
    """Carry it by its rate table again."""
    _carriers.pop(code, None)


def carrier_of(code: str) -> Carrier | None:
    """The carrier outside with this code, where there is one."""
    return _carriers.get(code)


def carrier_codes() -> tuple[str, ...]:
    return tuple(sorted(_carriers))
