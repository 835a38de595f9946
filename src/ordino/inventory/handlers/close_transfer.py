"""What never arrived of a transfer is written off."""

from collections.abc import Sequence

from ordino.engine import Unit, handles
from ordino.inventory.commands import CloseTransfer
from ordino.inventory.transfers import Transfers
from ordino.kernel.messages import Decision, Done, Refused
from ordino.kernel.registration import decide_storable


@handles(CloseTransfer)
def close_transfer(unit: Unit, commands: Sequence[CloseTransfer]) -> list[Decision]:
    return decide_storable(commands, lambda storable: _close_all(unit, storable))


def _close_all(unit: Unit, commands: Sequence[CloseTransfer]) -> list[Decision]:
    transfers = Transfers(unit, commands)
    decisions = [_close(transfers, command) for command in commands]
    transfers.write()
    return decisions


def _close(transfers: Transfers, command: CloseTransfer) -> Decision:
    problem = transfers.problem(command)
    if problem:
        return Refused(problem)
    events = [transfers.lose(line, command.reason) for line in transfers.lines(command.transfer_id)]
    return Done(transfers.result(command.transfer_id), tuple(events))
