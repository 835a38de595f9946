"""The rest of a receipt comes at another time."""

from collections.abc import Sequence

from msgspec.structs import replace

from ordino.engine import Unit, handles
from ordino.inventory.commands import RescheduleIncoming
from ordino.inventory.events import IncomingRescheduled
from ordino.inventory.receipts import Receipts, on_receipts
from ordino.inventory.rows import IncomingRow
from ordino.kernel.messages import Decision, Refused
from ordino.kernel.problems import InvalidInput


@handles(RescheduleIncoming)
def reschedule_incoming(unit: Unit, commands: Sequence[RescheduleIncoming]) -> list[Decision]:
    return on_receipts(unit, commands, _reschedule)


def _reschedule(receipts: Receipts, command: RescheduleIncoming, row: IncomingRow) -> Decision:
    if command.expected_at.tzinfo is None:
        return Refused(InvalidInput(field="expected_at", reason="must name its time zone"))
    event = IncomingRescheduled(
        sku=receipts.codes.sku_code[row.sku_id],
        location=receipts.codes.location_code[row.location_id],
        incoming_id=row.id,
        outstanding=row.outstanding,
        before=row.expected_at,
        expected_at=command.expected_at,
    )
    return receipts.change(replace(row, expected_at=command.expected_at), event)
