"""Reads of webhooks: who is told, what waits for each, what was set aside; never a secret."""

from typing import Literal

from ordino.api.reads.actions import PermittedAction, permitted_actions
from ordino.api.reads.reading import Asked, Beyond, Newest, Page, Query, Read, Rows, by_state, found
from ordino.kernel.messages import Record
from ordino.webhooks import queries as webhooks
from ordino.webhooks.lifecycle import WEBHOOK
from ordino.webhooks.rows import WebhookMessageView, WebhookView


class WebhookResource(Record, frozen=True):
    """A webhook, and what may be done with it now."""

    webhook: WebhookView
    permitted_actions: list[PermittedAction]


class WebhookMessageList(Newest, frozen=True, kw_only=True):
    """Messages of a webhook of one state, or of all; `sort` is `-id` or `id`, by their position."""

    state: Literal["waiting", "delivered", "set_aside"] | None = None


def list_webhooks(asked: Asked) -> Rows[WebhookView]:
    """The webhooks, what waits for each, and what its receiver answered last; for a key of one channel, those of the channel."""
    return Rows(items=webhooks.webhooks(asked.reader, channel=asked.caller.channel))


def show_webhook(asked: Asked) -> WebhookResource:
    """One webhook with what waits and what was set aside."""
    key = asked.keys["webhook_id"]
    view = found(webhooks.show_webhook(asked.reader, key), "webhook", key)
    return WebhookResource(view, permitted_actions(asked, WEBHOOK.permitted(view.state), webhook_id=key))


def list_webhook_messages(asked: Asked) -> Page[WebhookMessageView]:
    """What a receiver was told, or is to be told; delivered messages are kept for a week."""
    query: WebhookMessageList = asked.query
    key = asked.keys["webhook_id"]
    rows = webhooks.webhook_messages(asked.reader, key, state=query.state, window=asked.window())
    return asked.page(rows, lambda row: Beyond(row.position))


_WEBHOOK = ("webhook_id",)
READS = (
    Read(
        "/webhooks",
        "webhooks",
        Query,
        Rows[WebhookView],
        list_webhooks,
        "filtered",
        acts=by_state(WEBHOOK, *_WEBHOOK),
    ),
    Read("/webhooks/{webhook_id}", "webhooks", Query, WebhookResource, show_webhook, "by_key", _WEBHOOK),
    Read(
        "/webhooks/{webhook_id}/messages",
        "webhooks",
        WebhookMessageList,
        Page[WebhookMessageView],
        list_webhook_messages,
        "by_key",
        _WEBHOOK,
    ),
)
