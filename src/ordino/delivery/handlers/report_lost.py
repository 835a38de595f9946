"""Give shipments up that are on their way."""

from collections.abc import Sequence

from ordino.delivery.commands import ReportLost
from ordino.delivery.telling import Told, tell
from ordino.engine import Unit, handles
from ordino.kernel.messages import Decision


@handles(ReportLost)
def report_lost(unit: Unit, commands: Sequence[ReportLost]) -> list[Decision]:
    """The units of each shipment are written off."""
    return tell(unit, [Told(command, "lost", unit.now, detail=command.reason) for command in commands])
