"""The goods are on their way back."""

from collections.abc import Sequence

from msgspec import structs

from ordino.engine import Unit, handles
from ordino.kernel.messages import Decision
from ordino.returns.book import ReturnBook, done_with, on_returns
from ordino.returns.commands import MarkReturnInTransit
from ordino.returns.events import ReturnSetOut
from ordino.returns.lifecycle import IN_TRANSIT
from ordino.returns.rows import ReturnRow


@handles(MarkReturnInTransit)
def mark_return_in_transit(unit: Unit, commands: Sequence[MarkReturnInTransit]) -> list[Decision]:
    return on_returns(unit, commands, _mark)


def _mark(book: ReturnBook, command: MarkReturnInTransit, row: ReturnRow) -> Decision:
    after = book.change(structs.replace(row, state=IN_TRANSIT, tracking_number=command.tracking_number))
    event = ReturnSetOut(order_id=row.order_id, return_id=row.id, tracking_number=command.tracking_number)
    return done_with(after, event)
