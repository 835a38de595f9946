"""The post: a webhook whose receiver is down for a while, takes things and does not say so, and is told in disorder.

It uses the queue that the courier uses, and answers in the receiver's place; what it takes, a consumer is fed with.
"""

import msgspec

from ordino.engine import SYSTEM, Engine
from ordino.engine.followers import JournalEvent
from ordino.simulation.auditor.answers import Told
from ordino.simulation.runs.feed import Feed
from ordino.simulation.runs.turn import Turn
from ordino.webhooks import queue
from ordino.webhooks.commands import PauseWebhook, ResumeWebhook
from ordino.webhooks.decide.retrying import MOST_ATTEMPTS, next_try
from ordino.webhooks.lifecycle import DELIVERED, WAITING
from ordino.webhooks.queue import Settled
from ordino.webhooks.rows import ClaimedMessage, WebhookRow

AT_ONCE = 200
_DOWN_PERCENT = 15
_UNSAID_PERCENT = 10
_DEAD_PERCENT = 5


class Post:
    """Carries messages to one receiver. `taken` is what it took, in the order and as often as it did."""

    def __init__(self, feed: Feed) -> None:
        self._feed = feed
        self.taken: list[Told] = []

    def deliver(self, engine: Engine, turn: Turn) -> None:
        """One page: all of it is refused while the receiver is down; else some is taken, and the answer or the courier lost."""
        down = turn.happens(_DOWN_PERCENT)
        for webhook in queue.active_webhooks(engine):
            messages = _claimed(engine, webhook)
            turn.dice.shuffle(messages)
            settled = []
            for message in messages:
                if not down:
                    self._take(message)
                settled.append(_settled(engine, message, taken=not down and not turn.happens(_UNSAID_PERCENT)))
            if not turn.happens(_DEAD_PERCENT):
                queue.settle(engine, settled)

    def deliver_all(self, engine: Engine) -> None:
        """The receiver is well, and what waits is tried at once: everything arrives."""
        for webhook in queue.active_webhooks(engine):
            for command in (PauseWebhook(webhook_id=webhook.id), ResumeWebhook(webhook_id=webhook.id)):
                engine.execute([command], actor=SYSTEM)
            while messages := _claimed(engine, webhook):
                for message in messages:
                    self._take(message)
                queue.settle(engine, [_settled(engine, message, taken=True) for message in messages])

    def _take(self, message: ClaimedMessage) -> None:
        row = JournalEvent(
            position=message.position,
            command_id=0,
            stream=message.stream,
            sequence=message.sequence,
            kind=message.kind,
            data=msgspec.Raw(message.data.encode()),
            recorded_at=message.recorded_at,
        )
        self.taken.append(self._feed.decode(row))


def _claimed(engine: Engine, webhook: WebhookRow) -> list[ClaimedMessage]:
    """What is to be sent now; nothing only where nothing is left to be read ahead, too."""
    while True:
        read = queue.read_ahead(engine, webhook)
        messages = queue.claim(engine, webhook.id, AT_ONCE)
        if messages or not read:
            return messages


def _settled(engine: Engine, message: ClaimedMessage, *, taken: bool) -> Settled:
    """What became of an attempt; the eleventh that is not taken is not the last here: the receiver always comes back."""
    now = engine.clock()
    due_at = next_try(now, min(message.attempts, MOST_ATTEMPTS - 1), percent=0) or now
    return Settled(message.id, DELIVERED if taken else WAITING, now if taken else due_at, 200 if taken else 503, "")
