"""A small HTTP/1.1 client for load: prepared requests on connections that stay open, and how long each answer took."""

import asyncio
import time
from collections.abc import Iterator, Sequence

from ordino.kernel.messages import Record

_END_OF_HEAD = b"\r\n\r\n"
_LENGTH = b"content-length: "


class Laps(Record, frozen=True):
    """How long all of it took, and each request."""

    wall_ns: int
    laps_ns: list[int]


def request(method: str, path: str, secret: str, body: bytes = b"") -> bytes:
    """A request as it goes over the wire."""
    head = f"{method} {path} HTTP/1.1\r\nHost: bench\r\nAuthorization: Bearer {secret}\r\n"
    if body:
        head += f"Content-Type: application/json\r\nContent-Length: {len(body)}\r\n"
    return head.encode() + b"\r\n" + body


def send_all(port: int, requests: Sequence[bytes], *, connections: int) -> Laps:
    """Send the requests over so many connections, each sending its next when it has its answer. Raises RuntimeError where one
    is not answered with 200.
    """
    return asyncio.run(_send_all(port, requests, connections))


async def _send_all(port: int, requests: Sequence[bytes], connections: int) -> Laps:
    waiting = iter(requests)
    laps: list[int] = []
    opened = [await asyncio.open_connection("127.0.0.1", port) for _ in range(connections)]
    begun = time.perf_counter_ns()
    await asyncio.gather(*(_send(reader, writer, waiting, laps) for reader, writer in opened))
    wall_ns = time.perf_counter_ns() - begun
    for _, writer in opened:
        writer.close()
    return Laps(wall_ns, laps)


async def _send(
    reader: asyncio.StreamReader, writer: asyncio.StreamWriter, waiting: Iterator[bytes], laps: list[int]
) -> None:
    for one in waiting:
        begun = time.perf_counter_ns()
        writer.write(one)
        head = await reader.readuntil(_END_OF_HEAD)
        body = await reader.readexactly(_length(head))
        laps.append(time.perf_counter_ns() - begun)
        if not head.startswith(b"HTTP/1.1 200"):
            raise RuntimeError(f"not answered with 200: {head.decode()}{body.decode()[:500]}")


def _length(head: bytes) -> int:
    lowered = head.lower()
    start = lowered.index(_LENGTH) + len(_LENGTH)
    return int(lowered[start : lowered.index(b"\r\n", start)])
