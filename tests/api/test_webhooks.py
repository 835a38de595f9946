"""Webhooks over HTTP: who is told, what waits; the secret is shown to whoever asked for it, and stands in no other answer."""

import asyncio
from datetime import UTC, datetime
from threading import Event, Thread

import pytest
from standardwebhooks import Webhook

from ordino.adapters.webhooks.courier import Courier
from ordino.engine import SYSTEM, Completed
from ordino.webhooks.commands import CreateWebhook, SetAsideWebhookMessage, WebhookResult
from ordino.webhooks.queue import active_webhooks, read_ahead
from ordino.webhooks.secret import make_secret, new_salt
from tests.api.conftest import SECRET
from tests.api.world import Shop
from tests.webhooks.world import LOOPBACK, Receiver

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
    _read_ahead(shop)

    shown = shop.get(f"{PATH}/{webhook_id}").json()["webhook"]
    assert (shown["name"], shown["state"], shown["waiting"], shown["set_aside"]) == ("hook", "active", 1, 0)
    (message,) = shop.get(f"{PATH}/{webhook_id}/messages?state=waiting").json()["items"]
    assert (message["stream"], message["kind"], message["attempts"]) == (f"order/{order_id}", "OrderPlaced", 0)
    assert shop.get(f"{PATH}/{webhook_id}/messages?state=set_aside").json()["items"] == []
    assert shop.get(f"{PATH}/{webhook_id}/messages?sort=id").json()["items"] == [message]
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


CREATED = {"name": "hook", "url": "https://shop.example/hooks", "event_types": ["OrderPlaced"]}


def test_a_webhook_is_created_with_a_secret_that_a_repeated_request_shows_again_and_nothing_else_does(
    shop: Shop,
) -> None:
    answer = shop.post(PATH, CREATED, key="create")
    told = answer.json()
    again = shop.post(PATH, CREATED, key="create")

    assert (answer.status_code, told["name"], told["state"]) == (200, "hook", "active")
    assert (again.headers["idempotent-replayed"], again.json()) == ("true", told)
    assert (answer.headers["cache-control"], again.headers["cache-control"]) == ("no-store", "no-store")
    assert told["secret"].startswith("whsec_")
    raw = told["secret"].removeprefix("whsec_")
    assert raw not in str(shop.merchant.contents())
    assert raw not in shop.get(f"{PATH}/{told['webhook_id']}").text
    assert raw not in shop.get("/api/v1/events").text
    assert shop.post(PATH, CREATED, key="another").json()["type"] == "/api/v1/problems/WebhookNameTaken"
    assert shop.post(PATH, {**CREATED, "name": "other"}, key="create").json()["type"] == "/api/v1/problems/KeyReused"


def test_the_same_idempotency_key_of_another_caller_makes_another_secret(shop: Shop) -> None:
    other = shop.issue("other", "*")
    ours = shop.post(PATH, CREATED, key="one").json()["secret"]
    theirs = shop.post(PATH, {**CREATED, "name": "theirs"}, key="one", secret=other).json()["secret"]
    assert ours != theirs


def test_a_preview_makes_no_webhook_and_shows_no_secret(shop: Shop) -> None:
    before = shop.merchant.contents()
    answer = shop.post(f"{PATH}?preview=true", CREATED, key="create")
    assert (answer.status_code, "secret" in answer.json()) == (200, False)
    assert shop.merchant.contents() == before


def test_many_webhooks_get_a_secret_each(shop: Shop) -> None:
    items = [{**CREATED, "name": name} for name in ("one", "two", "one")]
    told = shop.post(f"{PATH}/bulk", {"items": items}, key="many").json()
    assert [item["status"] for item in told["items"]] == [200, 200, 409]
    assert len({item["result"]["secret"] for item in told["items"][:2]}) == 2
    assert (
        shop.post(f"{PATH}/bulk", {"items": items}, key="many").json()["items"][0]["result"]
        == told["items"][0]["result"]
    )


