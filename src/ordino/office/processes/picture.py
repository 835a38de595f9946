"""The picture of a process as the template draws it: pills in the words and colors of the badges, curves with arrows."""

from collections.abc import Mapping
from itertools import pairwise
from typing import NamedTuple

from ordino.kernel.lifecycle import Lifecycle
from ordino.office.processes.layout import Layout, Route, Spot, layout
from ordino.office.processes.subjects import Subject
from ordino.office.statuses import Status, status_of
from ordino.office.texts import _, in_words

_HEIGHT, _DOWN, _BETWEEN, _MARGIN = 30, 54, 104, 14
_LETTER, _AROUND, _NARROWEST = 7, 46, 120  # of a pill: its letters, and what stands beside them
_MOST_WORDS = 16  # moves; where there are more, their words would lie on each other, and the table says them


class Pill(NamedTuple):
    """A state: where it stands, how it looks, and where its rows are."""

    state: str
    look: Status
    x: int
    y: int
    address: str
    begins: bool
    ends: bool


class Arrow(NamedTuple):
    """A curve with its words in its middle; `all_words` where there are more than are shown."""

    path: str
    x: int
    y: int
    words: str
    all_words: str


class Picture(NamedTuple):
    """Everything the drawing shows, and the same in words."""

    pills: list[Pill]
    arrows: list[Arrow]
    width: int
    height: int
    pill_width: int
    said: str


class _Canvas(NamedTuple):
    """The grid in pixels: how wide a pill is, how many places each column has, and how many the fullest."""

    pill: int
    tall: Mapping[int, int]
    rows: int

    def corner(self, spot: Spot) -> tuple[int, int]:
        """The upper left corner of a place; a column with few places stands in the middle."""
        lower = (self.rows - self.tall[spot.column]) * _DOWN // 2
        return _MARGIN + spot.column * (self.pill + _BETWEEN), _MARGIN + lower + spot.row * _DOWN


def picture(subject: Subject) -> Picture:
    """The picture of a life cycle."""
    table = subject.lifecycle
    grid = layout(table)
    longest = max(len(str(status_of(subject.axis, state).word)) for state in table.states)
    pill = max(_NARROWEST, longest * _LETTER + _AROUND)
    canvas = _Canvas(pill, {column: _places_in(grid, column) for column in range(grid.columns)}, grid.rows)
    pills = [
        Pill(
            state,
            status_of(subject.axis, state),
            *canvas.corner(spot),
            subject.addresses.get(state, ""),
            state in table.initial,
            state in table.final,
        )
        for state, spot in grid.states.items()
    ]
    arrows = [_arrow(route, canvas) for route in grid.routes]
    if len(arrows) > _MOST_WORDS:
        arrows = [arrow._replace(words="") for arrow in arrows]
    width = grid.columns * (pill + _BETWEEN) - _BETWEEN + 2 * _MARGIN
    height = grid.rows * _DOWN - (_DOWN - _HEIGHT) + 2 * _MARGIN
    return Picture(pills, arrows, width, height, pill, _said(table, subject))


def _places_in(grid: Layout, column: int) -> int:
    spots = [*grid.states.values(), *(spot for route in grid.routes for spot in route.spots)]
    return len({spot.row for spot in spots if spot.column == column})


def _arrow(route: Route, canvas: _Canvas) -> Arrow:
    corners = [canvas.corner(spot) for spot in route.spots]
    if corners[0][0] == corners[-1][0]:
        return _beside(route, corners[0], corners[-1], canvas.pill)
    ways = [(x, y + _HEIGHT // 2) for x, y in corners]
    points = [(ways[0][0] + canvas.pill, ways[0][1])]
    for x, y in ways[1:-1]:
        points += [(x, y), (x + canvas.pill, y)]
    points.append((ways[-1][0] - 5, ways[-1][1]))
    path = f"M{points[0][0]} {points[0][1]}"
    for (x, y), (to_x, to_y) in pairwise(points):
        middle = (x + to_x) // 2
        path += f"L{to_x} {to_y}" if y == to_y else f"C{middle} {y} {middle} {to_y} {to_x} {to_y}"
    (x, y), (to_x, to_y) = points[0], points[1]
    return Arrow(path, (x + to_x) // 2, (y + to_y) // 2 - 4, *_words(route))


def _beside(route: Route, source: tuple[int, int], target: tuple[int, int], pill: int) -> Arrow:
    """Between two states of one column: a bow, downwards on their right and upwards on their left."""
    down = target[1] > source[1]
    edge, wide = source[0] + pill * down, (24 + abs(target[1] - source[1]) // 6) * (1 if down else -1)
    y, to_y, end = source[1] + _HEIGHT // 2, target[1] + _HEIGHT // 2, edge + (5 if down else -5)
    path = f"M{edge} {y}C{edge + wide} {y} {edge + wide} {to_y} {end} {to_y}"
    return Arrow(path, edge + wide * 3 // 4, (y + to_y) // 2, *_words(route))


def _words(route: Route) -> tuple[str, str]:
    commands = [in_words(command) for command in route.edge.commands]
    shown = commands[0] if len(commands) == 1 else f"{commands[0]} +{len(commands) - 1}"
    return shown, ", ".join(commands)


def _said(table: Lifecycle, subject: Subject) -> str:
    words = ", ".join(str(status_of(subject.axis, state).word) for state in table.states)
    return _("%(what)s: %(states)s. The table below says which move leads where.") % {
        "what": subject.word,
        "states": words,
    }
