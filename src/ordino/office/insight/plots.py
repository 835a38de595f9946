"""What a plot is: places along an axis, series of values, and for each value its words and where its rows are.

The browser draws it with ECharts (`static/office/plots.js`); the same figures stand in a table beneath, as links.
"""

from typing import NamedTuple

from ordino.kernel.messages import Record


class Value(Record, frozen=True):
    """A number as it is drawn (in smallest units), as it is said, and the address of the rows behind it."""

    number: int | None
    said: str = ""
    address: str = ""


class Series(Record, frozen=True):
    """Values of one look, one for each place. `color` is a token of the stylesheet; `way` is bar, line or step."""

    word: str
    color: str
    values: tuple[Value, ...]
    way: str = "bar"
    dashed: bool = False
    colors: tuple[str, ...] = ()


class Plot(Record, frozen=True):
    """A drawing. `digits` of a number are decimals; `across` draws bars from left to right; `live` are
    the streams it follows, `addresses` where all rows of a place are.
    """

    name: str
    title: str
    note: str
    axis: str
    places: tuple[str, ...]
    series: tuple[Series, ...]
    live: str
    addresses: tuple[str, ...]
    digits: int = 0
    across: bool = False


class Line(NamedTuple):
    """A row of the table beneath a plot."""

    place: str
    values: list[Value]


def table_of(plot: Plot) -> list[Line]:
    """The figures, the newest first where time goes along."""
    rows = [Line(place, [one.values[at] for one in plot.series]) for at, place in enumerate(plot.places)]
    return rows if plot.across else rows[::-1]
