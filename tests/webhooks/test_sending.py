"""What receivers get: signed, in order for each order, again until it is taken, and never lost."""

from datetime import timedelta
from http.server import BaseHTTPRequestHandler

import jsonschema
import msgspec
import pytest
from standardwebhooks import Webhook, WebhookVerificationError

from ordino.engine import SYSTEM
from ordino.kernel.schemas import event_schema, event_types
from ordino.orders.commands import PrioritizeOrder
from ordino.webhooks.commands import (
    ChangeWebhook,
    PauseWebhook,
    ReplayWebhook,
    ResendWebhookMessages,
    ResumeWebhook,
    RotateWebhookSecret,
)
from ordino.webhooks.decide.retrying import MOST_ATTEMPTS
from ordino.webhooks.queue import LEASE, active_webhooks, claim, read_ahead
from ordino.webhooks.secret import make_secret, new_salt
from tests.webhooks.world import KEY, Desk, Message, Receiver


def test_a_receiver_gets_what_happens_signed_as_the_official_client_wants_it(desk: Desk, receiver: Receiver) -> None:
    _, secret = desk.create(receiver.url, "OrderPlaced")
    order_id = desk.order()

    with desk.sending():
        (message,) = receiver.wait(lambda got: len(got) == 1)

    told = Webhook(secret).verify(message.body, message.headers)
    (row,) = desk.rows("select position, sequence, data::text from engine_event where kind = 'OrderPlaced'")
    assert told["data"] == msgspec.json.decode(row[2])
    assert (told["type"], told["version"], told["position"]) == ("OrderPlaced", 1, row[0])
    assert (told["stream"], told["sequence"]) == (f"order/{order_id}", row[1])
    assert (told["order_id"], told["order_version"]) == (order_id, 1)
    assert message.headers["content-type"] == "application/json"
    jsonschema.validate(told["data"], event_schema(event_types()["OrderPlaced"]))
    with pytest.raises(WebhookVerificationError):
        Webhook(secret).verify(message.body + b" ", message.headers)


def test_a_message_says_the_version_its_order_had_after_the_event(desk: Desk, receiver: Receiver) -> None:
    """Whatever happened before the message was made; progress of units changes no version."""
    order_id = desk.order()
    desk.stir(order_id)
    desk.engine.execute([PrioritizeOrder(order_id=order_id, priority=one) for one in (1, 2)], actor=SYSTEM)
    desk.create(receiver.url, after_position=0, channel_id=desk.channel_ids["shop"])
    ((events,),) = desk.rows("select count(*) from engine_event where stream = %s", f"order/{order_id}")

    with desk.sending():
        receiver.wait(lambda got: len(got) == events)

    told = [(message.told["type"], message.told["order_version"]) for message in receiver.messages]
    assert told == [
        ("OrderPlaced", 1),
        ("OrderConfirmed", 1),
        ("OrderSourced", 1),
        ("HoldOpened", 2),
        ("HoldReleased", 3),
        ("OrderPrioritized", 4),
        ("OrderPrioritized", 5),
    ]
    assert desk.rows("select version from orders_order") == [(5,)]


def test_without_event_types_everything_is_told_but_what_happens_to_webhooks(desk: Desk, receiver: Receiver) -> None:
    desk.create(receiver.url)
    desk.create(receiver.url, name="second")
    desk.stir(desk.order())
    kinds = [
        row[0] for row in desk.rows("select kind from engine_event where stream like 'order/%%' order by position")
    ]

    with desk.sending():
        desk.all_delivered()
        receiver.wait(lambda got: len(got) >= 2 * len(kinds))

    own = [message for message in receiver.messages if message.told["stream"].startswith("order/")]
    first = [message.told["type"] for message in own if message.id.split("_")[1] == _first(receiver)]
    assert first == kinds
    assert not any(message.told["stream"].startswith("webhook/") for message in receiver.messages)


def test_a_webhook_of_a_channel_is_told_of_its_orders_only(desk: Desk, receiver: Receiver) -> None:
    desk.create(receiver.url, channel_id=desk.channel_ids["market"])
    desk.order("shop")
    own = desk.order("market")
    desk.stock("TEA", 5)

    with desk.sending():
        receiver.wait(bool)
        desk.all_delivered()

    assert {message.told["stream"] for message in receiver.messages} == {f"order/{own}"}


def test_messages_of_an_order_come_in_its_order(desk: Desk, receiver: Receiver) -> None:
    desk.create(receiver.url)
    orders = [desk.order() for _ in range(12)]
    for order_id in orders:
        desk.stir(order_id)
        desk.stir(order_id)

    with desk.sending():
        desk.until("select count(*) > 60 from webhooks_message where state = 'delivered'", [(True,)])
        desk.all_delivered()

    for order_id in orders:
        sequences = [m.told["sequence"] for m in receiver.messages if m.told["order_id"] == order_id]
        assert sequences == list(range(1, len(sequences) + 1))


