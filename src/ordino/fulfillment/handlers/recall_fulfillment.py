"""Work is taken back before anything is shipped: packages are taken apart, every unit is only allocated again."""

from collections.abc import Sequence

from ordino.engine import Unit, handles
from ordino.fulfillment.commands import RecallFulfillment
from ordino.fulfillment.events import FulfillmentRecalled
from ordino.fulfillment.packages import StandingPackages
from ordino.fulfillment.problems import PartlyShipped
from ordino.fulfillment.rows import RecalledUnits
from ordino.fulfillment.work import FulfillmentOrderRow, Work
from ordino.kernel.messages import Decision, Refused
from ordino.kernel.problems import Problem


@handles(RecallFulfillment)
def recall_fulfillment(unit: Unit, commands: Sequence[RecallFulfillment]) -> list[Decision]:
    work = Work.locked(unit, (command.fulfillment_order_id for command in commands))
    packages = StandingPackages(unit, [row.id for row in work.orders()])
    decisions = [_recall(work, packages, command) for command in commands]
    work.write()
    packages.write()
    return decisions


def _recall(work: Work, packages: StandingPackages, command: RecallFulfillment) -> Decision:
    row = work.permitted(command.fulfillment_order_id, command.kind())
    if not isinstance(row, Problem):
        row = _problem(work, packages, row) or row
    if isinstance(row, Problem):
        return Refused(row)
    for package in packages.of(row.id):
        packages.unpack(package)
    lines = () if row.state == "planned" else _give_back(work, row)
    work.set_state(row.id, "canceled")
    event = FulfillmentRecalled(
        order_id=row.order_id,
        fulfillment_order_id=row.id,
        location_id=row.location_id,
        location=row.location,
        lines=lines,
        reason=command.reason,
    )
    return work.done(row.id, event)


def _problem(work: Work, packages: StandingPackages, row: FulfillmentOrderRow) -> Problem | None:
    if any(line.shipped for line in work.lines(row.id)):
        return PartlyShipped(fulfillment_order_id=row.id)
    problems = (package.problem() for package in packages.of(row.id))
    return next((problem for problem in problems if problem is not None), None)


def _give_back(work: Work, row: FulfillmentOrderRow) -> tuple[RecalledUnits, ...]:
    recalled = []
    for line in work.lines(row.id):
        if line.quantity:
            work.move(line, "released", "allocated", line.to_pick)
            work.move(line, "picked", "allocated", line.to_pack)
            work.move(line, "packed", "allocated", line.packed)
            recalled.append(RecalledUnits(line.line_number, line.to_pick, line.to_pack, line.packed))
    return tuple(recalled)
