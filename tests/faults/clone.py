"""A copy of the migrated test server as a server of its own, in seconds."""

import os
import pwd
import subprocess
from pathlib import Path

import psycopg
from psycopg.conninfo import conninfo_to_dict, make_conninfo

from ordino.engine import embedded


def megabytes_of(url: str) -> int:
    """What the databases of a test server take; it grows with the tests that ran on it before."""
    with psycopg.connect(url) as connection:
        found = connection.execute("select sum(pg_database_size(oid))::bigint / 1000000 from pg_database").fetchone()
    assert found is not None
    return int(found[0])


def clone(url: str, folder: Path) -> str:
    """Copy the server of a test database into a data directory and start it there; answers its address."""
    folder.mkdir(parents=True, exist_ok=True)
    source = Path(str(conninfo_to_dict(url)["host"]))
    owner = source.stat()
    os.chown(folder, owner.st_uid, owner.st_gid)
    for parent in (folder, *folder.parents):
        if parent.stat().st_uid == os.geteuid() and parent != Path("/"):
            parent.chmod(parent.stat().st_mode | 0o055)
    user = pwd.getpwuid(owner.st_uid).pw_name if os.geteuid() == 0 else None
    copy = [str(embedded.binary("pg_basebackup")), "-d", make_conninfo(url, dbname="replication")]
    cluster = folder / "postgres"
    subprocess.run([*copy, "-D", str(cluster), "-c", "fast"], user=user, cwd="/", check=True, capture_output=True)
    for left in cluster.glob(".s.PGSQL.*"):
        left.unlink()
    embedded.start(folder)
    database = str(conninfo_to_dict(url)["dbname"])
    with psycopg.connect(embedded.database_url(folder), dbname="postgres", autocommit=True) as connection:
        connection.execute("drop database ordino with (force)")
        connection.execute(f"alter database {database} rename to ordino")  # type: ignore[call-overload]
    return embedded.database_url(folder)
