"""What may be asked of delivery. Locations, carriers and services are named by their codes."""

from datetime import datetime
from typing import ClassVar, Literal

from ordino.delivery.rows import Rate
from ordino.kernel.messages import Command, Record, Result

Status = Literal["in_transit", "out_for_delivery", "failed_attempt", "delivered", "returned_to_sender", "lost"]
Proof = Literal["left", "signature", "photo", "collected"]
Bucket = Literal["available", "damaged", "quality"]


class DeliveryCommand(Command, frozen=True, kw_only=True):
    """A command on shipments."""

    context: ClassVar[str] = "delivery"


class ShipmentResult(Result, frozen=True, kw_only=True):
    """The shipment as it stands; what it costs is in minor units of `currency`."""

    shipment_id: int
    order_id: int
    state: str
    carrier: str = ""
    service: str = ""
    tracking_number: str = ""
    cost_minor: int | None = None
    currency: str = ""


class CreateShipment(DeliveryCommand, frozen=True, kw_only=True, omit_defaults=True):
    """Let packed packages of one fulfillment order leave together, by the service named or by the best one.

    The best is the cheapest that keeps the promise. What a customer collects needs no carrier: it is ready for pickup.
    """

    result: ClassVar[type[Result]] = ShipmentResult
    package_ids: tuple[int, ...]
    carrier: str = ""
    service: str = ""


class ShipPackages(DeliveryCommand, frozen=True, kw_only=True, omit_defaults=True):
    """Create, label and hand over in one: the packages named, or all that stand packed in a fulfillment order.

    What a carrier outside takes is created, and its label asked for; it is handed over when the label is there.

    With `expected_version`, refused where the order was changed meanwhile.
    """

    result: ClassVar[type[Result]] = ShipmentResult
    package_ids: tuple[int, ...] = ()
    fulfillment_order_id: int | None = None
    carrier: str = ""
    service: str = ""
    expected_version: int | None = None


class OnShipment(DeliveryCommand, frozen=True, kw_only=True):
    """A command on a shipment that is there."""

    result: ClassVar[type[Result]] = ShipmentResult
    shipment_id: int


class LabelShipment(OnShipment, frozen=True, kw_only=True, omit_defaults=True):
    """Give a shipment its tracking number, a new one or that of a label bought elsewhere.

    Of a carrier outside the label is bought: it is asked for now, and the shipment is labeled when the carrier has answered.
    """

    tracking_number: str = ""


class LabelResult(Result, frozen=True, kw_only=True):
    """A label of a carrier outside as it stands."""

    label_id: int
    order_id: int
    state: str
    tracking_number: str = ""


LabelOutcome = Literal["bought", "refused", "voided", "void_refused"]


class RecordLabel(DeliveryCommand, frozen=True, kw_only=True, omit_defaults=True):
    """Record what a carrier outside answered: a label bought or refused, taken back or not. Said twice, it counts once.

    `cost_minor` is in minor units of `currency`; `document` is the label to print.
    """

    result: ClassVar[type[Result]] = LabelResult
    label_id: int
    outcome: LabelOutcome
    tracking_number: str = ""
    cost_minor: int | None = None
    currency: str = ""
    document: bytes = b""
    media_type: str = ""
    reason: str = ""


class RatesAsked(Result, frozen=True, kw_only=True):
    """Which carriers outside are asked."""

    carriers: tuple[str, ...]


class AskRates(DeliveryCommand, frozen=True, kw_only=True):
    """Ask the carriers outside what they would take for packages that leave together; a shipment made of them weighs it."""

    result: ClassVar[type[Result]] = RatesAsked
    package_ids: tuple[int, ...]


class RatesRecorded(Result, frozen=True, kw_only=True):
    """How many offers were kept."""

    offers: int


class RecordRates(DeliveryCommand, frozen=True, kw_only=True):
    """Keep what a carrier outside would take for packages that leave together, in place of what it said before."""

    result: ClassVar[type[Result]] = RatesRecorded
    package_ids: tuple[int, ...]
    carrier: str
    rates: tuple[Rate, ...]


