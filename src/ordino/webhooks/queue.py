"""What waits to be sent to each webhook: read from the journal in order, claimed one message at a time of each stream, settled.

A webhook follows the journal by a cursor of its own, so that a pause keeps its place and a replay moves it. Only so much is
read ahead; the rest stays in the journal. A message that a courier has claimed is nobody else's for a lease; a courier that
dies leaves it to be claimed again when the lease has run out.
"""

from collections.abc import Sequence
from datetime import datetime, timedelta

from ordino.engine import Engine, Reader
from ordino.engine.followers import JournalEvent, follow
from ordino.engine.reader import encode_rows
from ordino.kernel.messages import Record
from ordino.kernel.schemas import kinds_of
from ordino.webhooks.events import STREAM
from ordino.webhooks.facts import SQL
from ordino.webhooks.rows import ClaimedMessage, WebhookRow

READ_AHEAD = 500
LEASE = timedelta(seconds=90)  # none of the delays, however they are spread
KEPT = timedelta(days=7)
_ORDER_STREAM = "order/"
_PURGED_AT_ONCE = 5_000


class CursorRow(Record, frozen=True):
    """A follower's name and the position behind which it goes on; None for what comes from now on."""

    name: str
    after_position: int | None


class Settled(Record, frozen=True):
    """What became of an attempt; a message that waits on is due again at `due_at`."""

    id: int
    state: str
    due_at: datetime
    status: int | None
    error: str


class _Queued(Record, frozen=True):
    position: int
    stream: str
    sequence: int
    kind: str
    order_id: int | None


def follower_name(webhook_id: int) -> str:
    return f"webhook/{webhook_id}"


def message_id(webhook_id: int, position: int) -> str:
    """The `webhook-id` of a message: the same at every attempt and every replay, and no other message's."""
    return f"evt_{webhook_id}_{position}"


def active_webhooks(engine: Engine) -> list[WebhookRow]:
    """The webhooks that are told now."""
    with engine.reader() as reader:
        return reader.fetch(SQL.select_active, WebhookRow)


def read_ahead(engine: Engine, webhook: WebhookRow) -> int:
    """Queue what the next page of the journal has for the webhook, if little waits; answers how many events were read."""
    with engine.reader() as reader:
        (waiting,) = reader.fetch_values(SQL.count_waiting, webhook_id=webhook.id, limit=READ_AHEAD)
    if waiting >= READ_AHEAD:
        return 0
    return follow(engine, follower_name(webhook.id), lambda events: _queue(engine, webhook, events))


def _queue(engine: Engine, webhook: WebhookRow, events: Sequence[JournalEvent]) -> None:
    wanted = set(webhook.event_types)
    rows = [
        _Queued(event.position, event.stream, event.sequence, event.kind, _order_id(event.stream))
        for event in events
        if (not wanted or event.kind in wanted) and not event.stream.startswith(STREAM)
    ]
    if rows:
        with engine.connection() as connection, connection.transaction():
            parameters = {
                "rows": encode_rows(rows),
                "webhook_id": webhook.id,
                "now": engine.clock(),
                "kinds_of_orders": kinds_of("orders"),
            }
            connection.execute(SQL.queue_messages.text, parameters)


def claim(engine: Engine, webhook_id: int, limit: int) -> list[ClaimedMessage]:
    """Messages to be sent now, the earliest of its stream each."""
    now = engine.clock()
    with engine.connection() as connection, connection.transaction():
        return Reader(connection).fetch(
            SQL.claim_messages,
            ClaimedMessage,
            webhook_id=webhook_id,
            now=now,
            lease_until=now + LEASE,
            limit=limit,
        )


def settle(engine: Engine, settled: Sequence[Settled]) -> None:
    """Write down what became of attempts."""
    with engine.connection() as connection, connection.transaction():
        Reader(connection).fetch_values(SQL.settle_messages, rows=list(settled), now=engine.clock())


def purge(engine: Engine) -> int:
    """Forget messages that were delivered a week ago; answers how many."""
    with engine.connection() as connection, connection.transaction():
        before = engine.clock() - KEPT
        return len(Reader(connection).fetch_values(SQL.purge_messages, before=before, limit=_PURGED_AT_ONCE))


def _order_id(stream: str) -> int | None:
    return int(stream.removeprefix(_ORDER_STREAM)) if stream.startswith(_ORDER_STREAM) else None
