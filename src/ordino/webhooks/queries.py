"""Reads for edges: webhooks with what waits, and their messages."""

from ordino.engine import NEWEST, Reader, Window
from ordino.webhooks.facts import SQL
from ordino.webhooks.rows import WebhookMessageView, WebhookView


def webhooks(reader: Reader, *, channel: str | None = None) -> list[WebhookView]:
    """All webhooks, those in use first, the newest first; or those of one channel."""
    return reader.fetch(SQL.select_views, WebhookView, id=None, channel=channel)


def show_webhook(reader: Reader, webhook_id: int) -> WebhookView | None:
    """One webhook; None where there is none."""
    return reader.fetch_one(SQL.select_views, WebhookView, id=webhook_id, channel=None)


def webhook_messages(
    reader: Reader, webhook_id: int, *, state: str | None = None, window: Window = NEWEST
) -> list[WebhookMessageView]:
    """A page of the messages of a webhook, by their position in the journal; delivered ones are kept for a week."""
    return reader.fetch_window(SQL.select_messages, WebhookMessageView, window, webhook_id=webhook_id, state=state)
