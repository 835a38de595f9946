"""What was ordered, day by day: counted by a worker again and again, read at once."""

from datetime import date

from ordino.engine import Engine, Reader, Statements
from ordino.kernel.messages import Record
from ordino.orders.lifecycle import ORDER

SQL = Statements("ordino.insight")
_PLACED = tuple(state for state in ORDER.states if state != "draft")
_LOOKED_AT_AGAIN = 2_000  # orders; far more than are placed while the slowest transaction runs


class SalesRow(Record, frozen=True):
    """The orders of a channel on a day (UTC) in one currency, and their value as placed, in its minor units."""

    day: date
    channel: str
    currency: str
    orders: int
    value_minor: int


def count_sales(engine: Engine) -> int:
    """Count the days on which something was placed since the last count; always 0, for there is no more to do at once."""
    with engine.connection() as connection, connection.transaction():
        Reader(connection).fetch_values(SQL.count_sales, states=list(_PLACED), again=_LOOKED_AT_AGAIN)
    return 0


def sales(reader: Reader, *, first: date, last: date) -> list[SalesRow]:
    """What was ordered from the first day to the last, both counted."""
    return reader.fetch(SQL.select_sales, SalesRow, first=first, last=last)
