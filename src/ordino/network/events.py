"""What has happened in the network. Streams: `channel/1`, `location/2`, `carrier/3`, `tax/GB`."""

from ordino.kernel.messages import Event


class ChannelRegistered(Event, frozen=True, kw_only=True):
    channel_id: int
    code: str
    currency: str


class ChannelChanged(Event, frozen=True, kw_only=True):
    """`changed` names the fields that are different now."""

    channel_id: int
    code: str
    changed: tuple[str, ...]


class LocationRegistered(Event, frozen=True, kw_only=True):
    location_id: int
    code: str
    country: str


class LocationChanged(Event, frozen=True, kw_only=True):
    """`changed` names the fields that are different now."""

    location_id: int
    code: str
    changed: tuple[str, ...]


class CarrierRegistered(Event, frozen=True, kw_only=True):
    carrier_id: int
    code: str


class CarrierChanged(Event, frozen=True, kw_only=True):
    """`changed` names the fields that are different now, and services as `services.CODE`."""

    carrier_id: int
    code: str
    changed: tuple[str, ...]


class TaxRatesSet(Event, frozen=True, kw_only=True):
    """How many rates of a country are new or different now."""

    country: str
    changed: int
