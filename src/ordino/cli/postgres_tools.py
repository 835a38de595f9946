"""pg_dump and pg_restore of the right version, run on a database by its address."""

import os
import shutil
import subprocess
from collections.abc import Sequence
from pathlib import Path

import psycopg
from psycopg.conninfo import conninfo_to_dict, make_conninfo

from ordino.cli.output import stop_with
from ordino.engine import embedded


def tool(name: str, url: str) -> Path:
    """The program whose version is the server's, or the next newer one: its dumps are the ones the server can read back."""
    if embedded.is_embedded():
        return embedded.binary(name)
    needed = _server_version(url)
    candidates = [embedded.binary(name), *Path("/usr/lib/postgresql").glob(f"*/bin/{name}")]
    if found := shutil.which(name):
        candidates.append(Path(found))
    fitting = [(version, path) for path in candidates if (version := _version(path)) >= needed]
    if not fitting:
        stop_with(f"No {name} for PostgreSQL {needed}", f"Install the client programs of PostgreSQL {needed} or newer.")
    return min(fitting)[1]


def run_tool(name: str, url: str, arguments: Sequence[str]) -> None:
    """Run the program on the database at `url`; leaves with its last words where it fails."""
    parts = conninfo_to_dict(url)
    password = str(parts.pop("password", None) or "")  # in the environment: a command line is visible to every user
    environment = {**os.environ, "PGPASSWORD": password} if password else None
    command = [str(tool(name, url)), "--dbname", make_conninfo("", **parts), *arguments]
    done = subprocess.run(command, env=environment, capture_output=True, text=True, check=False)
    if done.returncode:
        stop_with(f"{name} failed", done.stderr.strip() or f"It ended with code {done.returncode}.")


def is_archive(path: Path) -> bool:
    """Whether pg_restore can read the file's table of contents."""
    command = [str(embedded.binary("pg_restore")), "--list", str(path)]
    return subprocess.run(command, capture_output=True, check=False).returncode == 0


def _server_version(url: str) -> int:
    with psycopg.connect(url, connect_timeout=10) as connection:
        return connection.info.server_version // 10_000


def _version(path: Path) -> int:
    """The major version of a client program; 0 where it cannot be told."""
    done = subprocess.run([str(path), "--version"], capture_output=True, text=True, check=False)
    number = next((word for word in done.stdout.split() if word[0].isdigit()), "0")
    return int(number.split(".")[0])
