"""Which service carries a shipment: the cheapest that keeps the promise, with every candidate and its reason. Pure."""

from collections.abc import Sequence
from datetime import date

from ordino.delivery.problems import NoServiceCarries
from ordino.kernel.messages import Record
from ordino.network.decide.calendar import deliver_by
from ordino.network.decide.rate import ParcelSize, RateRow, shipping_options


class ShippingNeed(Record, frozen=True):
    """What is to be carried from where to where, when it leaves, and when it should arrive."""

    from_country: str
    to_country: str
    parcels: tuple[ParcelSize, ...]
    currency: str
    ships_on: date
    deadline: date | None
    carrier: str = ""
    service: str = ""

    @property
    def weight_grams(self) -> int:
        return sum(parcel.weight_grams for parcel in self.parcels)


class Candidate(Record, frozen=True):
    """A service that could carry the parcels: price in minor units for the weight it bills, day of arrival, why chosen or not."""

    carrier: str
    service: str
    cost_minor: int
    currency: str
    arrives_on: date
    chosen: bool
    reason: str
    billed_grams: int = 0


class ChosenService(Record, frozen=True):
    """The service that carries a shipment and the others that were weighed; no price where it was named by hand."""

    carrier: str
    service: str
    cost_minor: int | None
    arrives_on: date | None
    candidates: tuple[Candidate, ...]


def choose_service(need: ShippingNeed, rates: Sequence[RateRow]) -> ChosenService | NoServiceCarries:
    """Of the services asked for (all of them without a name), the cheapest in time; where none is, the fastest."""
    options = shipping_options(
        [rate for rate in rates if _asked_for(need, rate)],
        from_country=need.from_country,
        to_country=need.to_country,
        parcels=need.parcels,
        currency=need.currency,
    )
    if options:
        return _choose(need, options)
    if need.carrier and need.service:
        return ChosenService(need.carrier, need.service, None, None, ())
    return NoServiceCarries(
        weight_grams=need.weight_grams,
        from_country=need.from_country,
        to_country=need.to_country,
        currency=need.currency,
    )


def _choose(need: ShippingNeed, options: Sequence[RateRow]) -> ChosenService:
    arrivals = [deliver_by(need.ships_on, rate.transit_days) for rate in options]
    in_time = [need.deadline is None or arrival <= need.deadline for arrival in arrivals]
    fastest = min(arrivals)
    chosen = in_time.index(True) if any(in_time) else arrivals.index(fastest)
    candidates = tuple(
        Candidate(
            rate.carrier,
            rate.service,
            rate.amount_minor,
            rate.currency,
            arrives_on,
            place == chosen,
            _reason(place, chosen, in_time),
            rate.billed_grams(need.parcels),
        )
        for place, (rate, arrives_on) in enumerate(zip(options, arrivals, strict=True))
    )
    best = options[chosen]
    return ChosenService(best.carrier, best.service, best.amount_minor, arrivals[chosen], candidates)


def _reason(place: int, chosen: int, in_time: Sequence[bool]) -> str:
    if place == chosen:
        return "cheapest in time" if in_time[place] else "none is in time: the fastest"
    if not in_time[place]:
        return "arrives after the promised day"
    return "costs more" if place > chosen else "costs less"


def _asked_for(need: ShippingNeed, rate: RateRow) -> bool:
    return need.carrier in ("", rate.carrier) and need.service in ("", rate.service)
