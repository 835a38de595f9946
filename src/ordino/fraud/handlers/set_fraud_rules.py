"""Set fraud rules."""

from collections.abc import Sequence

from ordino.engine import Unit, handles
from ordino.fraud.commands import FraudRulesSet, SetFraudRules
from ordino.fraud.decide.check_rules import find_rules_problem
from ordino.fraud.events import FraudRulesChanged
from ordino.fraud.facts import SQL
from ordino.fraud.rows import FraudRule
from ordino.kernel.messages import Decision, Done, Record, Refused, StreamEvent
from ordino.kernel.problems import NotFound, Problem
from ordino.kernel.registration import decide_storable


class _ChannelRow(Record, frozen=True):
    code: str
    id: int


class _PolicyRow(Record, frozen=True):
    channel_id: int | None
    hold_at: int


class _RuleRow(Record, frozen=True):
    channel_id: int | None
    position: int
    definition: FraudRule


@handles(SetFraudRules)
def set_fraud_rules(unit: Unit, commands: Sequence[SetFraudRules]) -> list[Decision]:
    """The last of several commands for one channel counts."""
    return decide_storable(commands, lambda storable: _set(unit, storable))


def _set(unit: Unit, commands: Sequence[SetFraudRules]) -> list[Decision]:
    codes = sorted({command.channel for command in commands if command.channel is not None})
    rows = unit.fetch(SQL.select_channel_ids, _ChannelRow, codes=codes) if codes else []
    channels = {row.code: row.id for row in rows}
    accepted: dict[int | None, SetFraudRules] = {}
    decisions: list[Decision] = []
    for command in commands:
        problem = _problem(command, channels)
        if problem is not None:
            decisions.append(Refused(problem))
            continue
        accepted[None if command.channel is None else channels[command.channel]] = command
        event = FraudRulesChanged(channel=command.channel, hold_at=command.hold_at, rules=command.rules)
        result = FraudRulesSet(channel=command.channel, rules=len(command.rules))
        decisions.append(Done(result, (StreamEvent("fraud/rules", event),)))
    policies = [_PolicyRow(channel_id, command.hold_at) for channel_id, command in accepted.items()]
    unit.write(SQL.upsert_policies, policies, now=unit.now)
    unit.write(SQL.delete_rules, policies)
    unit.write(
        SQL.insert_rules,
        [
            _RuleRow(channel_id, position, rule)
            for channel_id, command in accepted.items()
            for position, rule in enumerate(command.rules, 1)
        ],
    )
    return decisions


def _problem(command: SetFraudRules, channels: dict[str, int]) -> Problem | None:
    if command.channel is not None and command.channel not in channels:
        return NotFound(what="channel", reference=command.channel)
    return find_rules_problem(command.hold_at, command.rules)
