"""The life of an order as a drawing: the stored states as pills, the units as a river inside the current one."""

from collections.abc import Sequence
from typing import NamedTuple

from django.utils.translation import ngettext

from ordino.office.texts import _, in_words
from ordino.orders.decide.complete_order import Need
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


def drawing(view: OrderView, needs: Sequence[Need]) -> Life:
    """The drawing of an order as it stands."""
    lines = view.lines
    whole = sum(line.ordered - line.canceled for line in lines)
    shipped = sum(line.shipped for line in lines)
    picked = shipped + sum(line.picked + line.packed for line in lines)
    allocated = picked + sum(line.allocated + line.released for line in lines)
    delivered = sum(line.delivered for line in lines)
    returned = sum(line.returned for line in lines)
    counts = (("alloc", _("allocated"), allocated), ("pick", _("picked"), picked), ("ship", _("shipped"), shipped))
    bands = [
        _band(position, look, word, units, whole)
        for position, (look, word, units) in enumerate((*counts, ("deliv", _("delivered"), delivered)))
    ]
    state = view.order.state
    came = ", ".join(f"{band.units} {band.word}" for band in bands)
    said = _("The order is %(state)s. Of %(units)s units: %(came)s, %(returned)s returned.") % {
        "state": in_words(state),
        "units": whole,
        "came": came,
        "returned": returned,
    }
    places = [
        (need, 446 + 352 * (index // 2), 144 + 20 * (index % 2)) for index, need in enumerate(map(_said, needs[:4]))
    ]
    return Life(state, _WENT.get(state, -1), bands, whole, returned, places, said)


def _said(need: Need) -> str:
    """A need in the reader's language."""
    words = {
        "ship": ngettext("%(units)s unit is not shipped", "%(units)s units are not shipped", need.units),
        "deliver": ngettext("%(units)s unit is on its way", "%(units)s units are on their way", need.units),
        "come_back": ngettext("%(units)s unit is expected back", "%(units)s units are expected back", need.units),
        "hold": _("the hold %(what)s is open"),
        "pay": _("%(what)s are to be paid"),
        "give_back": _("%(what)s are to be given back"),
    }
    return words[need.kind] % {"units": need.units, "what": in_words(need.what) if need.kind == "hold" else need.what}


def _band(position: int, look: str, word: str, units: int, whole: int) -> Band:
    height = (_BOTTOM - _TOP) * units // whole if whole else 0
    x, y = _LEFT + _STEP * position, _BOTTOM - height
    path = f"M{x} {y}h{_WIDTH}V{_BOTTOM}H{x}z" if height else ""
    return Band(look, word, units, x, y, path)
