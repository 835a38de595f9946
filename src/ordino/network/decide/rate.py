"""Which services carry a parcel, what they cost, and the cheapest that is in time."""

from collections.abc import Iterable, Sequence
from datetime import date

from ordino.kernel.messages import Record
from ordino.network.decide.calendar import EVERY_DAY, Calendar, deliver_by


class ParcelSize(Record, frozen=True):
    """What a parcel weighs and its outer sides; a side of 0 is not known."""

    weight_grams: int
    length_mm: int = 0
    width_mm: int = 0
    height_mm: int = 0

    def billed_grams(self, volume_divisor: int | None) -> int:
        """The greater of its weight and, where the service bills by size, its volume in mm³ over the divisor, rounded up."""
        if volume_divisor is None:
            return self.weight_grams
        return max(self.weight_grams, -(-self.length_mm * self.width_mm * self.height_mm // volume_divisor))


class RateRow(Record, frozen=True):
    """One row of a carrier's table: a parcel of up to `max_weight_grams` from one country to another."""

    service_id: int
    carrier: str
    service: str
    from_country: str
    to_country: str
    max_weight_grams: int
    amount_minor: int
    currency: str
    transit_days: int
    volume_divisor: int | None = None

    def billed_grams(self, parcels: Iterable[ParcelSize]) -> int:
        """The weight that decides the price of parcels that travel together."""
        return sum(parcel.billed_grams(self.volume_divisor) for parcel in parcels)


def shipping_options(
    rates: Iterable[RateRow], *, from_country: str, to_country: str, parcels: Sequence[ParcelSize], currency: str
) -> list[RateRow]:
    """For each service the smallest step that carries the billed weight; cheapest first, then fastest, then by service."""
    options: dict[int, RateRow] = {}
    for rate in rates:
        if (rate.from_country, rate.to_country, rate.currency) != (from_country, to_country, currency):
            continue
        known = options.get(rate.service_id)
        fits = rate.billed_grams(parcels) <= rate.max_weight_grams
        if fits and (known is None or rate.max_weight_grams < known.max_weight_grams):
            options[rate.service_id] = rate
    return sorted(options.values(), key=lambda rate: (rate.amount_minor, rate.transit_days, rate.carrier, rate.service))


def cheapest_in_time(
    options: Sequence[RateRow], *, shipped_on: date, deadline: date, destination: Calendar = EVERY_DAY
) -> RateRow | None:
    """The first (cheapest) option that arrives by the deadline, or None."""
    return next((rate for rate in options if deliver_by(shipped_on, rate.transit_days, destination) <= deadline), None)
