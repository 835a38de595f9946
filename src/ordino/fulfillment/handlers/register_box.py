"""Boxes to pack into."""

from collections.abc import Sequence

import msgspec

from ordino.engine import Unit, handles
from ordino.fulfillment.commands import BoxAccepted, RegisterBox
from ordino.fulfillment.events import BoxRegistered
from ordino.fulfillment.facts import SQL
from ordino.kernel.messages import Decision, Done, Record, Refused, StreamEvent
from ordino.kernel.problems import InvalidInput, Problem
from ordino.kernel.registration import check_code, decide_storable

MAXIMUM_MM, MAXIMUM_GRAMS = 100_000, 100_000_000


class _BoxRow(Record, frozen=True):
    code: str
    length_mm: int
    width_mm: int
    height_mm: int
    maximum_weight_grams: int
    tare_weight_grams: int
    active: bool


@handles(RegisterBox)
def register_boxes(unit: Unit, commands: Sequence[RegisterBox]) -> list[Decision]:
    """A box that is known takes the new figures; packages keep what was said of them."""
    return decide_storable(commands, lambda storable: _register(unit, storable))


def _register(unit: Unit, commands: Sequence[RegisterBox]) -> list[Decision]:
    rows: dict[str, _BoxRow] = {}
    decisions: list[Decision] = []
    for command in commands:
        problem = check_code(command.code) or _measures_problem(command)
        if problem:
            decisions.append(Refused(problem))
            continue
        rows[command.code] = msgspec.convert(command, _BoxRow, from_attributes=True)
        event = msgspec.convert(command, BoxRegistered, from_attributes=True)
        decisions.append(Done(BoxAccepted(code=command.code), (StreamEvent(f"box/{command.code}", event),)))
    unit.write(SQL.upsert_boxes, [rows[code] for code in sorted(rows)])
    return decisions


def _measures_problem(command: RegisterBox) -> Problem | None:
    for field in ("length_mm", "width_mm", "height_mm"):
        if not 1 <= getattr(command, field) <= MAXIMUM_MM:
            return InvalidInput(field=field, reason=f"must be from 1 to {MAXIMUM_MM}")
    if not 1 <= command.maximum_weight_grams <= MAXIMUM_GRAMS:
        return InvalidInput(field="maximum_weight_grams", reason=f"must be from 1 to {MAXIMUM_GRAMS}")
    if not 0 <= command.tare_weight_grams <= MAXIMUM_GRAMS:
        return InvalidInput(field="tare_weight_grams", reason=f"must be from 0 to {MAXIMUM_GRAMS}")
    return None
