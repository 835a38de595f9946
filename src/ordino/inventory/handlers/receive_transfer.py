"""Some or all of a transfer arrives."""

from collections.abc import Mapping, Sequence

from ordino.engine import Unit, handles
from ordino.inventory.commands import ReceiveTransfer, TransferItem
from ordino.inventory.problems import LotDiffers, MoreThanExpected
from ordino.inventory.rows import TransferLineRow
from ordino.inventory.transfers import Transfers
from ordino.inventory.work import quantity_problem
from ordino.kernel.messages import Decision, Done, Refused
from ordino.kernel.problems import InvalidInput, Problem
from ordino.kernel.registration import decide_storable


@handles(ReceiveTransfer)
def receive_transfer(unit: Unit, commands: Sequence[ReceiveTransfer]) -> list[Decision]:
    return decide_storable(commands, lambda storable: _receive_all(unit, storable))


def _receive_all(unit: Unit, commands: Sequence[ReceiveTransfer]) -> list[Decision]:
    transfers = Transfers(unit, commands)
    decisions = [_receive(transfers, command) for command in commands]
    transfers.write()
    return decisions


def _receive(transfers: Transfers, command: ReceiveTransfer) -> Decision:
    problem = transfers.problem(command)
    if problem:
        return Refused(problem)
    outstanding = {transfers.codes.sku_code[line.sku_id]: line for line in transfers.lines(command.transfer_id)}
    problem = _items_problem(transfers, command, outstanding)
    if problem:
        return Refused(problem)
    if not command.items:
        events = [transfers.receive(line, line.outstanding, ()) for line in outstanding.values()]
    else:
        events = [transfers.receive(outstanding[i.sku], i.quantity, i.serials) for i in command.items]
    return Done(transfers.result(command.transfer_id), tuple(events))


def _items_problem(
    transfers: Transfers, command: ReceiveTransfer, outstanding: Mapping[str, TransferLineRow]
) -> Problem | None:
    if len({item.sku for item in command.items}) != len(command.items):
        return InvalidInput(field="items", reason="name each SKU once")
    problems = (_item_problem(transfers, command, item, outstanding.get(item.sku)) for item in command.items)
    return next(filter(None, problems), None)


def _item_problem(
    transfers: Transfers, command: ReceiveTransfer, item: TransferItem, line: TransferLineRow | None
) -> Problem | None:
    left = line.outstanding if line else 0
    if line is None or item.quantity > left:
        subject = f"Transfer {command.transfer_id}, {item.sku}"
        return MoreThanExpected(subject=subject, asked=item.quantity, outstanding=left)
    if item.lot and item.lot != line.lot:
        return LotDiffers(sku=item.sku, lot=item.lot, reason=f"the transfer has {line.lot or 'no lot'}")
    return quantity_problem(item.quantity) or transfers.serials_problem(line, item.quantity, item.serials)
