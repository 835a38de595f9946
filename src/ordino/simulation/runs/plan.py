"""What a run is made of: a seed, its size, and which parts of it are left out."""

from ordino.kernel.messages import Record

ORDERS_IN_A_TURN = 8
TURNS_FOR_EACH_ORDERING = 12


class Plan(Record, frozen=True):
    """A run: `orders` (about) in `days`; `faults` is how many of a hundred turns meet a fault.

    `kept` names the turns that take place and `only` the commands of them that do, `(turn, place)`: a run that was shrunk.
    One that does not close ends with its last turn, without the whole audit.
    """

    seed: int
    days: int = 3
    orders: int = 300
    faults: int = 20
    kept: tuple[int, ...] | None = None
    only: tuple[tuple[int, int], ...] | None = None
    closes: bool = True

    @property
    def turns(self) -> int:
        """How many turns the actors have before the merchant closes."""
        return max(12, self.orders * TURNS_FOR_EACH_ORDERING // ORDERS_IN_A_TURN)

    def command_line(self) -> str:
        """The one line that repeats the run."""
        line = f"ordino simulate --seed {self.seed} --days {self.days} --orders {self.orders} --faults {self.faults}"
        if self.kept is not None:
            line += f" --turns {self.turns_text()}"
        if self.only is not None:
            line += f" --only {self.only_text()}"
        return line

    def turns_text(self) -> str:
        """The turns that take place, as `read_turns` reads them; empty for all."""
        return "" if self.kept is None else _ranges(self.kept)

    def only_text(self) -> str:
        """The commands that are asked, as `read_places` reads them; empty for all."""
        return ",".join(f"{turn}.{place}" for turn, place in self.only or ())


def _ranges(numbers: tuple[int, ...]) -> str:
    """`1-3,7` for 1, 2, 3, 7."""
    parts: list[list[int]] = []
    for number in sorted(numbers):
        if parts and number == parts[-1][-1] + 1:
            parts[-1] = [parts[-1][0], number]
        else:
            parts.append([number, number])
    return ",".join(str(first) if first == last else f"{first}-{last}" for first, last in parts)


def read_turns(text: str) -> tuple[int, ...] | None:
    """The turns of `1-3,7`; None for all. Raises ValueError, which says what cannot be read."""
    if not text:
        return None
    turns: list[int] = []
    for part in text.split(","):
        first, dash, last = part.strip().partition("-")
        ends = (first, last if dash else first)
        if not all(end.isdecimal() and int(end) > 0 for end in ends) or int(ends[0]) > int(ends[1]):
            raise ValueError(f"{part!r} is neither a turn such as 14 nor a range of turns such as 1-9.")
        turns += range(int(ends[0]), int(ends[1]) + 1)
    return tuple(turns)


def read_places(text: str) -> tuple[tuple[int, int], ...] | None:
    """The commands of `7.0,7.3`; None for all. Raises ValueError, which says what cannot be read."""
    if not text:
        return None
    places: list[tuple[int, int]] = []
    for part in text.split(","):
        turn, _, place = part.strip().partition(".")
        if not turn.isdecimal() or not place.isdecimal():
            raise ValueError(f"{part!r} is no command of a turn, such as 7.3: the fourth of turn 7.")
        places.append((int(turn), int(place)))
    return tuple(places)