def test_a_message_that_is_not_taken_holds_back_its_order_and_no_other(desk: Desk, receiver: Receiver) -> None:
    desk.create(receiver.url)
    bad, good = desk.order(), desk.order()
    desk.stir(bad)
    desk.stir(good)
    refusing = [True]
    receiver.respond = lambda message, _: 500 if refusing and message.told["order_id"] == bad else 204

    with desk.sending():
        desk.until("select count(*) from webhooks_message where order_id = %s and state = 'waiting'", [(0,)], good)
        desk.until("select last_status, last_error from webhooks_message where order_id = %s and attempts > 0",
                   [(500, "answered 500")], bad)  # fmt: skip
        assert [m.told["sequence"] for m in receiver.messages if m.told["order_id"] == bad] == [1]
        refusing.clear()
        desk.engine.clock.set(desk.engine.clock() + timedelta(seconds=7))
        desk.all_delivered()

    tried = [m for m in receiver.messages if m.told["order_id"] == bad]
    assert [m.told["sequence"] for m in tried] == [1, *range(1, len(tried))]
    assert tried[0].id == tried[1].id
    assert tried[0].body == tried[1].body


def test_what_is_refused_again_and_again_is_set_aside_and_a_person_is_told(desk: Desk, receiver: Receiver) -> None:
    webhook_id, _ = desk.create(receiver.url, "OrderPlaced", "HoldOpened")
    order_id = desk.order()
    desk.stir(order_id)
    receiver.respond = lambda message, _: 503 if message.told["type"] == "OrderPlaced" else 200

    with desk.sending():
        for attempt in range(1, MOST_ATTEMPTS):
            settled = "select attempts, due_at <> %s, last_status from webhooks_message where kind = 'OrderPlaced'"
            desk.until(settled, [(attempt, True, 503)], desk.engine.clock() + LEASE)
            desk.engine.clock.set(desk.engine.clock() + timedelta(hours=29))
        desk.until("select kind, state, attempts from webhooks_message order by position",
                   [("OrderPlaced", "set_aside", MOST_ATTEMPTS), ("HoldOpened", "delivered", 1)])  # fmt: skip

    assert [m.told["type"] for m in receiver.messages] == ["OrderPlaced"] * MOST_ATTEMPTS + ["HoldOpened"]
    reason = f"{MOST_ATTEMPTS} attempts, at last: answered 503"
    assert desk.rows("select kind, subject from exceptions_exception") == [("webhook_failed", f"webhook/{webhook_id}")]
    assert desk.rows("select data ->> 'reason' from engine_event where kind = 'WebhookMessageSetAside'") == [(reason,)]

    receiver.respond = lambda message, _: 200
    desk.completed(ResendWebhookMessages(webhook_id=webhook_id))
    with desk.sending():
        desk.all_delivered()
    assert receiver.messages[-1].id == receiver.messages[0].id


def test_what_is_about_to_be_set_aside_is_not_sent_once_more(desk: Desk, receiver: Receiver) -> None:
    webhook_id, _ = desk.create(receiver.url, "OrderPlaced")
    desk.order()
    (webhook,) = active_webhooks(desk.engine)
    read_ahead(desk.engine, webhook)
    with desk.engine.connection() as connection, connection.transaction():
        connection.execute("update webhooks_message set attempts = %s", [MOST_ATTEMPTS - 1])
    receiver.respond = lambda message, _: 503

    outcome = "select state, attempts, last_status from webhooks_message"
    with desk.sending():
        with desk.engine.connection() as connection, connection.transaction():
            connection.execute("select from webhooks_webhook for update")  # which setting aside has to wait for
            desk.until(outcome, [("waiting", MOST_ATTEMPTS, 503)])
            assert claim(desk.engine, webhook_id, 8) == []
        desk.until(outcome, [("set_aside", MOST_ATTEMPTS, 503)])
    assert len(receiver.messages) == 1


def test_during_a_rotation_either_secret_proves_a_message(desk: Desk, receiver: Receiver) -> None:
    webhook_id, old = desk.create(receiver.url, "OrderPlaced")
    new = make_secret(KEY, new_salt())
    desk.completed(RotateWebhookSecret(webhook_id=webhook_id, seal=new.seal, overlap_hours=24))
    desk.order()
    with desk.sending():
        (message,) = receiver.wait(lambda got: len(got) == 1)
    assert len(message.headers["webhook-signature"].split()) == 2
    for secret in (old, new.text):
        Webhook(secret).verify(message.body, message.headers)

    desk.completed(RotateWebhookSecret(webhook_id=webhook_id, seal=make_secret(KEY, new_salt()).seal, overlap_hours=0))
    desk.order()
    with desk.sending():
        receiver.wait(lambda got: len(got) == 2)
    for secret in (old, new.text):
        with pytest.raises(WebhookVerificationError):
            Webhook(secret).verify(receiver.messages[1].body, receiver.messages[1].headers)


