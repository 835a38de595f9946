"""A worker whose clock is wrong: `python -m ordino.workers.moved_clock FILE`. For drills; the file says by how many seconds."""

import sys
from datetime import datetime, timedelta
from pathlib import Path

from ordino.engine.clock import system_clock
from ordino.workers.run import main


class MovedClock:
    """The present moment, moved by the whole seconds that stand in a file now."""

    def __init__(self, file: Path) -> None:
        self._file = file

    def __call__(self) -> datetime:
        return system_clock() + timedelta(seconds=int(self._file.read_text(encoding="ascii")))


if __name__ == "__main__":
    main(clock=MovedClock(Path(sys.argv[1])))
