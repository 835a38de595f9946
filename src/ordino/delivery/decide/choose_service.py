"""Which service carries a shipment: the cheapest that keeps the promise, with every candidate and its reason. Pure."""

from collections.abc import Iterator, Sequence
from datetime import date

from ordino.delivery.problems import NoServiceCarries
from ordino.delivery.rows import OfferRow
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
    arrives_on: date | None
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


class _Option(Record, frozen=True):
    """A service with what it costs and when it would arrive, if that is known."""

    carrier: str
    service: str
    cost_minor: int
    currency: str
    arrives_on: date | None
    billed_grams: int

    @property
    def precedence(self) -> tuple[int, date, str, str]:
        """The cheapest first, then the fastest, then by name."""
        return self.cost_minor, self.arrives_on or date.max, self.carrier, self.service


def choose_service(
    need: ShippingNeed, rates: Sequence[RateRow], offers: Sequence[OfferRow] = ()
) -> ChosenService | NoServiceCarries:
    """Of the services asked for (all of them without a name), the cheapest in time; where none is, the fastest.

    `rates` are tables, `offers` what carriers outside would take for just these parcels: they are weighed as one.
    """
    options = sorted([*_of_tables(need, rates), *_of_offers(need, offers)], key=lambda option: option.precedence)
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


def _of_tables(need: ShippingNeed, rates: Sequence[RateRow]) -> Iterator[_Option]:
    options = shipping_options(
        [rate for rate in rates if _asked_for(need, rate)],
        from_country=need.from_country,
        to_country=need.to_country,
        parcels=need.parcels,
        currency=need.currency,
    )
    for rate in options:
        arrives_on = deliver_by(need.ships_on, rate.transit_days)
        billed = rate.billed_grams(need.parcels)
        yield _Option(rate.carrier, rate.service, rate.amount_minor, rate.currency, arrives_on, billed)


def _of_offers(need: ShippingNeed, offers: Sequence[OfferRow]) -> Iterator[_Option]:
    for offer in offers:
        if offer.currency == need.currency and _asked_for(need, offer):
            yield _Option(
                offer.carrier, offer.service, offer.cost_minor, offer.currency, offer.arrives_on, need.weight_grams
            )


def _choose(need: ShippingNeed, options: Sequence[_Option]) -> ChosenService:
    arrivals = [option.arrives_on or date.max for option in options]
    in_time = [need.deadline is None or arrival <= need.deadline for arrival in arrivals]
    chosen = in_time.index(True) if any(in_time) else arrivals.index(min(arrivals))
    candidates = tuple(
        Candidate(
            option.carrier,
            option.service,
            option.cost_minor,
            option.currency,
            option.arrives_on,
            place == chosen,
            _reason(place, chosen, in_time),
            option.billed_grams,
        )
        for place, option in enumerate(options)
    )
    best = options[chosen]
    return ChosenService(best.carrier, best.service, best.cost_minor, best.arrives_on, candidates)


def _reason(place: int, chosen: int, in_time: Sequence[bool]) -> str:
    if place == chosen:
        return "cheapest in time" if in_time[place] else "none is in time: the fastest"
    if not in_time[place]:
        return "arrives after the promised day"
    return "costs more" if place > chosen else "costs less"


def _asked_for(need: ShippingNeed, rate: RateRow | OfferRow) -> bool:
    return need.carrier in ("", rate.carrier) and need.service in ("", rate.service)
