"""The feed of events as server-sent events: what `GET /events` answers, told as it happens: the journal's bell wakes the stream.

Each message has the cursor behind its last event as its id, so a client that comes back with `Last-Event-ID` goes on where it was.
"""

import asyncio
from collections.abc import AsyncIterator

import msgspec
from litestar import Response
from litestar.response import Stream

from ordino.api.admission import Stays
from ordino.api.answers import Refuse
from ordino.api.problems import Busy, InvalidParameter
from ordino.api.reads.feed import EventQuery, Events, list_events
from ordino.api.reads.reading import Asked
from ordino.api.requests import Web, query
from ordino.api.service import Service

PERMISSION = "events.read"
MOST_STREAMS = 50
LIFE_SECONDS = 600
QUIET_SECONDS = 15
RETRY_SECONDS = 5
LOOKS_AFTER_A_RING = 3  # an event is told when every transaction before it is decided, which none may ring for


async def stream_events(service: Service, request: Web) -> Response[bytes] | Stream:
    """Events as they happen, from now on or from where the client was.

    A stream ends after ten minutes, and is asked anew; or as soon as its key, token or session lets nobody in any more.
    """
    caller = await service.keyring.admit(request)
    caller.must(PERMISSION)
    wanted: EventQuery = query(request, EventQuery)
    after = request.headers.get("last-event-id") or wanted.after or "latest"
    if len(after) > 500:
        raise Refuse(InvalidParameter(parameter="Last-Event-ID", reason="is no cursor of this server"))
    if service.streams >= MOST_STREAMS:
        raise Refuse(Busy(wait_seconds=RETRY_SECONDS))
    listener = service.keyring.stays(request, caller)
    first = await _ask(service, listener, msgspec.structs.replace(wanted, after=after))
    return Stream(
        _messages(service, listener, wanted, first),
        media_type="text/event-stream",
        headers={"Cache-Control": "no-store", "X-Accel-Buffering": "no"},
    )


async def happenings(
    service: Service, listener: Stays, wanted: EventQuery, found: Events
) -> AsyncIterator[Events | None]:
    """What happens, as it happens: pages of events that the listener may see, from `found` on; None where it is quiet.

    Whoever shows something live in this process goes by this: the bell wakes it, and the journal is read by the cursor, so
    nothing is skipped. Raises Refuse where the database is away, or the listener is let in no more.
    """
    rings, looks = -1, 0
    while True:
        if found.events:
            yield found
        if not found.more:
            rung = await service.bell.heard(rings, within_seconds=1 if looks else QUIET_SECONDS)
            looks = LOOKS_AFTER_A_RING if rung else max(0, looks - 1)
            if not rung and not looks:
                yield None
        rings = service.bell.rings  # before the journal is read, so that what is committed meanwhile is rung for anew
        found = await _ask(service, listener, msgspec.structs.replace(wanted, after=found.next))


async def _messages(service: Service, listener: Stays, wanted: EventQuery, found: Events) -> AsyncIterator[bytes]:
    service.streams += 1
    try:
        async with asyncio.timeout(LIFE_SECONDS):
            yield f"retry: {RETRY_SECONDS * 1000}\n\n".encode()
            async for happened in happenings(service, listener, wanted, found):
                yield _message(happened) if happened is not None else b": still here\n\n"
    except (TimeoutError, Refuse):
        return
    finally:
        service.streams -= 1


def _message(found: Events) -> bytes:
    return b"id: " + found.next.encode() + b"\nevent: events\ndata: " + msgspec.json.encode(found.events) + b"\n\n"


async def _ask(service: Service, listener: Stays, wanted: EventQuery) -> Events:
    caller = await listener.caller()
    caller.must(PERMISSION)
    return await service.read(
        lambda reader: list_events(
            Asked(reader, caller, {}, wanted, service.engine.clock(), service.secret, stream_events.__name__)
        )
    )