class VoidShipment(OnShipment, frozen=True, kw_only=True, omit_defaults=True):
    """Call a shipment off before it is handed over; its packages stand packed again, a label that was bought is given back."""

    reason: str = ""


class HandOverShipment(OnShipment, frozen=True, kw_only=True, omit_defaults=True):
    """Hand a labeled shipment to its carrier: the goods leave. Refused while a hold covers them.

    With `expected_version`, refused where the order was changed meanwhile.
    """

    expected_version: int | None = None


class RecordTracking(DeliveryCommand, frozen=True, kw_only=True, omit_defaults=True):
    """Record what a carrier says of a shipment, named by tracking number or key. Said twice, it counts once.

    Messages may come in any order. `event_id` names the message; without it, its status and time do.
    """

    result: ClassVar[type[Result]] = ShipmentResult
    tracking_number: str = ""
    shipment_id: int | None = None
    status: Status
    occurred_at: datetime
    event_id: str = ""
    detail: str = ""
    place: str = ""
    signed_by: str = ""


class ConfirmDelivery(OnShipment, frozen=True, kw_only=True, omit_defaults=True):
    """Say that a shipment has arrived, or was collected, with its proof: a name, the reference of a photo, or the door."""

    how: Proof = "left"
    signed_by: str = ""
    photo: str = ""
    occurred_at: datetime | None = None


class ReportLost(OnShipment, frozen=True, kw_only=True, omit_defaults=True):
    """Give a shipment up that is on its way: its units are written off."""

    reason: str = ""


Decided = Literal["refund", "replace", "write_off"]


class SettleLostShipment(OnShipment, frozen=True, kw_only=True, omit_defaults=True):
    """Decide what becomes of a shipment that never arrived, once: its units are refunded, sent again for nothing, or left at that.

    `charges` are charges of the order that are refunded with them, for example shipping.
    """

    decision: Decided
    charges: tuple[int, ...] = ()
    note: str = ""


class ReturnToSender(OnShipment, frozen=True, kw_only=True, omit_defaults=True):
    """Say that a shipment comes back undelivered: its units are written off until they are received."""

    reason: str = ""


class ReceiveReturnedShipment(OnShipment, frozen=True, kw_only=True, omit_defaults=True):
    """Take in what came back undelivered, or was found again, into a bucket of the location it left."""

    bucket: Bucket = "available"


class ServiceUnits(Record, frozen=True):
    """So many units of a line that is a service."""

    line_number: int
    quantity: int


class Performed(Result, frozen=True, kw_only=True):
    """How many units of services were performed."""

    order_id: int
    quantity: int


class PerformServices(DeliveryCommand, frozen=True, kw_only=True, omit_defaults=True):
    """Say that services of an order were performed, the lines named or all that are open: shipped and delivered at once.

    With `expected_version`, refused where the order was changed meanwhile.
    """

    result: ClassVar[type[Result]] = Performed
    order_id: int
    lines: tuple[ServiceUnits, ...] = ()
    expected_version: int | None = None


class ManifestResult(Result, frozen=True, kw_only=True):
    """The manifest's number and how many shipments it lists."""

    manifest_id: int
    shipments: int


class CloseManifest(DeliveryCommand, frozen=True, kw_only=True):
    """List what a carrier took over at a location since the manifest before."""

    result: ClassVar[type[Result]] = ManifestResult
    location: str
    carrier: str


class MessageTaken(Result, frozen=True, kw_only=True):
    """How many steps the message tells."""

    carrier: str
    steps: int


class ReceiveCarrierMessage(DeliveryCommand, frozen=True, kw_only=True):
    """Take in a message of a carrier whose signature was verified: the `body` as it came, and what it says."""

    result: ClassVar[type[Result]] = MessageTaken
    carrier: str
    body: str
    said: tuple[RecordTracking, ...]
