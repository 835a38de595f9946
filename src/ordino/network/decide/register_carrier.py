"""What a carrier, its services and rate tables are after it was registered (again)."""

from ordino.kernel.problems import InvalidInput, Problem
from ordino.kernel.registration import check_code, with_given
from ordino.network.commands import RateEntry, RegisterCarrier, ServiceEntry
from ordino.network.decide.checks import (
    LARGEST_AMOUNT,
    LONGEST_TRANSIT_DAYS,
    check_country,
    check_currency,
    check_range,
)
from ordino.network.rows import CarrierRow, RateTableRow


def registered_carrier(command: RegisterCarrier, known: CarrierRow | None, new_id: int) -> CarrierRow | Problem:
    """The carrier with what is given, or why it, a service or a rate cannot be accepted."""
    after = with_given(known or CarrierRow(new_id, command.code), command, ("name", "active"))
    problem = check_code(after.code)
    for service in command.services:
        problem = problem or _wrong_service(service)
    codes = [service.code for service in command.services]
    if problem is None and len(set(codes)) != len(codes):
        problem = InvalidInput(field="services", reason="name each service once.")
    return problem or after


def rate_table(service: ServiceEntry, service_id: int) -> list[RateTableRow]:
    """The rate table of a service in a stable order."""
    return sorted(
        RateTableRow(
            service_id,
            rate.from_country,
            rate.to_country,
            rate.currency,
            rate.max_weight_grams,
            rate.amount_minor,
            rate.transit_days,
        )
        for rate in service.rates
    )


def _wrong_service(service: ServiceEntry) -> InvalidInput | None:
    problem = check_code(service.code, "services")
    if problem is None and service.volume_divisor is not None:
        problem = check_range("volume_divisor", service.volume_divisor, 1, LARGEST_AMOUNT)
    for rate in service.rates:
        problem = problem or _wrong_rate(rate)
    steps = {(rate.from_country, rate.to_country, rate.currency, rate.max_weight_grams) for rate in service.rates}
    if problem is None and len(steps) != len(service.rates):
        problem = InvalidInput(field="rates", reason=f"{service.code}: give each step of a lane and currency once.")
    return problem


def _wrong_rate(rate: RateEntry) -> InvalidInput | None:
    return (
        check_country(rate.from_country, "from_country")
        or check_country(rate.to_country, "to_country")
        or check_currency(rate.currency)
        or check_range("max_weight_grams", rate.max_weight_grams, 1, LARGEST_AMOUNT)
        or check_range("amount_minor", rate.amount_minor, 0, LARGEST_AMOUNT)
        or check_range("transit_days", rate.transit_days, 0, LONGEST_TRANSIT_DAYS)
    )
