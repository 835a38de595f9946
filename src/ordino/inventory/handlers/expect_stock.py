"""A receipt is announced."""

from collections.abc import Sequence

from ordino.engine import Statements, Unit, handles
from ordino.inventory.codes import Codes
from ordino.inventory.commands import ExpectStock, IncomingResult
from ordino.inventory.events import StockExpected
from ordino.inventory.lifecycle import EXPECTED
from ordino.inventory.rows import IncomingRow
from ordino.inventory.work import StockWork, quantity_problem
from ordino.kernel.messages import Decision, Done, Refused, StreamEvent
from ordino.kernel.problems import InvalidInput, Problem
from ordino.kernel.registration import decide_storable

SQL = Statements("ordino.inventory")


@handles(ExpectStock)
def expect_stock(unit: Unit, commands: Sequence[ExpectStock]) -> list[Decision]:
    return decide_storable(commands, lambda storable: _expect(unit, storable))


def _expect(unit: Unit, commands: Sequence[ExpectStock]) -> list[Decision]:
    codes = Codes(unit, skus=(c.sku for c in commands), locations=(c.location for c in commands))
    work = StockWork(unit, codes.known_pairs((c.sku, c.location) for c in commands))
    ids = unit.next_ids("inventory_incoming_id_seq", len(commands))
    rows: list[IncomingRow] = []
    decisions: list[Decision] = []
    for command, incoming_id in zip(commands, ids, strict=True):
        problem = _problem(codes, command)
        if problem:
            decisions.append(Refused(problem))
            continue
        pair = codes.pair(command.sku, command.location)
        work.begin(pair)
        row = IncomingRow(
            incoming_id,
            pair.sku_id,
            pair.location_id,
            command.quantity,
            0,
            command.expected_at,
            command.reference,
            EXPECTED,
        )
        rows.append(row)
        decisions.append(_answer(command, row, codes.stream(pair)))
    work.write()
    unit.write(SQL.insert_incoming, rows)
    return decisions


def _problem(codes: Codes, command: ExpectStock) -> Problem | None:
    if command.expected_at.tzinfo is None:
        return InvalidInput(field="expected_at", reason="must name its time zone")
    return codes.problem(command.sku, command.location) or quantity_problem(command.quantity)


def _answer(command: ExpectStock, row: IncomingRow, stream: str) -> Done:
    event = StockExpected(
        sku=command.sku,
        location=command.location,
        incoming_id=row.id,
        quantity=row.quantity,
        expected_at=row.expected_at,
        reference=row.reference,
    )
    result = IncomingResult(incoming_id=row.id, state=row.state, outstanding=row.outstanding)
    return Done(result, (StreamEvent(stream, event),))
