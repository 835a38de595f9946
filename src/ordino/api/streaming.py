"""The feed of events as server-sent events: what `GET /events` answers, told as it happens: the journal's bell wakes the stream.

Pages of the back office are told less: only what changed (`order/10482`), so that they can fetch themselves anew.

Each message has the cursor behind its last event as its id, so a client that comes back with `Last-Event-ID` goes on where it was.
"""

import asyncio
from collections.abc import AsyncIterator, Callable, Sequence

import msgspec
from litestar.response.streaming import ASGIStreamingResponse

from ordino.api.admission import Stays
from ordino.api.answers import Refuse
from ordino.api.limits import Limits
from ordino.api.problems import InvalidParameter, TooManyStreams
from ordino.api.reads.feed import EventQuery, Events, list_events
from ordino.api.reads.reading import Asked
from ordino.api.requests import query
from ordino.api.service import Service
from ordino.api.web import Sendable, Web
from ordino.kernel.messages import Record

LIFE_SECONDS = 600
QUIET_SECONDS = 15
RETRY_SECONDS = 5
FULL_SECONDS = 30
LOOKS_AFTER_A_RING = 3  # an event is told when every transaction before it is decided, which none may ring for


class Feed(Record, frozen=True):
    """Who may listen, how events are told, and how many may listen at once."""

    permission: str
    message: Callable[[Events], bytes]
    most: Callable[[Limits], int]


async def stream_events(service: Service, request: Web) -> Sendable:
    """Events as they happen, from now on or from where the client was.

    A stream ends after ten minutes, and is asked anew; or as soon as its key, token or session lets nobody in any more.
    """
    return await _stream(service, request, EVENTS)


async def stream_changes(service: Service, request: Web) -> Sendable:
    """The streams of the journal in which something happened, as it happens: for pages that show them."""
    return await _stream(service, request, CHANGES)


async def _stream(service: Service, request: Web, feed: Feed) -> Sendable:
    caller = await service.keyring.admit(request)
    caller.must(feed.permission)
    wanted: EventQuery = query(request, EventQuery)
    after = request.headers.get("last-event-id") or wanted.after or "latest"
    if len(after) > 500:
        raise Refuse(InvalidParameter(parameter="Last-Event-ID", reason="is no cursor of this server"))
    listener = service.keyring.stays(request, caller)
    first = await _ask(service, listener, feed, msgspec.structs.replace(wanted, after=after))
    counted = (f"{feed.permission} of {caller.actor.name}", feed.permission)
    for name, maximum in zip(counted, (service.limits.streams_each, feed.most(service.limits)), strict=True):
        if service.streams[name] >= maximum:
            raise Refuse(TooManyStreams(maximum=maximum, wait_seconds=FULL_SECONDS))
    return ASGIStreamingResponse(
        iterator=_messages(service, listener, feed, wanted, first, counted),
        media_type="text/event-stream",
        headers={"Cache-Control": "no-store", "X-Accel-Buffering": "no"},
    )


async def _happenings(
    service: Service, listener: Stays, feed: Feed, wanted: EventQuery, found: Events
) -> AsyncIterator[Events | None]:
    """What happens, as it happens: pages of events that the listener may see, from `found` on; None where it is quiet.

    The bell wakes it, and the journal is read by the cursor, so nothing is skipped. Raises Refuse where the database is away,
    or the listener is let in no more.
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
        found = await _ask(service, listener, feed, msgspec.structs.replace(wanted, after=found.next))


async def _messages(
    service: Service, listener: Stays, feed: Feed, wanted: EventQuery, found: Events, counted: Sequence[str]
) -> AsyncIterator[bytes]:
    service.streams.update(counted)
    try:
        async with asyncio.timeout(LIFE_SECONDS):
            yield f"retry: {RETRY_SECONDS * 1000}\n\n".encode()
            async for happened in _happenings(service, listener, feed, wanted, found):
                yield feed.message(happened) if happened is not None else b": still here\n\n"
    except (TimeoutError, Refuse):
        return
    finally:
        service.streams.subtract(counted)


def _events(found: Events) -> bytes:
    return _message("events", found, msgspec.json.encode(found.events))


def _changes(found: Events) -> bytes:
    return _message("changes", found, msgspec.json.encode(sorted({event.stream for event in found.events})))


def _message(name: str, found: Events, data: bytes) -> bytes:
    return f"id: {found.next}\nevent: {name}\ndata: ".encode() + data + b"\n\n"


EVENTS = Feed("events.read", _events, lambda limits: limits.event_streams)
CHANGES = Feed("office.read", _changes, lambda limits: limits.page_streams)


async def _ask(service: Service, listener: Stays, feed: Feed, wanted: EventQuery) -> Events:
    """A page of events for somebody who is let in before it is read and still is after, so nothing later than their end is told."""
    caller = await listener.caller()
    caller.must(feed.permission)
    found = await service.read(
        lambda reader: list_events(
            Asked(reader, caller, {}, wanted, service.engine.clock(), service.secret, stream_events.__name__)
        )
    )
    (await listener.caller()).must(feed.permission)
    return found
