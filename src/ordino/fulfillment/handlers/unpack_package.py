"""A package is taken apart; its units are picked, and not packed."""

from collections.abc import Sequence

from msgspec.structs import replace

from ordino.engine import Unit, handles
from ordino.fulfillment.commands import PackageAccepted, UnpackPackage
from ordino.fulfillment.events import PackageUnpacked
from ordino.fulfillment.facts import SQL
from ordino.fulfillment.lifecycle import PACKAGE
from ordino.fulfillment.packages import StandingPackage, StandingPackages
from ordino.fulfillment.work import Work
from ordino.inventory.codes import possible_keys
from ordino.kernel.messages import Decision, Done, Refused, StreamEvent
from ordino.kernel.problems import NotFound, Problem
from ordino.orders.events import order_stream


@handles(UnpackPackage)
def unpack_package(unit: Unit, commands: Sequence[UnpackPackage]) -> list[Decision]:
    package_ids = possible_keys(command.package_id for command in commands)
    ids = unit.fetch_values(SQL.select_fulfillment_orders_of_packages, package_ids=package_ids)
    work = Work.locked(unit, ids)
    packages = StandingPackages(unit, ids)
    decisions = [_unpack(work, packages, command) for command in commands]
    work.write()
    packages.write()
    return decisions


def _unpack(work: Work, packages: StandingPackages, command: UnpackPackage) -> Decision:
    package = packages.find(command.package_id)
    if package is None:
        return Refused(NotFound(what=f"{PACKAGE.initial[0]} package", reference=str(command.package_id)))
    row = work.permitted(package.fulfillment_order_id, command.kind())
    problem = row if isinstance(row, Problem) else package.problem()
    if problem:
        return Refused(problem)
    return _done(work, package, packages)


def _done(work: Work, package: StandingPackage, packages: StandingPackages) -> Done:
    contents = packages.unpack(package)
    for units in contents:
        line = work.line(package.fulfillment_order_id, units.line_number)
        assert line is not None
        work.move(line, "packed", "picked", units.quantity)
        work.change(replace(line, packed=line.packed - units.quantity))
    row = work.derive_state(package.fulfillment_order_id)
    event = PackageUnpacked(order_id=row.order_id, fulfillment_order_id=row.id, package_id=package.id, lines=contents)
    result = PackageAccepted(
        package_id=package.id,
        fulfillment_order_id=row.id,
        order_id=row.order_id,
        sscc=package.sscc,
        box=package.box,
        weight_grams=package.weight_grams,
        state=row.state,
    )
    return Done(result, (StreamEvent(order_stream(row.order_id), event),))
