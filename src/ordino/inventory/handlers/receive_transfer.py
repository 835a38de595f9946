"""Some or all of a transfer arrives."""

from collections.abc import Sequence

from ordino.engine import Unit, handles
from ordino.inventory.commands import ReceiveTransfer
from ordino.inventory.problems import MoreThanExpected
from ordino.inventory.rows import TransferLineRow
from ordino.inventory.transfers import Transfers
from ordino.inventory.work import quantity_problem
from ordino.kernel.messages import Decision, Done, Refused
from ordino.kernel.problems import InvalidInput, Problem


@handles(ReceiveTransfer)
def receive_transfer(unit: Unit, commands: Sequence[ReceiveTransfer]) -> list[Decision]:
    transfers = Transfers(unit, commands)
    decisions = [_receive(transfers, command) for command in commands]
    transfers.write()
    return decisions


def _receive(transfers: Transfers, command: ReceiveTransfer) -> Decision:
    problem = transfers.problem(command)
    if problem:
        return Refused(problem)
    outstanding = {transfers.codes.sku_code[line.sku_id]: line for line in transfers.lines(command.transfer_id)}
    problem = _items_problem(command, outstanding)
    if problem:
        return Refused(problem)
    arriving = {item.sku: item.quantity for item in command.items}
    events = [
        transfers.receive(line, arriving.get(sku, line.outstanding))
        for sku, line in outstanding.items()
        if not arriving or sku in arriving
    ]
    return Done(transfers.result(command.transfer_id), tuple(events))


def _items_problem(command: ReceiveTransfer, outstanding: dict[str, TransferLineRow]) -> Problem | None:
    if len({item.sku for item in command.items}) != len(command.items):
        return InvalidInput(field="items", reason="name each SKU once")
    for item in command.items:
        line = outstanding.get(item.sku)
        left = line.outstanding if line else 0
        if item.quantity > left:
            subject = f"Transfer {command.transfer_id}, {item.sku}"
            return MoreThanExpected(subject=subject, asked=item.quantity, outstanding=left)
        problem = quantity_problem(item.quantity)
        if problem:
            return problem
    return None
