"""Set sourcing rules."""

from collections.abc import Iterator, Sequence

from ordino.engine import Unit, handles
from ordino.kernel.messages import Decision, Done, Record, Refused, StreamEvent
from ordino.kernel.problems import InvalidInput, Problem
from ordino.sourcing.codes import Codes, channel_ids, location_ids
from ordino.sourcing.commands import SetSourcingRules, SourcingRulesSet
from ordino.sourcing.decide.costs import COSTS
from ordino.sourcing.decide.rows import CostSetting, Plan
from ordino.sourcing.events import SourcingRulesChanged
from ordino.sourcing.facts import SQL, LocationCostRow
from ordino.sourcing.sampling import Sample, SampleLines, plans_of_samples

MAX_PARCELS_LIMIT = 20
MAX_TRANSIT_DAYS = 365


class _RuleRow(Record, frozen=True):
    channel_id: int | None
    max_parcels: int
    extra_parcel_cost_minor: int
    default_transit_days: int | None
    costs: tuple[CostSetting, ...]
    location_costs: tuple[LocationCostRow, ...]


@handles(SetSourcingRules)
def set_sourcing_rules(unit: Unit, commands: Sequence[SetSourcingRules]) -> list[Decision]:
    """The last of several commands for one channel counts."""
    channels = channel_ids(unit, [command.channel for command in commands if command.channel is not None])
    locations = location_ids(unit, [cost.location for command in commands for cost in command.location_costs])
    lines = SampleLines(unit, [row.sample_order_id for row in commands if row.sample_order_id is not None])
    problems = [_problem(command, channels, locations) or _wrong_sample(command, lines) for command in commands]
    sound = [command for command, problem in zip(commands, problems, strict=True) if problem is None]
    rows = {_channel_id(command, channels): _row(command, channels, locations) for command in sound}
    unit.write(SQL.upsert_rules, list(rows.values()), now=unit.now)
    samples = [
        Sample(row.sample_order_id, _channel_id(row, channels)) for row in sound if row.sample_order_id is not None
    ]
    plans = iter(plans_of_samples(unit, lines, samples))
    return [
        Refused(problem) if problem is not None else _done(command, plans)
        for command, problem in zip(commands, problems, strict=True)
    ]


def _done(command: SetSourcingRules, plans: Iterator[Plan]) -> Done:
    event = SourcingRulesChanged(channel=command.channel)
    sample = None if command.sample_order_id is None else next(plans)
    return Done(SourcingRulesSet(channel=command.channel, sample=sample), (StreamEvent("sourcing/rules", event),))


def _channel_id(command: SetSourcingRules, channels: Codes) -> int | None:
    return None if command.channel is None else channels[command.channel]


def _wrong_sample(command: SetSourcingRules, lines: SampleLines) -> Problem | None:
    order_id = command.sample_order_id
    if order_id is None or lines.of(order_id):
        return None
    reason = f"order {order_id} has nothing that would be sourced; take one that has not left."
    return InvalidInput(field="sample_order_id", reason=reason)


def _problem(command: SetSourcingRules, channels: Codes, locations: Codes) -> Problem | None:
    if command.channel is not None and command.channel not in channels:
        return channels.missing(command.channel)
    if not 1 <= command.max_parcels <= MAX_PARCELS_LIMIT:
        return InvalidInput(field="max_parcels", reason=f"must be 1 to {MAX_PARCELS_LIMIT}")
    if command.default_transit_days is not None and not 0 <= command.default_transit_days <= MAX_TRANSIT_DAYS:
        return InvalidInput(field="default_transit_days", reason=f"must be 0 to {MAX_TRANSIT_DAYS}")
    amounts = (command.extra_parcel_cost_minor, *(cost.amount_minor for cost in command.costs))
    if min(*amounts, *(cost.amount_minor for cost in command.location_costs), 0) < 0:
        return InvalidInput(field="costs", reason="must not be negative")
    for cost in command.costs:
        if cost.name not in COSTS:
            return InvalidInput(field="costs", reason=f"{cost.name} is not known; known are {', '.join(sorted(COSTS))}")
    return next(
        (locations.missing(row.location) for row in command.location_costs if row.location not in locations), None
    )


def _row(command: SetSourcingRules, channels: Codes, locations: Codes) -> _RuleRow:
    return _RuleRow(
        _channel_id(command, channels),
        command.max_parcels,
        command.extra_parcel_cost_minor,
        command.default_transit_days,
        command.costs,
        tuple(LocationCostRow(locations[row.location], row.amount_minor) for row in command.location_costs),
    )
