"""Reads for edges: webhooks with what waits, and their messages."""

from ordino.engine import Reader
from ordino.webhooks.facts import SQL
from ordino.webhooks.rows import WebhookMessageView, WebhookView

LAST_POSITION = 2**63 - 1


def webhooks(reader: Reader, *, channel: str | None = None) -> list[WebhookView]:
    """All webhooks, those in use first, the newest first; or those of one channel."""
    return reader.fetch(SQL.select_views, WebhookView, id=None, channel=channel)


def show_webhook(reader: Reader, webhook_id: int) -> WebhookView | None:
    """One webhook; None where there is none."""
    return reader.fetch_one(SQL.select_views, WebhookView, id=webhook_id, channel=None)


def webhook_messages(
    reader: Reader, webhook_id: int, *, state: str | None = None, before: int = LAST_POSITION, limit: int = 50
) -> list[WebhookMessageView]:
    """The messages of a webhook, the newest first; delivered ones are kept for a week."""
    return reader.fetch(
        SQL.select_messages, WebhookMessageView, webhook_id=webhook_id, state=state, before=before, limit=limit
    )
