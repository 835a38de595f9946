"""Keep what carriers outside would take for packages, for a while."""

from collections.abc import Sequence
from datetime import date, timedelta

from ordino.delivery.commands import RatesRecorded, RecordRates
from ordino.delivery.facts import SQL
from ordino.delivery.making import PackingTable, Wanted
from ordino.engine import Unit, handles
from ordino.kernel.messages import Decision, Done, Record, Refused
from ordino.kernel.problems import InvalidInput, Problem

STANDS_FOR = timedelta(hours=12)


class _Said(Record, frozen=True):
    package_ids: list[int]
    carrier: str


class _NewOffer(Record, frozen=True):
    fulfillment_order_id: int
    package_ids: list[int]
    carrier: str
    service: str
    cost_minor: int
    currency: str
    arrives_on: date | None


@handles(RecordRates)
def record_rates(unit: Unit, commands: Sequence[RecordRates]) -> list[Decision]:
    """The last word of a carrier about packages counts; of packages that have left nothing is kept."""
    table = PackingTable(unit, [Wanted(command.package_ids, "", "") for command in commands])
    said: dict[tuple[tuple[int, ...], str], list[_NewOffer]] = {}
    decisions: list[Decision] = []
    for command in commands:
        packages = _problem(command) or table.find(command.package_ids)
        if isinstance(packages, Problem):
            decisions.append(Refused(packages))
            continue
        ids = tuple(sorted(command.package_ids))
        said[ids, command.carrier] = [
            _NewOffer(
                packages[0].fulfillment_order_id,
                list(ids),
                command.carrier,
                rate.service,
                rate.cost_minor,
                rate.currency,
                rate.arrives_on,
            )
            for rate in command.rates
        ]
        decisions.append(Done(RatesRecorded(offers=len(command.rates)), ()))
    unit.write(SQL.delete_offers, [_Said(list(ids), carrier) for ids, carrier in said])
    unit.write(SQL.insert_offers, [row for rows in said.values() for row in rows], expires_at=unit.now + STANDS_FOR)
    return decisions


def _problem(command: RecordRates) -> InvalidInput | None:
    if len({rate.service for rate in command.rates}) != len(command.rates):
        return InvalidInput(field="rates", reason="name each service once.")
    if any(rate.cost_minor < 0 or not rate.service for rate in command.rates):
        return InvalidInput(field="rates", reason="name the service of each rate, and its price, nothing or more.")
    return None
