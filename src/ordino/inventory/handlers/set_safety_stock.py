"""How many units are kept back from promises."""

from collections.abc import Sequence

from ordino.engine import Statements, Unit, handles
from ordino.inventory.codes import Codes
from ordino.inventory.commands import SetSafetyStock, StockResult
from ordino.inventory.events import SafetyStockSet
from ordino.inventory.rows import Pair
from ordino.inventory.work import StockWork, quantity_problem
from ordino.kernel.messages import Decision, Done, Record, Refused, StreamEvent
from ordino.kernel.registration import decide_storable

SQL = Statements("ordino.inventory")


class _SafetyStock(Record, frozen=True):
    sku_id: int
    location_id: int
    safety_stock: int


@handles(SetSafetyStock)
def set_safety_stock(unit: Unit, commands: Sequence[SetSafetyStock]) -> list[Decision]:
    return decide_storable(commands, lambda storable: _set_all(unit, storable))


def _set_all(unit: Unit, commands: Sequence[SetSafetyStock]) -> list[Decision]:
    codes = Codes(unit, skus=(c.sku for c in commands), locations=(c.location for c in commands))
    pairs = codes.known_pairs((c.sku, c.location) for c in commands)
    work = StockWork(unit, pairs)
    current = {pair: work.level(pair).safety_stock for pair in pairs}
    decisions: list[Decision] = []
    for command in commands:
        problem = codes.problem(command.sku, command.location) or quantity_problem(command.quantity, minimum=0)
        if problem:
            decisions.append(Refused(problem))
            continue
        pair = codes.pair(command.sku, command.location)
        work.begin(pair)
        decisions.append(_set(codes, work, command, pair, before=current[pair]))
        current[pair] = command.quantity
    work.write()
    done = [pair for pair, quantity in current.items() if quantity != work.level(pair).safety_stock]
    unit.write(SQL.set_safety_stock, [_SafetyStock(p.sku_id, p.location_id, current[p]) for p in done])
    return decisions


def _set(codes: Codes, work: StockWork, command: SetSafetyStock, pair: Pair, *, before: int) -> Decision:
    level = work.level(pair)
    event = SafetyStockSet(sku=command.sku, location=command.location, before=before, quantity=command.quantity)
    result = StockResult(on_hand=level.on_hand, available=level.available)
    return Done(result, (StreamEvent(codes.stream(pair), event),))
