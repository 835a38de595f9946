"""Set the terms of returns."""

from collections.abc import Sequence
from decimal import Decimal

from ordino.engine import Unit, handles
from ordino.kernel.messages import Decision, Done, Record, Refused, StreamEvent
from ordino.kernel.problems import InvalidInput, NotFound, Problem
from ordino.kernel.rates import scaled
from ordino.kernel.registration import decide_storable
from ordino.returns.commands import ReturnPolicySet, SetReturnPolicy
from ordino.returns.events import ReturnPolicyChanged
from ordino.returns.facts import SQL

MAXIMUM_DAYS = 3650


class _ChannelRow(Record, frozen=True):
    code: str
    id: int


class _PolicyRow(Record, frozen=True):
    channel_id: int | None
    window_days: int | None
    expected_days: int
    restocking_fee_percent: Decimal
    shipping_paid_by: str
    refund_shipping: bool
    not_returnable_skus: tuple[str, ...]
    not_returnable_categories: tuple[str, ...]
    approve_automatically: bool
    needs_inspection: bool
    refund_to: str


@handles(SetReturnPolicy)
def set_return_policy(unit: Unit, commands: Sequence[SetReturnPolicy]) -> list[Decision]:
    """The last of several commands for one channel counts."""
    return decide_storable(commands, lambda storable: _set(unit, storable))


def _set(unit: Unit, commands: Sequence[SetReturnPolicy]) -> list[Decision]:
    codes = sorted({command.channel for command in commands if command.channel is not None})
    channels = {row.code: row.id for row in unit.fetch(SQL.select_channels, _ChannelRow, codes=codes)}
    rows: dict[int | None, _PolicyRow] = {}
    decisions: list[Decision] = []
    for command in commands:
        problem = _problem(command, channels)
        if problem is not None:
            decisions.append(Refused(problem))
            continue
        channel_id = None if command.channel is None else channels[command.channel]
        rows[channel_id] = _row(command, channel_id)
        event = StreamEvent("returns/policy", ReturnPolicyChanged(channel=command.channel))
        decisions.append(Done(ReturnPolicySet(channel=command.channel), (event,)))
    unit.write(SQL.upsert_policies, list(rows.values()), now=unit.now)
    return decisions


def _problem(command: SetReturnPolicy, channels: dict[str, int]) -> Problem | None:
    if command.channel is not None and command.channel not in channels:
        return NotFound(what="channel", reference=command.channel)
    if command.window_days is not None and not 0 <= command.window_days <= MAXIMUM_DAYS:
        return InvalidInput(field="window_days", reason=f"must be 0 to {MAXIMUM_DAYS}")
    if not 1 <= command.expected_days <= MAXIMUM_DAYS:
        return InvalidInput(field="expected_days", reason=f"must be 1 to {MAXIMUM_DAYS}")
    try:
        percent = scaled(command.restocking_fee_percent)
    except ValueError as error:
        return InvalidInput(field="restocking_fee_percent", reason=str(error))
    if not 0 <= percent <= scaled(Decimal(100)):
        return InvalidInput(field="restocking_fee_percent", reason="must be 0 to 100")
    return None


def _row(command: SetReturnPolicy, channel_id: int | None) -> _PolicyRow:
    return _PolicyRow(
        channel_id,
        command.window_days,
        command.expected_days,
        command.restocking_fee_percent,
        command.shipping_paid_by,
        command.refund_shipping,
        command.not_returnable_skus,
        command.not_returnable_categories,
        command.approve_automatically,
        command.needs_inspection,
        command.refund_to,
    )