def test_a_webhook_that_is_paused_loses_nothing(desk: Desk, receiver: Receiver) -> None:
    webhook_id, _ = desk.create(receiver.url, "OrderPlaced")
    desk.completed(PauseWebhook(webhook_id=webhook_id))
    orders = [desk.order() for _ in range(3)]
    other_id, _ = desk.create(receiver.url, "OrderPlaced", name="other", after_position=0)
    with desk.sending():
        receiver.wait(lambda got: len(got) == 3)
    assert {message.id.split("_")[1] for message in receiver.messages} == {str(other_id)}

    desk.completed(ResumeWebhook(webhook_id=webhook_id))
    with desk.sending():
        receiver.wait(lambda got: len(got) == 6)
    assert sorted(message.told["order_id"] for message in receiver.messages[3:]) == orders


def test_a_replay_tells_everything_behind_a_position_again_under_the_same_ids(desk: Desk, receiver: Receiver) -> None:
    webhook_id, _ = desk.create(receiver.url, "OrderPlaced")
    for _ in range(3):
        desk.order()
    with desk.sending():
        first = receiver.wait(lambda got: len(got) == 3)
        desk.all_delivered()

    earliest = min(message.told["position"] for message in first)
    desk.completed(ReplayWebhook(webhook_id=webhook_id, after_position=earliest))
    with desk.sending():
        desk.until("select count(*) from webhooks_message where state = 'delivered'", [(3,)])

    later = {message.id for message in first if message.told["position"] > earliest}
    assert {message.id for message in receiver.messages[3:]} == later


def test_what_was_being_sent_when_a_worker_died_is_sent_again_under_its_id(desk: Desk, receiver: Receiver) -> None:
    webhook_id, _ = desk.create(receiver.url, "OrderPlaced")
    desk.order()
    (webhook,) = active_webhooks(desk.engine)
    read_ahead(desk.engine, webhook)
    (claimed,) = claim(desk.engine, webhook_id, 8)  # and then it dies
    assert claim(desk.engine, webhook_id, 8) == []

    desk.engine.clock.set(desk.engine.clock() + LEASE)
    with desk.sending():
        (message,) = receiver.wait(lambda got: len(got) == 1)
        desk.all_delivered()
    assert message.id == f"evt_{webhook_id}_{claimed.position}"


def test_two_workers_send_each_message_once(desk: Desk, receiver: Receiver) -> None:
    desk.create(receiver.url, "OrderPlaced")
    orders = [desk.order() for _ in range(40)]

    with desk.sending(desk.courier(), desk.courier()):
        receiver.wait(lambda got: len(got) >= 40)
        desk.all_delivered()

    assert sorted(message.told["order_id"] for message in receiver.messages) == orders


def test_a_receiver_that_is_gone_is_paused_and_a_person_is_told(desk: Desk, receiver: Receiver) -> None:
    webhook_id, _ = desk.create(receiver.url, "OrderPlaced")
    desk.order()
    receiver.respond = lambda message, _: 410

    with desk.sending():
        desk.until("select state from webhooks_webhook", [("paused",)])

    assert desk.rows("select kind, subject from exceptions_exception") == [("webhook_failed", f"webhook/{webhook_id}")]
    assert desk.rows("select state from webhooks_message") == [("waiting",)]


def test_a_worker_with_another_key_sends_nothing_unsigned(desk: Desk, receiver: Receiver) -> None:
    desk.create(receiver.url, "OrderPlaced")
    desk.order()

    with desk.sending(desk.courier(key=b"another installation's key")):
        desk.until("select state from webhooks_webhook", [("paused",)])

    assert receiver.messages == []
    ((detail,),) = desk.rows("select detail from exceptions_exception")
    assert "ORDINO_SECRET_KEY is not the one it was made with" in detail


def test_a_message_waits_as_long_as_the_receiver_asks(desk: Desk, receiver: Receiver) -> None:
    desk.create(receiver.url, "OrderPlaced")
    desk.order()

    def busy(message: Message, handler: BaseHTTPRequestHandler) -> None:
        handler.send_response(429)
        handler.send_header("Retry-After", "3600")
        handler.send_header("content-length", "0")
        handler.end_headers()

    receiver.respond = busy
    with desk.sending():
        desk.until("select last_status, due_at from webhooks_message",
                   [(429, desk.engine.clock() + timedelta(hours=1))])  # fmt: skip


def test_what_changes_goes_to_the_new_address(desk: Desk, receiver: Receiver) -> None:
    webhook_id, _ = desk.create("https://shop.example/hooks", "OrderPlaced")
    desk.completed(ChangeWebhook(webhook_id=webhook_id, url=receiver.url))
    desk.order()
    with desk.sending():
        receiver.wait(lambda got: len(got) == 1)


def test_no_secret_stands_in_the_database(desk: Desk, receiver: Receiver) -> None:
    webhook_id, secret = desk.create(receiver.url)
    new = make_secret(KEY, new_salt())
    desk.engine.execute([RotateWebhookSecret(webhook_id=webhook_id, seal=new.seal)], actor=SYSTEM)

    texts = desk.rows(
        "select row_to_json(w)::text from webhooks_webhook w union all select row_to_json(c)::text from engine_command c "
        "union all select row_to_json(e)::text from engine_event e"
    )
    for text in (secret, new.text):
        assert not any(text.removeprefix("whsec_") in found for (found,) in texts)


def _first(receiver: Receiver) -> str:
    return min((message.id.split("_")[1] for message in receiver.messages), key=int)
