"""Small records that commands, events and tables of notifications share."""

from datetime import date
from typing import Literal, get_args

from ordino.kernel.messages import Record

Occasion = Literal["confirmation", "shipment", "delay", "delivery", "refund"]
OCCASIONS: tuple[str, ...] = get_args(Occasion)
Language = Literal["en", "de"]
LANGUAGES: tuple[str, ...] = get_args(Language)


class NotifiedUnits(Record, frozen=True):
    """So many units of an order line."""

    line_number: int
    quantity: int


class NotifiedDelay(Record, frozen=True):
    """A line whose delivery is promised for a later day than before; either day may be unknown."""

    line_number: int
    before: date | None
    after: date | None


class Facts(Record, frozen=True, kw_only=True, omit_defaults=True):
    """What a message tells beside the order itself; each occasion has its own part of it."""

    units: tuple[NotifiedUnits, ...] = ()
    carrier: str = ""
    tracking_number: str = ""
    day: date | None = None
    delays: tuple[NotifiedDelay, ...] = ()
    amount_minor: int | None = None


class OwnWords(Record, frozen=True):
    """Subject and text of a message as the merchant wrote them."""

    subject: str
    text: str


def language_of(wanted: str, otherwise: str) -> str:
    """The language to write in: the customer's where it is spoken here (`de-AT` is `de`), else the channel's."""
    language = wanted.replace("_", "-").partition("-")[0].lower()
    return language if language in LANGUAGES else otherwise
