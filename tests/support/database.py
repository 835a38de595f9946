"""A test database on a server of its own, or on one that was named."""

import os
import subprocess
import sys
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path
from typing import Any

import msgspec
import psycopg
from psycopg import sql
from psycopg.conninfo import make_conninfo

from ordino.engine import embedded


class TestDatabase(msgspec.Struct, frozen=True):
    """Where the test database is, and how to empty it; `template` is a migrated one beside it that nobody writes to."""

    __test__ = False
    url: str
    tables: tuple[str, ...]
    template: str
    sweeper: "psycopg.Connection[tuple[Any, ...]]"

    def empty(self) -> None:
        """Empty the tables that hold rows; their sequences go on.

        Rows are deleted, not truncated: for the few that a test leaves, new files for a hundred tables and
        their indexes take far longer.
        """
        query = " union all ".join(f"(select '{table}' from {table} limit 1)" for table in self.tables)
        filled = [row[0] for row in self.sweeper.execute(query, prepare=True)]  # type: ignore[call-overload]
        deletions = [sql.SQL("delete from {}").format(sql.Identifier(name)) for name in filled]
        self.sweeper.execute(sql.SQL("; ").join(deletions))


@contextmanager
def start_test_database(folder: Path, server_url: str | None, *, name: str) -> Iterator[TestDatabase]:
    """A fresh migrated database called `name`; the embedded server lives in `folder` and stops with the context."""
    own = server_url is None
    server_url = server_url or embedded.start(folder)
    try:
        with psycopg.connect(server_url, autocommit=True) as connection:
            if own:
                connection.execute("alter system set fsync = off")
                connection.execute("alter system set autovacuum_naptime = '10s'")
                connection.execute("select pg_reload_conf()")
            template = f"{name}_template"
            _create(connection, template, "template1")
            migrate(make_conninfo(server_url, dbname=template))
            _create(connection, name, template)
        url = make_conninfo(server_url, dbname=name)
        with psycopg.connect(url, autocommit=True, options="-c session_replication_role=replica") as sweeper:
            yield TestDatabase(url, _own_tables(url), template, sweeper)
    finally:
        if own:
            embedded.stop(folder)


def _create(connection: "psycopg.Connection[tuple[Any, ...]]", name: str, template: str) -> None:
    connection.execute(sql.SQL("drop database if exists {} with (force)").format(sql.Identifier(name)))
    names = sql.Identifier(name), sql.Identifier(template)
    connection.execute(sql.SQL("create database {} template {}").format(*names))


def migrate(url: str) -> None:
    """Bring the database to the newest migration, in a process of its own so that this one keeps its settings."""
    subprocess.run(
        [sys.executable, "-m", "django", "migrate", "--verbosity", "0"],
        env={
            **os.environ,
            "ORDINO_DATABASE_URL": url,
            "DJANGO_SETTINGS_MODULE": "ordino.site.settings",
            "PYTHONPATH": "src",
        },
        check=True,
    )


def _own_tables(url: str) -> tuple[str, ...]:
    with psycopg.connect(url) as connection:
        rows: list[tuple[Any, ...]] = connection.execute(
            "select tablename from pg_tables where schemaname = 'public' "
            "and tablename <> 'django_migrations' and tablename <> 'django_content_type' and tablename <> 'auth_permission' "
            "and tablename not like 'procrastinate%' order by tablename"
        ).fetchall()
    return tuple(row[0] for row in rows)
