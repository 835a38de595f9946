"""Register channels."""

from collections.abc import Sequence
from functools import partial

from ordino.engine import Unit, handles
from ordino.kernel.messages import Decision, Done, Known, Refused, StreamEvent
from ordino.kernel.problems import Problem
from ordino.kernel.registration import CodeBook, changed_fields, decide_storable
from ordino.network.commands import RegisterChannel, Registered
from ordino.network.decide.register_channel import registered_channel
from ordino.network.events import ChannelChanged, ChannelRegistered
from ordino.network.queries import SQL
from ordino.network.rows import ChannelRow


@handles(RegisterChannel)
def register_channel(unit: Unit, commands: Sequence[RegisterChannel]) -> list[Decision]:
    """Decide each command on what the earlier ones of the batch left, then write the difference."""
    return decide_storable(commands, lambda storable: _register(unit, storable))


def _register(unit: Unit, commands: Sequence[RegisterChannel]) -> list[Decision]:
    codes = sorted({command.code for command in commands})
    before = {row.code: row for row in unit.fetch(SQL.lock_channels, ChannelRow, codes=codes)}
    book = CodeBook(before, codes, partial(unit.next_ids, "network_channel_id_seq"))
    decisions = [_decide(book, command) for command in commands]
    unit.write(SQL.insert_channels, book.new())
    unit.write(SQL.update_channels, book.changed())
    return decisions


def _decide(book: CodeBook[ChannelRow], command: RegisterChannel) -> Decision:
    known = book.rows.get(command.code)
    after = registered_channel(command, known, book.new_ids.get(command.code, 0))
    if isinstance(after, Problem):
        return Refused(after)
    book.rows[after.code] = after
    result = Registered(id=after.id, code=after.code, created=known is None)
    stream = f"channel/{after.id}"
    if known is None:
        event = ChannelRegistered(channel_id=after.id, code=after.code, currency=after.currency)
        return Done(result, (StreamEvent(stream, event),))
    changed = changed_fields(known, after)
    if not changed:
        return Known(result)
    return Done(result, (StreamEvent(stream, ChannelChanged(channel_id=after.id, code=after.code, changed=changed)),))
