"""Where states and moves stand in a picture: states in columns by how far they are, moves between neighboring columns.

A move over several columns passes through points in between. States that lead to each other stand in one column.
"""

import itertools
from collections.abc import Mapping, Sequence
from typing import NamedTuple

from ordino.kernel.lifecycle import Lifecycle

_SWEEPS = 4


class Edge(NamedTuple):
    """All moves from one state to another, with the commands that make them."""

    source: str
    target: str
    commands: tuple[str, ...]


class Spot(NamedTuple):
    """A place of the grid."""

    column: int
    row: int


class Route(NamedTuple):
    """An edge and the places it passes, from its source to its target."""

    edge: Edge
    spots: tuple[Spot, ...]


class Layout(NamedTuple):
    """Where each state is, how each edge goes, and how large the grid is."""

    states: Mapping[str, Spot]
    routes: tuple[Route, ...]
    columns: int
    rows: int


def edges_of(lifecycle: Lifecycle) -> tuple[Edge, ...]:
    """The moves that lead from one state to another, one edge for each pair."""
    pairs = dict.fromkeys((move.source, move.target) for move in lifecycle.moves if move.source != move.target)
    return tuple(
        Edge(
            *pair,
            tuple(dict.fromkeys(move.command for move in lifecycle.moves if (move.source, move.target) == pair)),
        )
        for pair in pairs
    )


def layout(lifecycle: Lifecycle) -> Layout:
    """Places for all states; the same table always gives the same picture."""
    edges = edges_of(lifecycle)
    column = _columns(lifecycle, edges)
    chains = [_chain(edge, column) for edge in edges]
    rows = _rows(lifecycle, column, chains)
    routes = [
        Route(edge, tuple(Spot(at, rows[at].index(name)) for at, name in chain))
        for edge, chain in zip(edges, chains, strict=True)
    ]
    states = {state: Spot(at, rows[at].index(state)) for state, at in column.items()}
    return Layout(states, tuple(routes), len(rows), max(map(len, rows)))


def _columns(lifecycle: Lifecycle, edges: Sequence[Edge]) -> dict[str, int]:
    """How far each state is: one further than the furthest before it. States that lead to each other are equally far."""
    onward = {state: _reached(state, edges) for state in lifecycle.states}
    column = dict.fromkeys(lifecycle.states, 0)
    for _ in lifecycle.states:
        for state in lifecycle.states:
            before = [column[one] + (one not in onward[state]) for one in lifecycle.states if state in onward[one]]
            column[state] = max([column[state], *before])
    return column


def _reached(state: str, edges: Sequence[Edge]) -> set[str]:
    """All states that come after a state, by whatever way."""
    reached: set[str] = set()
    frontier = [state]
    while frontier:
        at = frontier.pop()
        onward = {edge.target for edge in edges if edge.source == at} - reached
        reached |= onward
        frontier += onward
    return reached


def _chain(edge: Edge, column: Mapping[str, int]) -> list[tuple[int, str]]:
    """The columns an edge passes from its source to its target, each with the name of what stands there."""
    left, right = column[edge.source], column[edge.target]
    between = [(at, f"{edge.source}>{edge.target}") for at in range(left + 1, right)]
    return [(left, edge.source), *between, (right, edge.target)]


def _rows(
    lifecycle: Lifecycle, column: Mapping[str, int], chains: Sequence[Sequence[tuple[int, str]]]
) -> list[list[str]]:
    """What stands in each column from top to bottom: near what it is joined with in the column beside it."""
    rows: list[list[str]] = [[] for _ in range(max(column.values()) + 1)]
    for state in lifecycle.states:
        rows[column[state]].append(state)
    joined: dict[tuple[int, str], list[tuple[int, str]]] = {}
    for chain in chains:
        for at, name in chain[1:-1]:
            rows[at].append(name)
        for one, other in itertools.pairwise(chain):
            joined.setdefault(one, []).append(other)
            joined.setdefault(other, []).append(one)
    for sweep in range(_SWEEPS):
        ahead = sweep % 2 == 0
        for at in range(1, len(rows)) if ahead else range(len(rows) - 2, -1, -1):
            beside = at - 1 if ahead else at + 1
            places = {name: _center(rows[beside], joined.get((at, name), ()), beside) for name in rows[at]}
            rows[at].sort(key=places.__getitem__)
    return rows


def _center(row: Sequence[str], joined: Sequence[tuple[int, str]], column: int) -> tuple[int, int]:
    """The middle of what a place is joined with in a column, as a fraction's two numbers made comparable."""
    places = [row.index(name) for at, name in joined if at == column]
    return (sum(places) * 1000 // len(places), 0) if places else (len(row) * 1000, 1)
