"""Webhooks over HTTP: who is told, what waits; a key of one channel sees its channel's, and no answer holds a secret."""

from ordino.engine import SYSTEM, Completed
from ordino.webhooks.commands import CreateWebhook, WebhookResult
from ordino.webhooks.queue import active_webhooks, read_ahead
from ordino.webhooks.secret import make_secret, new_salt
from tests.api.world import Shop

PATH = "/api/v1/webhooks"


def _create(shop: Shop, name: str, channel: str | None = None) -> int:
    seal = make_secret(b"key", new_salt()).seal
    channel_id = None if channel is None else shop.channel_ids[channel]
    command = CreateWebhook(
        name=name, url="https://shop.example/", seal=seal, event_types=("OrderPlaced",), channel_id=channel_id
    )
    (outcome,) = shop.engine.execute([command], actor=SYSTEM)
    assert isinstance(outcome, Completed)
    assert isinstance(outcome.result, WebhookResult)
    return outcome.result.webhook_id


def test_a_webhook_shows_what_waits_and_never_a_secret(shop: Shop) -> None:
    webhook_id = _create(shop, "hook")
    order_id = shop.place()
    for webhook in active_webhooks(shop.engine):
        read_ahead(shop.engine, webhook)

    shown = shop.get(f"{PATH}/{webhook_id}").json()
    assert (shown["name"], shown["state"], shown["waiting"], shown["set_aside"]) == ("hook", "active", 1, 0)
    (message,) = shop.get(f"{PATH}/{webhook_id}/messages?state=waiting").json()["items"]
    assert (message["stream"], message["kind"], message["attempts"]) == (f"order/{order_id}", "OrderPlaced", 0)
    assert shop.get(f"{PATH}/{webhook_id}/messages?state=set_aside").json()["items"] == []
    text = shop.get(PATH).text
    assert "salt" not in text
    assert "hash" not in text


def test_a_key_of_one_channel_sees_and_changes_only_its_own(shop: Shop) -> None:
    theirs, own = _create(shop, "theirs", "shop"), _create(shop, "own", "market")
    secret = shop.issue("market-key", "*", channel="market")

    assert [item["id"] for item in shop.get(PATH, secret=secret).json()["items"]] == [own]
    assert shop.get(f"{PATH}/{theirs}", secret=secret).status_code == 404
    assert shop.post(f"{PATH}/{theirs}/pause", {}, secret=secret).status_code == 404
    assert shop.post(f"{PATH}/{own}/pause", {}, secret=secret).json()["state"] == "paused"
