"""Keys of a sequence in blocks, where how many are needed shows only while a batch is decided."""

from ordino.engine import Unit


class Ids:
    """Fetches a block at a time, so that the number of statements does not grow with the commands of a batch."""

    def __init__(self, unit: Unit, sequence: str, *, block: int) -> None:
        self._unit = unit
        self._sequence = sequence
        self._block = block
        self._fetched: list[int] = []

    def take(self, count: int) -> tuple[int, ...]:
        """So many keys, ascending; what is left of the last block is never used."""
        missing = count - len(self._fetched)
        if missing > 0:
            self._fetched += self._unit.next_ids(self._sequence, max(missing, self._block))
        taken, self._fetched = self._fetched[:count], self._fetched[count:]
        return tuple(taken)
