"""Units are taken off the shelf; what is not there is sourced elsewhere."""

from collections.abc import Sequence

from ordino.engine import Unit, handles
from ordino.fulfillment.commands import PickUnits
from ordino.fulfillment.picking import Scans, find, pick
from ordino.fulfillment.work import Work
from ordino.kernel.messages import Decision, Refused
from ordino.kernel.problems import Problem


@handles(PickUnits)
def pick_units(unit: Unit, commands: Sequence[PickUnits]) -> list[Decision]:
    work = Work.locked(unit, (command.fulfillment_order_id for command in commands))
    scans = Scans(unit, (line for command in commands for line in command.lines))
    decisions = [_pick(work, command, scans) for command in commands]
    work.write()
    return decisions


def _pick(work: Work, command: PickUnits, scans: Scans) -> Decision:
    row = work.permitted(command.fulfillment_order_id, command.kind())
    if isinstance(row, Problem):
        return Refused(row)
    found = find(work, row, command.lines, scans)
    if isinstance(found, Problem):
        return Refused(found)
    events = pick(work, row, found)
    return work.done(row.id, *events, short=sum(one.short for one in found))
