"""A receipt of which nothing has arrived does not come."""

from collections.abc import Sequence

from msgspec.structs import replace

from ordino.engine import Unit, handles
from ordino.inventory.commands import CancelIncoming
from ordino.inventory.events import IncomingCanceled
from ordino.inventory.lifecycle import INCOMING
from ordino.inventory.problems import AlreadyArrived
from ordino.inventory.receipts import Receipts, on_receipts
from ordino.inventory.rows import IncomingRow
from ordino.kernel.messages import Decision, Refused


@handles(CancelIncoming)
def cancel_incoming(unit: Unit, commands: Sequence[CancelIncoming]) -> list[Decision]:
    return on_receipts(unit, commands, _cancel)


def _cancel(receipts: Receipts, command: CancelIncoming, row: IncomingRow) -> Decision:
    if row.received_quantity:
        return Refused(AlreadyArrived(incoming_id=row.id, received=row.received_quantity))
    event = IncomingCanceled(
        sku=receipts.codes.sku_code[row.sku_id],
        location=receipts.codes.location_code[row.location_id],
        incoming_id=row.id,
        missing=row.outstanding,
        reason=command.reason,
    )
    return receipts.change(replace(row, state=INCOMING.target(row.state, command.kind())), event)
