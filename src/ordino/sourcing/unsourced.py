"""Whether lines may be sourced. Lines placed in this transaction are known to be; for others the stored line decides."""

from collections.abc import Mapping, Sequence

from ordino.engine import Unit
from ordino.kernel.problems import InvalidInput, NotFound, Problem, StateRefuses
from ordino.orders.lifecycle import ORDER
from ordino.orders.pending import PendingOrders
from ordino.sourcing.commands import LineToSource, SourceOrder
from ordino.sourcing.lines import OrderLine, lock_lines

Key = tuple[int, int]


def find_problems(unit: Unit, commands: Sequence[SourceOrder]) -> dict[int, Problem]:
    """The problems by index of the commands whose lines cannot be sourced; orders that are stored are locked."""
    pending = unit.pending(PendingOrders)
    stored = [
        index
        for index, command in enumerate(commands)
        if not all(pending.holds_line(command.order_id, line.number) for line in command.lines)
    ]
    if not stored:
        return {}
    rows = lock_lines(unit, [commands[index].order_id for index in stored])
    lines = {(row.order_id, row.number): row for row in rows}
    unsourced = {key: row.unsourced for key, row in lines.items()}
    problems: dict[int, Problem] = {}
    for index in stored:
        command = commands[index]
        problem = _state_problem(command, rows)
        for line in command.lines:
            if problem is None and not pending.holds_line(command.order_id, line.number):
                problem = _line_problem(command.order_id, line, lines, unsourced)
        if problem is not None:
            problems[index] = problem
    return problems


def _state_problem(command: SourceOrder, rows: Sequence[OrderLine]) -> Problem | None:
    state = next((row.state for row in rows if row.order_id == command.order_id), None)
    if state is None:
        return NotFound(what="order", reference=str(command.order_id))
    if ORDER.target(state, command.kind()) is None:
        return StateRefuses(
            subject=f"order {command.order_id}", state=state, command=command.kind(), permitted=ORDER.permitted(state)
        )
    return None


def _line_problem(
    order_id: int, line: LineToSource, lines: Mapping[Key, OrderLine], unsourced: dict[Key, int]
) -> Problem | None:
    """The problem of one line; else its units are counted, so that the next command cannot source them, too."""
    key = (order_id, line.number)
    known = lines.get(key)
    if known is None or known.sku_id != line.sku_id:
        return NotFound(what=f"line of SKU {line.sku}", reference=f"{order_id}-{line.number}")
    if not 1 <= line.quantity <= unsourced[key]:
        return InvalidInput(field="quantity", reason=f"must be 1 to {unsourced[key]}, what is unsourced of the line")
    unsourced[key] -= line.quantity
    return None
