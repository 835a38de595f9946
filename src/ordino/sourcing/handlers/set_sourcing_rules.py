"""Set sourcing rules."""

from collections.abc import Sequence

from ordino.engine import Unit, handles
from ordino.kernel.messages import Decision, Done, Record, Refused, StreamEvent
from ordino.kernel.problems import InvalidInput, Problem
from ordino.sourcing.codes import Codes, channel_ids, location_ids
from ordino.sourcing.commands import SetSourcingRules, SourcingRulesSet
from ordino.sourcing.decide.costs import COSTS
from ordino.sourcing.decide.rows import CostSetting
from ordino.sourcing.events import SourcingRulesChanged
from ordino.sourcing.facts import SQL, LocationCostRow

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
    rows: dict[int | None, _RuleRow] = {}
    decisions: list[Decision] = []
    for command in commands:
        problem = _problem(command, channels, locations)
        if problem is not None:
            decisions.append(Refused(problem))
            continue
        channel_id = None if command.channel is None else channels[command.channel]
        rows[channel_id] = _row(command, channel_id, locations)
        event = SourcingRulesChanged(channel=command.channel)
        decisions.append(Done(SourcingRulesSet(channel=command.channel), (StreamEvent("sourcing/rules", event),)))
    unit.write(SQL.upsert_rules, list(rows.values()), now=unit.now)
    return decisions


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


def _row(command: SetSourcingRules, channel_id: int | None, locations: Codes) -> _RuleRow:
    return _RuleRow(
        channel_id,
        command.max_parcels,
        command.extra_parcel_cost_minor,
        command.default_transit_days,
        command.costs,
        tuple(LocationCostRow(locations[row.location], row.amount_minor) for row in command.location_costs),
    )
