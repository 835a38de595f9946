"""Counts what is sent to the database."""

import threading
from collections.abc import Mapping
from typing import Any

import pytest

from ordino.engine.wire import Sent, Wire


def count_statements(monkeypatch: pytest.MonkeyPatch) -> list[bytes]:
    """The named statements of this thread from now on."""
    statements: list[bytes] = []
    here = threading.get_ident()
    send = Wire.send

    def counted(self: Wire, text: bytes, parameters: Mapping[str, object]) -> Sent:
        if threading.get_ident() == here:
            statements.append(text)
        return send(self, text, parameters)

    monkeypatch.setattr(Wire, "send", counted)
    return statements


def count_waits(monkeypatch: pytest.MonkeyPatch) -> list[Sent]:
    """The statements of this thread whose answer was asked for and waited for from now on; a commit's is not among them."""
    waits: list[Sent] = []
    here = threading.get_ident()
    rows_of = Wire.rows_of

    def counted(self: Wire, sent: Sent) -> list[tuple[Any, ...]]:
        if threading.get_ident() == here and sent.result is None and self._unasked:
            waits.append(sent)
        return rows_of(self, sent)

    monkeypatch.setattr(Wire, "rows_of", counted)
    return waits
