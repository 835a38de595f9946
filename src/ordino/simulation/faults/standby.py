"""A database that fails over: a primary, a streaming standby made from it, and the address that finds whichever may be written."""

import os
import pwd
import signal
import subprocess
import time
from pathlib import Path
from typing import LiteralString

import psycopg
from psycopg.conninfo import conninfo_to_dict, make_conninfo

from ordino.engine import embedded
from ordino.simulation.faults.processes import descendants, send

_WAIT_SECONDS = 60
_LOOK_MS = 50
_NAME = "standby"
_FOLLOWS = (
    "select sync_state = 'sync' or current_setting('synchronous_standby_names') = '' "
    "from pg_stat_replication where state = 'streaming'"
)


class Pair:
    """A primary that runs in one folder, and its standby in another that does not exist yet, both on this machine."""

    def __init__(self, primary: Path, standby: Path) -> None:
        self._primary = primary / "postgres"
        self._standby = standby / "postgres"
        self._standby_url = make_conninfo(embedded.database_url(primary), host=str(self._standby))
        self._primary_url = embedded.database_url(primary)

    @property
    def url(self) -> str:
        """The address that names both: a connection is made to the one that may be written."""
        hosts = [conninfo_to_dict(one)["host"] for one in (self._primary_url, self._standby_url)]
        return make_conninfo(
            self._primary_url, host=",".join(str(host) for host in hosts), target_session_attrs="read-write"
        )

    def make_standby(self, *, synchronous: bool) -> None:
        """Copy the primary while it runs, and let the copy follow it; a commit waits for it where that is `synchronous`."""
        source = make_conninfo(self._primary_url, application_name=_NAME, dbname="replication")
        self._standby.parent.mkdir()
        _give_to_server(self._standby.parent, self._primary)
        _run("pg_basebackup", "-d", source, "-D", str(self._standby), "-R", "-c", "fast", "-X", "stream")
        for left in self._standby.glob(".s.PGSQL.*"):  # the primary's socket, which lies among its files
            left.unlink()
        with (self._standby / "postgresql.auto.conf").open("a") as file:
            file.write(f"cluster_name = '{_NAME}'\n")
        _run(
            "pg_ctl", "-w", "-D", str(self._standby), "-l", str(self._standby / "log"), *_socket(self._standby), "start"
        )
        names = f"'FIRST 1 ({_NAME})'" if synchronous else "''"
        with psycopg.connect(self._primary_url, autocommit=True) as connection:
            connection.execute(f"alter system set synchronous_standby_names = {names}")
            connection.execute("select pg_reload_conf()")
            self._wait_until(connection, _FOLLOWS)

    def stop_following(self) -> None:
        """The standby hears nothing more of the primary, as when the network between them is down."""
        with psycopg.connect(self._standby_url, autocommit=True) as connection:
            connection.execute("alter system set primary_conninfo = ''")
            connection.execute("select pg_reload_conf()")
            self._wait_until(connection, "select not exists (select from pg_stat_wal_receiver)")

    def fail_over(self) -> None:
        """Kill the primary for good (-9), and let the standby take over."""
        postmaster = int((self._primary / "postmaster.pid").read_text().splitlines()[0])
        for process in [postmaster, *descendants(postmaster)]:
            send(process, signal.SIGKILL)
        _run("pg_ctl", "-w", "-D", str(self._standby), "promote")

    def stop(self) -> None:
        """Stop what still runs."""
        for cluster in (self._standby, self._primary):
            if (cluster / "postmaster.pid").exists():
                _run("pg_ctl", "-w", "-D", str(cluster), "-m", "immediate", "stop", check=False)

    @staticmethod
    def _wait_until(connection: "psycopg.Connection[tuple[object, ...]]", question: LiteralString) -> None:
        deadline = time.monotonic() + _WAIT_SECONDS
        while connection.execute(question).fetchone() != (True,):
            if time.monotonic() > deadline:
                raise TimeoutError(f"not yet: {question}")
            time.sleep(_LOOK_MS / 1000)


def _run(program: str, *arguments: str, check: bool = True) -> None:
    """Run one of the server's own programs, as the user that the server runs as."""
    user = pwd.getpwnam("pgserver").pw_name if os.geteuid() == 0 else None
    subprocess.run([embedded.binary(program), *arguments], user=user, cwd="/", check=check, capture_output=True)


def _give_to_server(folder: Path, example: Path) -> None:
    """A server refuses a folder of another user."""
    owner = example.stat()
    os.chown(folder, owner.st_uid, owner.st_gid)


def _socket(cluster: Path) -> tuple[str, str]:
    return "-o", f"-c listen_addresses='' -k {cluster}"
