"""Rows that break a rule, and the rules there are."""

from typing import Any

import psycopg
from psycopg import sql

_NAMED = """
select conname from pg_constraint c join pg_class t on t.oid = c.conrelid
where c.contype in ('c', 'u') and left(t.relname, length(%(prefix)s)) = %(prefix)s
union
select i.relname from pg_index x join pg_class i on i.oid = x.indexrelid join pg_class t on t.oid = x.indrelid
where x.indisunique and not x.indisprimary and left(t.relname, length(%(prefix)s)) = %(prefix)s
"""


def insert(connection: "psycopg.Connection[tuple[Any, ...]]", table: str, row: dict[str, Any]) -> None:
    """Insert one row; the driver's error says which constraint refused it."""
    statement = sql.SQL("insert into {} ({}) values ({})").format(
        sql.Identifier(table),
        sql.SQL(", ").join(map(sql.Identifier, row)),
        sql.SQL(", ").join(map(sql.Placeholder, row)),
    )
    connection.execute(statement, row)


def named_constraints(connection: "psycopg.Connection[tuple[Any, ...]]", context: str) -> set[str]:
    """The names of all checks and unique rules of a context's tables."""
    return {row[0] for row in connection.execute(_NAMED, {"prefix": f"{context}_"}).fetchall()}
