"""A consumer outside of the database: appends every event it is given to a file, until it is killed."""

import os
import sys
from collections.abc import Sequence
from pathlib import Path

from ordino.engine import Engine, open_pool
from ordino.engine.followers import JournalEvent, follow


def consume_until_killed(url: str, path: Path) -> None:
    engine = Engine(open_pool(url, maximum_connections=1))
    with path.open("ab", buffering=0) as file:

        def take(events: Sequence[JournalEvent]) -> None:
            for event in events:
                file.write(f"{event.stream} {event.sequence} {event.kind}\n".encode())

        while True:
            if follow(engine, "consumer", take, page_size=97) == 0:
                os.write(1, b".")


if __name__ == "__main__":
    consume_until_killed(sys.argv[1], Path(sys.argv[2]))
