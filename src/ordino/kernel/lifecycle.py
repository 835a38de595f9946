"""A life cycle is one table: from which state which command leads to which state.

The guard in handlers, the database check, the permitted actions, the diagram and the test matrix are made from the table.
A move whose target equals its source is a command that is permitted in that state and does not change it.
"""

from collections.abc import Iterable

import msgspec


class Move(msgspec.Struct, frozen=True):
    """`command` leads from `source` to `target`; where it may lead to several, `case` is what it says."""

    source: str
    command: str
    target: str
    case: str = ""


class Lifecycle:
    """The states of one thing and the moves between them.

    Raises ValueError at definition where a state cannot be reached, a final state has a way out, a state that is not
    final has none, or two moves of one command from one state disagree.
    """

    def __init__(
        self,
        subject: str,
        *,
        states: tuple[str, ...],
        initial: tuple[str, ...],
        final: tuple[str, ...],
        moves: Iterable[Move],
    ) -> None:
        self.subject = subject
        self.states = states
        self.initial = initial
        self.final = final
        self.moves = tuple(moves)
        self._targets: dict[tuple[str, str, str], str] = {}
        for move in self.moves:
            if (move.source, move.command, move.case) in self._targets:
                raise ValueError(f"{subject}: two moves for {move.command} in {move.source}")
            self._targets[move.source, move.command, move.case] = move.target
        self._check_states()

    def target(self, state: str, command: str, case: str = "") -> str | None:
        """The state `command` leads to from `state`, or None where it is not permitted."""
        return self._targets.get((state, command, case))

    def permitted(self, state: str) -> tuple[str, ...]:
        """The commands permitted in `state`, in the order of the table."""
        return tuple(dict.fromkeys(move.command for move in self.moves if move.source == state))

    def commands(self) -> tuple[str, ...]:
        return tuple(dict.fromkeys(move.command for move in self.moves))

    def mermaid(self) -> str:
        """The state diagram in Mermaid's notation, for the documents."""
        lines = ["stateDiagram-v2"]
        lines += [f"  [*] --> {state}" for state in self.initial]
        lines += [f"  {m.source} --> {m.target}: {_label(m)}" for m in self.moves if m.source != m.target]
        lines += [f"  {state} --> [*]" for state in self.final]
        return "\n".join(lines)

    def _check_states(self) -> None:
        known = set(self.states)
        used = {s for m in self.moves for s in (m.source, m.target)} | set(self.initial) | set(self.final)
        if used - known:
            raise ValueError(f"{self.subject}: unknown states {sorted(used - known)}")
        reached, frontier = set(self.initial), list(self.initial)
        while frontier:
            state = frontier.pop()
            onward = {m.target for m in self.moves if m.source == state} - reached
            reached |= onward
            frontier += sorted(onward)
        if known - reached:
            raise ValueError(f"{self.subject}: unreachable states {sorted(known - reached)}")
        leaving = {m.source for m in self.moves if m.source != m.target}
        if leaving & set(self.final):
            raise ValueError(f"{self.subject}: final states with a way out {sorted(leaving & set(self.final))}")
        stuck = known - leaving - set(self.final)
        if stuck:
            raise ValueError(f"{self.subject}: states without a way out {sorted(stuck)}")


def _label(move: Move) -> str:
    return f"{move.command} {move.case}".rstrip()
