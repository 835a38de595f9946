"""`ordino restore`: the database is put back from a backup, beside the old one, and takes its place at the end."""

from pathlib import Path

import psycopg
import typer
from psycopg import errors, sql
from psycopg.conninfo import conninfo_to_dict, make_conninfo

from ordino.cli.migrate import run_migrations
from ordino.cli.output import messages, stop_with
from ordino.cli.postgres_tools import is_archive, run_tool
from ordino.cli.session import unknown_migrations
from ordino.engine.adoption import adopt_journal
from ordino.engine.embedded import ensure_started

app = typer.Typer(rich_markup_mode="markdown")
_SWAP_ATTEMPTS = 10
_TABLES = (
    "select tablename from pg_tables where schemaname = 'public' "
    "and tablename not like 'django\\_%' and tablename not like 'auth\\_%' and tablename not like 'procrastinate\\_%'"
)


@app.command()
def restore(
    file: Path = typer.Argument(help="A file that `ordino backup` wrote.", exists=True, dir_okay=False),
    replace: bool = typer.Option(False, "--replace", help="Give up what the database holds now."),
) -> None:
    """Put the database back from a backup.

    The backup is read into a new database, brought to this version, and takes the old one's place in one step at the
    end: an interrupt leaves the old one as it was. A database with data in it is only replaced with `--replace`.

    - `ordino restore ordino.dump` on a new machine
    - `ordino restore ordino.dump --replace` instead of what is there
    """
    url = ensure_started()
    if not is_archive(file):
        stop_with(f"{file} is not a backup", "It must be a file that `ordino backup` wrote.")
    if not replace and _holds_data(url):
        stop_with("The database is not empty", "Make a backup of it first; then replace it with --replace.")
    name = str(conninfo_to_dict(url)["dbname"])
    with _maintenance(url) as connection:
        _alone(connection)
        _read_into(connection, url, f"{name}_restoring", file)
        _swap(connection, name)
    messages.print("Restored.")


def _holds_data(url: str) -> bool:
    with psycopg.connect(url, connect_timeout=10) as connection:
        for (table,) in connection.execute(_TABLES).fetchall():
            if connection.execute(sql.SQL("select 1 from {} limit 1").format(sql.Identifier(table))).fetchone():
                return True
    return False


def _maintenance(url: str) -> "psycopg.Connection[tuple[object, ...]]":
    """A connection to the server's own database: nobody can rename the database he is in."""
    return psycopg.connect(make_conninfo(url, dbname="postgres"), autocommit=True, connect_timeout=10)


def _alone(connection: "psycopg.Connection[tuple[object, ...]]") -> None:
    locked = connection.execute("select pg_try_advisory_lock(hashtext('ordino restore'))").fetchone()
    if locked != (True,):
        stop_with("Another restore is running", "Wait until it has ended.")


def _read_into(connection: "psycopg.Connection[tuple[object, ...]]", url: str, name: str, file: Path) -> None:
    connection.execute(sql.SQL("drop database if exists {} with (force)").format(sql.Identifier(name)))
    connection.execute(sql.SQL("create database {} template template0").format(sql.Identifier(name)))
    restoring = make_conninfo(url, dbname=name)
    with messages.status("Reading the backup ..."):
        run_tool("pg_restore", restoring, ["--exit-on-error", "--no-owner", "--no-privileges", "--jobs=2", str(file)])
    if newer := unknown_migrations(restoring):
        stop_with("The backup is of a newer version", f"This version does not know {len(newer)} of its migrations.")
    run_migrations(restoring)
    with psycopg.connect(restoring, autocommit=True) as restored:
        adopt_journal(restored)
        restored.execute("vacuum analyze")


def _swap(connection: "psycopg.Connection[tuple[object, ...]]", name: str) -> None:
    """Both renames in one transaction; whoever is still connected to the old database is sent away first."""
    old = f"{name}_replaced"
    connection.execute(sql.SQL("drop database if exists {} with (force)").format(sql.Identifier(old)))
    rename = sql.SQL("alter database {} rename to {}")
    for attempt in range(_SWAP_ATTEMPTS):
        try:
            with connection.transaction():
                connection.execute("select pg_terminate_backend(pid) from pg_stat_activity where datname = %s", [name])
                connection.execute(rename.format(sql.Identifier(name), sql.Identifier(old)))
                connection.execute(rename.format(sql.Identifier(f"{name}_restoring"), sql.Identifier(name)))
            break
        except errors.ObjectInUse:
            if attempt == _SWAP_ATTEMPTS - 1:
                stop_with("The database is in use", "Stop `ordino up` and the workers, and repeat.")
    connection.execute(sql.SQL("drop database {} with (force)").format(sql.Identifier(old)))
