"""Files and progress of jobs: notes about the outside, not facts of the business, so in no journal."""

from collections.abc import Iterable
from datetime import datetime, timedelta

from ordino.engine import Engine, Reader
from ordino.jobs.facts import SQL
from ordino.jobs.queries import read_chunk

CHUNK_BYTES = 1_000_000
KEPT = timedelta(days=7)


def receive_file(engine: Engine, job_id: int, chunks: Iterable[bytes]) -> bool:
    """Keep the file of an import that receives one; what was sent before is replaced. False where it receives none."""
    with engine.connection() as connection, connection.transaction():
        reader = Reader(connection)
        if not reader.fetch_values(SQL.lock_receiving_job, job_id=job_id):
            return False
        _write(reader, job_id, "input", chunks)
    return True


def keep_file(engine: Engine, job_id: int, attempt: int, file: str, chunks: Iterable[bytes]) -> bool:
    """Keep a file that a job made. False where it is not this worker's any more: another one makes that file now, or has."""
    with engine.connection() as connection, connection.transaction():
        reader = Reader(connection)
        if not reader.fetch_values(SQL.lock_running_job, job_id=job_id, attempt=attempt):
            return False
        _write(reader, job_id, file, chunks)
    return True


def _write(reader: Reader, job_id: int, file: str, chunks: Iterable[bytes]) -> None:
    reader.fetch_values(SQL.delete_file, job_id=job_id, file=file)
    for number, content in enumerate(chunks):
        reader.fetch_values(SQL.insert_chunk, job_id=job_id, file=file, number=number, content=content)


def file_content(engine: Engine, job_id: int, file: str) -> Iterable[bytes]:
    """The pieces of a file, one after the other."""
    number = 0
    while True:
        with engine.reader() as reader:
            chunk = read_chunk(reader, job_id, file, number)
        if chunk is None:
            return
        yield chunk
        number += 1


def note_progress(engine: Engine, job_id: int, attempt: int, *, done: int, total: int | None, at: datetime) -> bool:
    """Say how far a job is and that its worker lives; False where it is not this worker's any more."""
    with engine.connection() as connection, connection.transaction():
        said = Reader(connection).fetch_values(
            SQL.note_progress, job_id=job_id, attempt=attempt, done=done, total=total, now=at
        )
    return bool(said)


def forget_old_files(engine: Engine) -> int:
    """Take away the files of jobs that ended a week ago; answers how many pieces."""
    with engine.connection() as connection, connection.transaction():
        (count,) = Reader(connection).fetch_values(SQL.delete_old_files, before=engine.clock() - KEPT)
    return int(count)
