"""Where the units of a line are, as the segments of a bar: the farthest first."""

from typing import NamedTuple, Protocol

from ordino.office.texts import _


class Units(Protocol):
    """What a bar needs to know of a line."""

    @property
    def ordered(self) -> int: ...
    @property
    def canceled(self) -> int: ...
    @property
    def unsourced(self) -> int: ...
    @property
    def backordered(self) -> int: ...
    @property
    def allocated(self) -> int: ...
    @property
    def released(self) -> int: ...
    @property
    def picked(self) -> int: ...
    @property
    def packed(self) -> int: ...
    @property
    def shipped(self) -> int: ...
    @property
    def delivered(self) -> int: ...
    @property
    def returned(self) -> int: ...
    @property
    def written_off(self) -> int: ...


class Segment(NamedTuple):
    """So many units in one place; `x` and `width` are percent of the bar as SVG writes them."""

    name: str
    look: str
    units: int
    x: str
    width: str


def segments(line: Units) -> list[Segment]:
    """The segments that have units; canceled units are not on the bar."""
    places = (
        (_("returned"), "back", line.returned),
        (_("delivered"), "deliv", line.delivered - line.returned),
        (_("lost"), "bad", line.written_off),
        (_("in transit"), "ship", line.shipped - line.delivered - line.written_off),
        (_("picked"), "pick", line.picked + line.packed),
        (_("allocated"), "alloc", line.allocated + line.released),
        (_("backordered"), "wait", line.backordered),
        (_("unsourced"), "open", line.unsourced),
    )
    whole = line.ordered - line.canceled
    bar: list[Segment] = []
    before = 0
    for name, look, units in places:
        if units > 0 and whole > 0:
            bar.append(Segment(name, look, units, _percent(before, whole), _percent(units, whole)))
            before += units
    return bar


def _percent(part: int, whole: int) -> str:
    hundredths = 10_000 * part // whole
    return f"{hundredths // 100}.{hundredths % 100:02}%"
