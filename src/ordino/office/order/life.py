"""The life of an order as a drawing: the stored states as pills, the units as a river inside the current one."""

from collections.abc import Sequence
from typing import NamedTuple

from ordino.orders.views import OrderView

_TOP, _BOTTOM = 18, 62
_LEFT, _STEP, _WIDTH = 438, 147, 125
_WENT = {"draft": 0, "placed": 1, "confirmed": 2, "completed": 3}


class Band(NamedTuple):
    """A stretch of the river: so many units came at least this far."""

    look: str
    word: str
    units: int
    x: int
    y: int
    path: str


class Life(NamedTuple):
    """What the drawing shows; `needs` is what keeps the order from being complete, in words."""

    state: str
    went: int
    bands: list[Band]
    units: int
    returned: int
    needs: Sequence[tuple[str, int, int]]
    said: str


def drawing(view: OrderView, needs: Sequence[str]) -> Life:
    """The drawing of an order as it stands."""
    lines = view.lines
    whole = sum(line.ordered - line.canceled for line in lines)
    shipped = sum(line.shipped for line in lines)
    picked = shipped + sum(line.picked + line.packed for line in lines)
    allocated = picked + sum(line.allocated + line.released for line in lines)
    delivered = sum(line.delivered for line in lines)
    returned = sum(line.returned for line in lines)
    counts = (("alloc", "allocated", allocated), ("pick", "picked", picked), ("ship", "shipped", shipped))
    bands = [
        _band(position, look, word, units, whole)
        for position, (look, word, units) in enumerate((*counts, ("deliv", "delivered", delivered)))
    ]
    state = view.order.state
    said = f"The order is {state}. Of {whole} units: " + ", ".join(f"{band.units} {band.word}" for band in bands)
    places = [(need, 446 + 352 * (index // 2), 144 + 20 * (index % 2)) for index, need in enumerate(needs[:4])]
    return Life(state, _WENT.get(state, -1), bands, whole, returned, places, f"{said}, {returned} returned.")


def _band(position: int, look: str, word: str, units: int, whole: int) -> Band:
    height = (_BOTTOM - _TOP) * units // whole if whole else 0
    x, y = _LEFT + _STEP * position, _BOTTOM - height
    path = f"M{x} {y}h{_WIDTH}V{_BOTTOM}H{x}z" if height else ""
    return Band(look, word, units, x, y, path)
