"""Make shipments of packed packages."""

from collections.abc import Sequence

from ordino.delivery.commands import CreateShipment
from ordino.delivery.dock import done_with
from ordino.delivery.making import PackingTable, Wanted, write_new_shipments
from ordino.engine import Unit, handles
from ordino.kernel.messages import Decision, Refused
from ordino.kernel.problems import Problem


@handles(CreateShipment)
def create_shipments(unit: Unit, commands: Sequence[CreateShipment]) -> list[Decision]:
    """Choose a service for each shipment and put its packages into it; nothing leaves yet."""
    wanted = [Wanted(command.package_ids, command.carrier, command.service) for command in commands]
    table = PackingTable(unit, wanted)
    made = [table.make(one) for one in wanted]
    write_new_shipments(unit, [one for one in made if not isinstance(one, Problem)])
    return [Refused(one) if isinstance(one, Problem) else done_with(one.row, one.created) for one in made]
