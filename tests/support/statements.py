"""Counts what is sent to the database."""

import threading

import psycopg
import pytest


def count_statements(monkeypatch: pytest.MonkeyPatch) -> list[object]:
    """The statements of this thread from now on; the bell of the journal rings from a thread of its own."""
    statements: list[object] = []
    here = threading.get_ident()
    run = psycopg.Cursor.execute

    def counted(self: psycopg.Cursor[object], query: object, *rest: object, **named: object) -> object:
        if threading.get_ident() == here:
            statements.append(query)
        return run(self, query, *rest, **named)  # type: ignore[call-overload]

    monkeypatch.setattr(psycopg.Cursor, "execute", counted)
    return statements
