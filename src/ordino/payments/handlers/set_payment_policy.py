"""Set above which amount refunds need approval."""

from collections.abc import Sequence

from ordino.engine import Unit, handles
from ordino.kernel.messages import Decision, Done, Record, Refused, StreamEvent
from ordino.kernel.problems import InvalidInput, NotFound
from ordino.payments.commands import PaymentPolicyAccepted, SetPaymentPolicy
from ordino.payments.events import PaymentPolicySet
from ordino.payments.facts import SQL

_STREAM = "payments/policy"


class _Channel(Record, frozen=True):
    code: str
    id: int


class _Policy(Record, frozen=True):
    channel_id: int | None
    approve_refunds_above_minor: int | None


@handles(SetPaymentPolicy)
def set_payment_policy(unit: Unit, commands: Sequence[SetPaymentPolicy]) -> list[Decision]:
    """The last of several commands for one channel counts."""
    codes = sorted({command.channel for command in commands if command.channel is not None})
    channels = {row.code: row.id for row in unit.fetch(SQL.select_channels, _Channel, codes=codes)} if codes else {}
    rows: dict[int | None, _Policy] = {}
    decisions: list[Decision] = []
    for command in commands:
        limit = command.approve_refunds_above_minor
        if command.channel is not None and command.channel not in channels:
            decisions.append(Refused(NotFound(what="channel", reference=command.channel)))
        elif limit is not None and limit < 0:
            reason = "must be 0 or more; 0 lets every refund wait for approval."
            decisions.append(Refused(InvalidInput(field="approve_refunds_above_minor", reason=reason)))
        else:
            channel_id = None if command.channel is None else channels[command.channel]
            rows[channel_id] = _Policy(channel_id, limit)
            event = PaymentPolicySet(channel=command.channel, approve_refunds_above_minor=limit)
            decisions.append(Done(PaymentPolicyAccepted(channel=command.channel), (StreamEvent(_STREAM, event),)))
    unit.write(SQL.upsert_policies, list(rows.values()), now=unit.now)
    return decisions
