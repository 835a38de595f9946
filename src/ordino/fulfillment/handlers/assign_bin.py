"""Where SKUs stand at a location."""

from collections.abc import Sequence

from ordino.engine import Unit, handles
from ordino.fulfillment.commands import AssignBin, BinOfSku
from ordino.fulfillment.events import BinAssigned
from ordino.fulfillment.facts import SQL
from ordino.inventory.codes import Codes
from ordino.kernel.ids import LARGEST_KEY
from ordino.kernel.messages import Decision, Done, Record, Refused, StreamEvent
from ordino.kernel.problems import InvalidInput, Problem
from ordino.kernel.registration import check_code, decide_storable


class _BinRow(Record, frozen=True):
    location_id: int
    sku_id: int
    bin: str
    walk_position: int


@handles(AssignBin)
def assign_bins(unit: Unit, commands: Sequence[AssignBin]) -> list[Decision]:
    """A SKU has one bin at a location; the last word counts."""
    return decide_storable(commands, lambda storable: _assign(unit, storable))


def _assign(unit: Unit, commands: Sequence[AssignBin]) -> list[Decision]:
    codes = Codes(unit, skus=(c.sku for c in commands), locations=(c.location for c in commands))
    rows: dict[tuple[int, int], _BinRow] = {}
    decisions: list[Decision] = []
    for command in commands:
        problem = codes.problem(command.sku, command.location) or _problem(command)
        if problem:
            decisions.append(Refused(problem))
            continue
        pair = codes.pair(command.sku, command.location)
        key = pair.location_id, pair.sku_id
        rows[key] = _BinRow(*key, command.bin, command.walk_position)
        decisions.append(_done(command))
    unit.write(SQL.upsert_bins, [rows[key] for key in sorted(rows)])
    return decisions


def _problem(command: AssignBin) -> Problem | None:
    if not 0 <= command.walk_position <= LARGEST_KEY:
        return InvalidInput(field="walk_position", reason="must be 0 or more: the walk goes by ascending positions.")
    return check_code(command.bin, "bin")


def _done(command: AssignBin) -> Done:
    event = BinAssigned(
        sku=command.sku, location=command.location, bin=command.bin, walk_position=command.walk_position
    )
    result = BinOfSku(location=command.location, sku=command.sku, bin=command.bin)
    return Done(result, (StreamEvent(f"bin/{command.location}/{command.sku}", event),))
