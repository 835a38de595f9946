"""Counts what is sent to the database."""

import threading
from collections.abc import Mapping

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
