"""The door to all imports."""

from pathlib import Path

from ordino.adapters.files.problems import FileUnreadable
from ordino.adapters.files.rows import DEFAULT_LIMITS
from ordino.adapters.files.text import file_chunks
from ordino.adapters.importing.door import Door, PreviewDoor
from ordino.adapters.importing.mapping import ImportMapping
from ordino.adapters.importing.missing import knows_channel, prepare_places
from ordino.adapters.importing.placing import OrdersImport
from ordino.adapters.importing.registering import RecordsImport
from ordino.adapters.importing.report import Book, ImportOptions, ImportReport, Progress
from ordino.engine import Actor, Engine


def run_import(
    engine: Engine | None,
    path: Path,
    mapping: ImportMapping,
    options: ImportOptions,
    *,
    actor: Actor,
    progress: Progress = lambda lines: None,
) -> ImportReport:
    """Import the file by the mapping. `progress` is told how many lines of the file are done.

    A dry run asks the database what would become of each row and changes nothing; without an engine it checks the file only.
    A file that cannot be read to its end is imported as far as it is certain; the report says so (`stopped_by`).
    """
    door: Door | None = PreviewDoor(engine) if engine is not None and options.dry_run else engine
    book = Book(mapping, options)
    kind = OrdersImport if mapping.kind == "orders" else RecordsImport
    try:
        if door is not None and (problem := prepare_places(door, mapping, actor)):
            raise FileUnreadable(problem)
        if door is not None and not knows_channel(door, mapping):
            door = None  # a dry run with a channel that would be made: the database knows nothing of its orders
        kind(door, mapping, options, actor=actor, book=book).run(path, progress)
    except FileUnreadable as stop:
        book.stop(stop.problem)
    finally:
        book.close()
    return book.report()


def count_lines(path: Path) -> int | None:
    """How many lines a text file has, for a progress bar; None where it cannot be told cheaply."""
    if path.suffix.lower() == ".xlsx":
        return None
    try:
        return sum(chunk.count(b"\n") for chunk in file_chunks(path, DEFAULT_LIMITS))
    except FileUnreadable:
        return None
