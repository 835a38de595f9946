"""The port to carriers that are outside: rates, labels, and what they say of shipments.

A carrier plugs in by an entry point of the group `ordino.carriers`; its name is the code of the carrier in the network. A
carrier without a plug-in is carried by its rate table: it needs no account and no call.
"""

from collections.abc import Mapping
from datetime import date, datetime
from functools import cache
from importlib.metadata import entry_points
from typing import Protocol

from ordino.delivery.commands import RecordTracking
from ordino.kernel.messages import Record
from ordino.orders.rows import PostalAddress

ENTRY_POINTS = "ordino.carriers"


class Parcel(Record, frozen=True):
    """What is to be carried, in whole grams."""

    sscc: str
    weight_grams: int


class CarrierRequest(Record, frozen=True):
    """A shipment as a carrier sees it. `key` names the call: with it, a label is bought once."""

    key: str
    shipment_id: int
    service: str
    parcels: tuple[Parcel, ...]
    sender: PostalAddress
    recipient: PostalAddress


class Rate(Record, frozen=True):
    """What a carrier asks for a service, in minor units, and when it would arrive, where it says so."""

    service: str
    cost_minor: int
    currency: str
    arrives_on: date | None


class Label(Record, frozen=True):
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
    """A carrier outside. Every method may be called again with the same request; none is called inside a transaction."""

    def quote(self, request: CarrierRequest) -> tuple[Rate, ...]:
        """What the carrier would ask."""

    def buy_label(self, request: CarrierRequest) -> Label:
        """Buy the label, once for each key. Raises EffectFailed for a final no."""

    def find_label(self, request: CarrierRequest) -> Label | None:
        """The label that was bought with this key, or None."""

    def void(self, tracking_number: str) -> None:
        """Give the label back. Raises EffectFailed where the carrier refuses."""

    def read_webhook(self, body: bytes, headers: Mapping[str, str]) -> tuple[RecordTracking, ...]:
        """What the message says, as commands. Raises BadSignature, or ValueError where it cannot be read."""


@cache
def plugged_in() -> Mapping[str, type[Carrier]]:
    """The carriers that are plugged in, by their code."""
    return {entry.name: entry.load() for entry in entry_points(group=ENTRY_POINTS)}