def test_nobody_brings_a_seal_and_a_request_names_itself(shop: Shop) -> None:
    blind = shop.issue("blind", "webhooks:write")
    journal = shop.journal()
    sealed = shop.post(PATH, {**CREATED, "seal": {"salt": "0" * 32, "hash": "0" * 64}})
    assert (sealed.status_code, sealed.json()["reason"]) == (400, "Object contains unknown field `seal`")
    assert shop.post(PATH, CREATED, key=None).json()["type"] == "/api/v1/problems/IdempotencyKeyMissing"
    assert shop.post(PATH, CREATED, secret=blind).status_code == 403
    assert shop.journal() == journal


def test_a_key_of_one_channel_creates_webhooks_of_its_channel_only(shop: Shop) -> None:
    secret = shop.issue("market-key", "*", channel="market")
    journal = shop.journal()
    assert shop.post(PATH, CREATED, secret=secret).json()["type"] == "/api/v1/problems/NotOfThisChannel"
    theirs = {**CREATED, "channel_id": shop.channel_ids["shop"]}
    assert shop.post(PATH, theirs, secret=secret).status_code == 404
    assert shop.journal() == journal
    own = {**CREATED, "channel_id": shop.channel_ids["market"]}
    assert shop.post(PATH, own, secret=secret).status_code == 200


def test_messages_are_proved_by_the_shown_secret_and_after_a_rotation_by_both(
    shop: Shop, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setenv("ORDINO_WEBHOOK_ALLOW", "127.0.0.1")
    shop.engine.clock.set(datetime.now(UTC).replace(microsecond=0))
    with Receiver() as receiver:
        created = shop.post(PATH, {**CREATED, "url": receiver.url}).json()
        path = f"{PATH}/{created['webhook_id']}"
        rotated = shop.post(f"{path}/rotate-secret", {"overlap_hours": 1}, key="rotate").json()
        assert shop.post(f"{path}/rotate-secret", {"overlap_hours": 1}, key="rotate").json() == rotated
        shop.place()
        stopping = Event()
        courier = Courier(shop.engine, SECRET, LOOPBACK, rhythm_ms=20)
        sending = Thread(target=lambda: asyncio.run(courier.run(stopping)))
        sending.start()
        try:
            (message,) = receiver.wait(lambda messages: len(messages) == 1)
        finally:
            stopping.set()
            sending.join()
    assert created["secret"] != rotated["secret"]
    for secret in (created["secret"], rotated["secret"]):
        assert Webhook(secret).verify(message.body.decode(), message.headers)["type"] == "OrderPlaced"


def test_a_webhook_is_paused_resumed_replayed_and_what_was_set_aside_is_resent(shop: Shop) -> None:
    path = f"{PATH}/{shop.post(PATH, CREATED).json()['webhook_id']}"
    shop.place()
    _read_ahead(shop)
    (message,) = shop.get(f"{path}/messages").json()["items"]
    shop.merchant.completed(
        SetAsideWebhookMessage(webhook_id=int(path.rpartition("/")[2]), position=message["position"], reason="gone")
    )

    def states() -> list[str]:
        return [item["state"] for item in shop.get(f"{path}/messages").json()["items"]]

    assert [item["message_id"] for item in shop.get(f"{path}/messages?state=set_aside").json()["items"]] == [
        message["message_id"]
    ]
    assert shop.post(f"{path}/resend-messages", {}).status_code == 200
    assert states() == ["waiting"]
    assert shop.post(f"{path}/pause", {"reason": "moving"}).json()["state"] == "paused"
    assert shop.post(f"{path}/pause", {}).status_code == 409
    assert shop.post(f"{path}/resume", {}).json()["state"] == "active"
    assert shop.post(f"{path}/replay", {"after_position": message["position"]}).status_code == 200
    _read_ahead(shop)
    assert states() == ["waiting"]
    assert shop.post(f"{path}/replay", {"after_position": 0}).status_code == 200
    assert states() == []
    _read_ahead(shop)
    assert states() == ["waiting"]


def _read_ahead(shop: Shop) -> None:
    for webhook in active_webhooks(shop.engine):
        read_ahead(shop.engine, webhook)
