"""Nothing more comes of a receipt."""

from collections.abc import Sequence

from msgspec.structs import replace

from ordino.engine import Unit, handles
from ordino.inventory.commands import CloseIncoming
from ordino.inventory.events import IncomingClosed
from ordino.inventory.lifecycle import INCOMING
from ordino.inventory.receipts import Receipts, on_receipts
from ordino.inventory.rows import IncomingRow
from ordino.kernel.messages import Decision


@handles(CloseIncoming)
def close_incoming(unit: Unit, commands: Sequence[CloseIncoming]) -> list[Decision]:
    return on_receipts(unit, commands, _close)


def _close(receipts: Receipts, command: CloseIncoming, row: IncomingRow) -> Decision:
    event = IncomingClosed(
        sku=receipts.codes.sku_code[row.sku_id],
        location=receipts.codes.location_code[row.location_id],
        incoming_id=row.id,
        missing=row.outstanding,
        reason=command.reason,
    )
    return receipts.change(replace(row, state=INCOMING.target(row.state, command.kind())), event)
