"""A way to the database that can be cut at a commit: a TCP port of this machine, and behind it the server's own socket."""

import contextlib
import re
import socket
import struct
import threading
import time
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path
from typing import Literal

from psycopg.conninfo import conninfo_to_dict, make_conninfo

Place = Literal["before it arrives", "while it is under way", "before its answer"]
PLACES: tuple[Place, ...] = ("before it arrives", "while it is under way", "before its answer")
_COMMIT = b"commit\0"  # as the client says it, and as the server answers that it is done; in capitals or not
_PREPARED = re.compile(rb"([\w]+)\0commit\0")  # the name under which a connection prepares it, and says it from then on
_UNDER_WAY_MS = 150
_CHUNK_BYTES = 65_536
_RESET = struct.pack("ii", 1, 0)


class CutProxy:
    """Carries bytes both ways. `arm` lets the next commit's connection be cut, once; `url` is the address to connect to."""

    def __init__(self, url: str) -> None:
        parts = conninfo_to_dict(url)
        self._upstream = str(Path(str(parts["host"])) / f".s.PGSQL.{parts.get('port') or 5432}")
        self._listener = socket.create_server(("127.0.0.1", 0))
        self._armed: Place | None = None
        self._lock = threading.Lock()
        self.cuts = 0
        port = str(self._listener.getsockname()[1])
        self.url = make_conninfo(url, host="127.0.0.1", port=port, sslmode="disable", gssencmode="disable")

    def arm(self, place: Place) -> None:
        """Cut the connection of the next commit there."""
        self._armed = place

    @contextmanager
    def listening(self) -> Iterator["CutProxy"]:
        """Take connections until the end of the context."""
        threading.Thread(target=self._accept, name="proxy", daemon=True).start()
        try:
            yield self
        finally:
            with contextlib.suppress(OSError):
                self._listener.shutdown(socket.SHUT_RDWR)
            self._listener.close()

    def _accept(self) -> None:
        with contextlib.suppress(OSError):  # the listener was closed
            while True:
                client, _ = self._listener.accept()
                server = socket.socket(socket.AF_UNIX)
                server.connect(self._upstream)
                _Way(self, client, server).begin()

    def place_of_commit(self) -> Place | None:
        """Where a connection that just said that it commits is to be cut."""
        with self._lock:
            if self._armed is None:
                return None
            place, self._armed = self._armed, None
            self.cuts += 1
            return place


class _Way:
    """One connection through the proxy."""

    def __init__(self, proxy: CutProxy, client: socket.socket, server: socket.socket) -> None:
        self._proxy = proxy
        self._client = client
        self._server = server
        self._answer_is_lost = False
        self._names: set[bytes] = set()

    def begin(self) -> None:
        for carry in (self._carry_questions, self._carry_answers):
            threading.Thread(target=carry, name="proxy", daemon=True).start()

    def _carry_questions(self) -> None:
        with contextlib.suppress(OSError):
            while said := self._client.recv(_CHUNK_BYTES):
                place = self._proxy.place_of_commit() if self._commits(said) else None
                if place == "before it arrives":
                    break
                if place == "while it is under way":
                    _reset(self._client)
                    time.sleep(_UNDER_WAY_MS / 1000)
                self._answer_is_lost = self._answer_is_lost or place is not None
                self._server.sendall(said)
        if not self._answer_is_lost:
            self._end()

    def _commits(self, said: bytes) -> bool:
        """Whether the client says commit, in so many letters or by the name it was prepared under."""
        self._names.update(_PREPARED.findall(said))
        return _COMMIT in said.lower() or any(b"\0" + name + b"\0" in said for name in self._names)

    def _carry_answers(self) -> None:
        with contextlib.suppress(OSError):
            while answered := self._server.recv(_CHUNK_BYTES):
                if not self._answer_is_lost:
                    self._client.sendall(answered)
                elif _COMMIT in answered.lower():
                    break
        self._end()

    def _end(self) -> None:
        _reset(self._client)
        with contextlib.suppress(OSError):
            self._server.shutdown(socket.SHUT_RDWR)
        self._server.close()


def _reset(end: socket.socket) -> None:
    """Close without a word, as a router that forgets a connection does."""
    with contextlib.suppress(OSError):
        end.setsockopt(socket.SOL_SOCKET, socket.SO_LINGER, _RESET)
        end.shutdown(socket.SHUT_RD)
    end.close()
