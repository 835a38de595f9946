"""The tools of sabotage. Each is a context: when it is left, the product is whole again."""

import sys
from collections.abc import Iterator
from contextlib import contextmanager
from typing import Any

import psycopg
from psycopg import sql

from ordino.engine import Statement, Statements, registry
from ordino.kernel.messages import Event


@contextmanager
def replaced(original: object, replacement: object) -> Iterator[None]:
    """Wherever the product names the original, it finds the replacement. Raises LookupError where nobody names it."""
    places = [
        (module, name)
        for module in list(sys.modules.values())
        if getattr(module, "__name__", "").startswith("ordino.") and ".negative_controls" not in module.__name__
        for name, value in list(vars(module).items())
        if value is original
    ]
    if not places:
        raise LookupError(f"nobody names {original}")
    for module, name in places:
        setattr(module, name, replacement)
    try:
        yield
    finally:
        for module, name in places:
            setattr(module, name, original)


@contextmanager
def method(owner: Any, name: str, replacement: object) -> Iterator[None]:
    """A method of a class is another one."""
    original = getattr(owner, name)
    setattr(owner, name, replacement)
    try:
        yield
    finally:
        setattr(owner, name, original)


@contextmanager
def altered(statements: Statements, name: str, before: str, after: str) -> Iterator[None]:
    """A statement says something else. Raises LookupError where it does not say `before`."""
    original: Statement = getattr(statements, name)
    if before.encode() not in original.text:
        raise LookupError(f"{name} does not say {before}")
    known = vars(statements)["_by_name"]
    known[name] = Statement(original.name, original.text.replace(before.encode(), after.encode()))
    try:
        yield
    finally:
        known[name] = original


@contextmanager
def silenced(event: type[Event], *flows: str) -> Iterator[None]:
    """Nothing follows an event through these flows. Raises LookupError where there is none of that name."""
    reactions = vars(registry)["_reactions"]
    original = list(reactions[event])
    kept = [reaction for reaction in original if reaction.build.__name__ not in flows]
    if len(kept) + len(flows) != len(original):
        raise LookupError(f"{event.kind()} is not followed by {flows}")
    reactions[event] = kept
    try:
        yield
    finally:
        reactions[event] = original


def without_checks(url: str, table: str) -> None:
    """Drop every CHECK of a table of the scratch database."""
    with psycopg.connect(url, autocommit=True) as connection:
        found = connection.execute(
            "select conname from pg_constraint where conrelid = %s::regclass and contype = 'c'", [table]
        ).fetchall()
        for (name,) in found:
            connection.execute(
                sql.SQL("alter table {} drop constraint {}").format(sql.Identifier(table), sql.Identifier(name))
            )


def without_index(url: str, table: str, column: str) -> None:
    """Drop the unique indexes and constraints over a column and others. Raises LookupError where there is none."""
    with psycopg.connect(url, autocommit=True) as connection:
        found = connection.execute(
            "select indexrelid::regclass::text, conname from pg_index left join pg_constraint on conindid = indexrelid "
            "where indrelid = %s::regclass and indisunique and pg_get_indexdef(indexrelid) like %s",
            [table, f"%{column}%"],
        ).fetchall()
        if not found:
            raise LookupError(f"{table} has no unique index over {column}")
        for index, constraint in found:
            if constraint is not None:
                connection.execute(
                    sql.SQL("alter table {} drop constraint {}").format(
                        sql.Identifier(table), sql.Identifier(constraint)
                    )
                )
            else:
                connection.execute(sql.SQL("drop index {}").format(sql.Identifier(index)))
