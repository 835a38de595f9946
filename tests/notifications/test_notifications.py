"""Customers are told once, in their language, only where their channel does so."""

from collections.abc import Callable
from datetime import UTC, date, datetime, timedelta
from decimal import Decimal
from email import message_from_bytes, policy
from email.message import EmailMessage
from pathlib import Path
from threading import Barrier, Thread
from typing import Any

import msgspec
import psycopg
import pytest
from psycopg import errors

from ordino.engine import SYSTEM, Completed, Outcome, Replayed
from ordino.engine.effect_rows import Intent
from ordino.engine.effects import LEASE, run_due_effects
from ordino.engine.registry import commands
from ordino.inventory.commands import ExpectStock, ReceiveStock, RescheduleIncoming
from ordino.kernel.problems import InvalidInput, NotFound, StateRefuses
from ordino.notifications.commands import (
    MarkNotificationFailed,
    MarkNotificationSent,
    MessageCommand,
    NotificationResult,
    ResendNotification,
    SendNotification,
    SetMessageTemplate,
    SetNotifications,
    SuppressNotification,
)
from ordino.notifications.lifecycle import MESSAGE
from ordino.notifications.rows import Facts, NotifiedUnits, language_of
from ordino.orders.commands import CancelOrder
from ordino.orders.rows import OrderedCharge, OrderedDiscount
from ordino.simulation.audit import audit
from ordino.sourcing.commands import SetSourcingRules
from ordino.workers.performers import performers
from tests.support.constraints import insert, named_constraints
from tests.support.merchant import Merchant, line

ADA = "ada@example.org"


def switch_on(merchant: Merchant, **terms: Any) -> None:
    merchant.completed(
        SetNotifications(**{"channel": "shop", "enabled": True, "sender": "orders@shop.example", **terms})
    )


def work(merchant: Merchant) -> int:
    """What a worker does with the effects that are due."""
    return run_due_effects(merchant.engine, performers(merchant.engine))


def mails(outbox: Path) -> list[EmailMessage]:
    return [message_from_bytes(path.read_bytes(), policy=policy.default) for path in sorted(outbox.glob("*.eml"))]


def text_of(mail: EmailMessage, kind: str = "plain") -> str:
    part = mail.get_body((kind,))
    assert part is not None
    return str(part.get_content())


def states(merchant: Merchant) -> list[tuple[Any, ...]]:
    return merchant.rows("select occasion, state from notifications_message order by id")


def test_a_channel_tells_nobody_until_it_is_switched_on(merchant: Merchant, outbox: Path) -> None:
    order_id = merchant.place(line("A", 1, "10.00"), email=ADA)

    assert work(merchant) == 0
    assert (mails(outbox), states(merchant)) == ([], [])
    assert "NotificationRequested" not in merchant.events(order_id)


def test_a_confirmation_names_goods_amounts_and_the_promised_day(merchant: Merchant, outbox: Path) -> None:
    switch_on(merchant, sender_name="The Shop")
    order_id = merchant.place(
        line("A", 2, "19.99"),
        email=ADA,
        customer_name="Ada Byron",
        discounts=(OrderedDiscount(label="Ten percent", percent=Decimal(10)),),
        charges=(OrderedCharge(kind="shipping", label="Parcel", amount_minor=600),),
    )

    assert work(merchant) == 1

    (mail,) = mails(outbox)
    assert (mail["To"], mail["From"]) == (ADA, "The Shop <orders@shop.example>")
    assert mail["Subject"] == f"Your order {order_id} at The Shop"
    text = text_of(mail)
    for expected in ("Hello Ada Byron,", "2 × Article A (A)  £39.98", "Discount  -£4.00", "Parcel  £6.00"):
        assert expected in text
    assert "Total  £41.98 (tax included: £7.00)" in text
    assert "12 St James's Square" in text
    assert "£41.98" in text_of(mail, "html")
    assert states(merchant) == [("confirmation", "sent")]
    assert merchant.events(order_id)[-2:] == ["NotificationRequested", "NotificationSent"]


def test_a_customer_is_told_in_their_language(merchant: Merchant, outbox: Path) -> None:
    switch_on(merchant)
    customer = merchant.customer("Grete Hermann", email="grete@example.org", language="de-AT")
    merchant.place(line("A", 1, "1234.50"), customer_id=customer)

    work(merchant)

    (mail,) = mails(outbox)
    assert str(mail["Subject"]).startswith("Ihre Bestellung")
    assert mail["Content-Language"] == "de"
    assert "Guten Tag Grete Hermann," in text_of(mail)
    assert "1.234,50\xa0£" in text_of(mail)


@pytest.mark.parametrize(
    ("wanted", "language"), [("de", "de"), ("de_CH", "de"), ("DE-AT", "de"), ("en-US", "en"), ("fr", "en"), ("", "en")]
)
def test_a_language_that_is_not_spoken_becomes_the_channels(wanted: str, language: str) -> None:
    assert language_of(wanted, "en") == language


@pytest.mark.parametrize("email", ["", "nobody", "a@b\r\nBcc: c@d", "a@b c", "a@b,c@d", "Ada <a@b>"])
def test_an_order_without_a_proper_address_is_not_mailed(merchant: Merchant, email: str) -> None:
    switch_on(merchant)
    merchant.place(line("A", 1, "10.00"), email=email)

    assert states(merchant) == []


def test_what_was_placed_before_the_channel_was_switched_on_is_history(merchant: Merchant) -> None:
    switch_on(merchant)
    merchant.place(line("A", 1, "10.00"), email=ADA, placed_at=datetime(2011, 1, 1, tzinfo=UTC))

    assert states(merchant) == []


def test_switching_on_again_begins_a_new_time_and_a_changed_name_does_not(merchant: Merchant) -> None:
    switch_on(merchant)
    (since,) = merchant.rows("select since from notifications_channel")
    merchant.engine.clock.set(merchant.engine.clock() + timedelta(days=1))
    switch_on(merchant, sender_name="Other")
    assert merchant.rows("select since from notifications_channel") == [since]

    merchant.completed(SetNotifications(channel="shop", enabled=False))
    switch_on(merchant)
    assert merchant.rows("select since from notifications_channel") == [(merchant.engine.clock(),)]


def test_nothing_of_a_customer_reaches_a_header(merchant: Merchant, outbox: Path) -> None:
    switch_on(merchant)
    merchant.place(
        line("A", 1, "10.00", description="A\r\nBcc: evil@example.org"),
        email=ADA,
        customer_name="Ada\r\nBcc: evil@example.org",
        external_reference="R\r\nX-Evil: yes",
    )

    work(merchant)

    (mail,) = mails(outbox)
    assert (mail["Bcc"], mail["X-Evil"], mail["To"]) == (None, None, ADA)
    assert "\n" not in mail["Subject"]


def test_what_a_customer_wrote_is_escaped_in_html(merchant: Merchant, outbox: Path) -> None:
    switch_on(merchant)
    merchant.place(line("A", 1, "10.00"), email=ADA, customer_name="<script>alert(1)</script>")

    work(merchant)

    (mail,) = mails(outbox)
    assert "<script>" not in text_of(mail, "html")
    assert "&lt;script&gt;" in text_of(mail, "html")


def test_the_merchants_own_words_are_sent_until_they_are_taken_back(merchant: Merchant, outbox: Path) -> None:
    switch_on(merchant)
    words = "Order {order}\n\n{items}\n\n<b>{total}</b>"
    merchant.completed(
        SetMessageTemplate(occasion="confirmation", language="en", subject="Thanks, {customer}", text=words)
    )
    first = merchant.place(line("A", 1, "10.00"), email=ADA, customer_name="Ada <i>")
    work(merchant)
    merchant.completed(SetMessageTemplate(occasion="confirmation", language="en"))
    second = merchant.place(line("A", 1, "10.00"), email=ADA)
    work(merchant)

    by_subject = {str(mail["Subject"]): mail for mail in mails(outbox)}
    mine = by_subject["Thanks, Ada <i>"]
    assert text_of(mine) == f"Order {first}\n\n1 × Article A (A)  £10.00\n\n<b>£10.00</b>\n"
    assert ">Thanks, Ada &lt;i&gt;</h1>" in text_of(mine, "html")
    assert "<p>&lt;b&gt;£10.00&lt;/b&gt;</p>" in text_of(mine, "html")
    assert any(f"order {second}" in subject for subject in by_subject)


def test_a_delay_is_told_with_the_old_and_the_new_day_and_becomes_work(merchant: Merchant, outbox: Path) -> None:
    switch_on(merchant)
    merchant.completed(SetSourcingRules(default_transit_days=2))
    due = datetime(2026, 3, 12, 9, tzinfo=UTC)
    incoming = merchant.completed(ExpectStock(sku="A", location="LON", quantity=10, expected_at=due)).result
    order_id = merchant.place(line("A", 12, "1.00"), email=ADA)
    incoming_id = incoming.incoming_id  # type: ignore[attr-defined]

    merchant.completed(RescheduleIncoming(incoming_id=incoming_id, expected_at=due + timedelta(days=8)))

    work(merchant)
    delay = next(mail for mail in mails(outbox) if "later" in mail["Subject"])
    assert "Article A: by March 22, 2026, not by March 14, 2026" in text_of(delay)
    assert merchant.rows("select kind, order_id from exceptions_exception") == [("promise_late", order_id)]


def test_telling_twice_is_telling_once(merchant: Merchant) -> None:
    switch_on(merchant)
    order_id = merchant.place(line("A", 1, "10.00"), email=ADA)
    again = SendNotification(order_id=order_id, occasion="confirmation")

    assert all(isinstance(outcome, Replayed) for outcome in merchant.ask(again, again))
    assert states(merchant) == [("confirmation", "pending")]
    assert merchant.rows("select count(*) from engine_effect") == [(1,)]


def test_many_at_once_tell_once(merchant: Merchant) -> None:
    switch_on(merchant)
    order_id = merchant.place(line("A", 1, "10.00"), email=ADA)
    barrier, outcomes = Barrier(6), list[Outcome]()
    refund = SendNotification(order_id=order_id, occasion="refund", reference="7", facts=Facts(amount_minor=100))

    def tell() -> None:
        barrier.wait()
        outcomes.extend(merchant.engine.execute([refund], actor=SYSTEM))

    threads = [Thread(target=tell) for _ in range(6)]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()

    assert sum(isinstance(outcome, Completed) for outcome in outcomes) == 1
    assert states(merchant) == [("confirmation", "pending"), ("refund", "pending")]


@pytest.mark.parametrize("language", ["en", "de"])
@pytest.mark.parametrize(
    ("occasion", "facts", "expected"),
    [
        (
            "shipment",
            Facts(units=(NotifiedUnits(1, 2),), carrier="Post", tracking_number="T-1"),
            ["2 × Article A", "Post", "T-1"],
        ),
        ("delivery", Facts(units=(NotifiedUnits(1, 1),), day=date(2026, 3, 5)), ["1 × Article A", "2026"]),
        ("refund", Facts(amount_minor=1234), ["12"]),
    ],
)
def test_each_occasion_has_its_letter_in_each_language(
    merchant: Merchant, outbox: Path, occasion: Any, facts: Facts, expected: list[str], language: str
) -> None:
    switch_on(merchant, language=language)
    order_id = merchant.place(line("A", 3, "10.00"), email=ADA)
    merchant.completed(SendNotification(order_id=order_id, occasion=occasion, facts=facts))

    assert work(merchant) == 2

    assert all(state == "sent" for _, state in states(merchant))
    (mail,) = [
        mail
        for mail in mails(outbox)
        if "orders@shop.example" in mail["From"]
        and expected[0] in text_of(mail)
        and "Total" not in text_of(mail)
        and "Gesamt" not in text_of(mail)
    ]
    for words in expected:
        assert words in text_of(mail)
        assert words in text_of(mail, "html") or words.startswith(("1 ×", "2 ×"))
    assert "{{" not in text_of(mail) + text_of(mail, "html")


def test_a_worker_that_dies_after_writing_writes_no_second_file(merchant: Merchant, outbox: Path) -> None:
    switch_on(merchant)
    merchant.place(line("A", 1, "10.00"), email=ADA)
    ((key, payload),) = merchant.rows("select key, payload::text from engine_effect")
    intent = Intent(key, "send_email", msgspec.Raw(payload.encode()))
    # The worker takes the effect and writes the file; then it is gone before anything is recorded.
    performers(merchant.engine)["send_email"].perform(intent)
    merchant.run("update notifications_message set state = 'pending', settled_at = null")
    merchant.run("update engine_effect set state = 'calling'")
    merchant.engine.clock.set(merchant.engine.clock() + LEASE * 2)

    assert work(merchant) == 1

    assert len(mails(outbox)) == 1
    assert states(merchant) == [("confirmation", "sent")]
    assert merchant.rows("select state from engine_effect") == [("succeeded",)]


def test_a_channel_switched_off_meanwhile_sends_nothing(merchant: Merchant, outbox: Path) -> None:
    switch_on(merchant)
    order_id = merchant.place(line("A", 1, "10.00"), email=ADA)
    merchant.completed(SetNotifications(channel="shop", enabled=False))

    work(merchant)

    assert (mails(outbox), states(merchant)) == ([], [("confirmation", "suppressed")])
    assert merchant.events(order_id)[-1] == "NotificationSuppressed"


def test_nobody_is_thanked_for_an_order_that_was_canceled_before_its_confirmation_left(
    merchant: Merchant, outbox: Path
) -> None:
    switch_on(merchant)
    order_id = merchant.place(line("A", 1, "10.00"), email=ADA)
    merchant.completed(CancelOrder(order_id=order_id, reason="changed their mind"))

    work(merchant)

    assert mails(outbox) == []
    assert merchant.rows("select state, reason from notifications_message") == [
        ("suppressed", "the order was canceled before it left")
    ]


def test_a_message_is_sent_again_when_somebody_wants_it_to_the_address_they_name(
    merchant: Merchant, outbox: Path
) -> None:
    switch_on(merchant)
    merchant.place(line("A", 1, "10.00"), email=ADA)
    work(merchant)
    ((message_id,),) = merchant.rows("select id from notifications_message")

    merchant.completed(ResendNotification(message_id=message_id, recipient="grace@example.org"))
    work(merchant)

    assert sorted(str(mail["To"]) for mail in mails(outbox)) == [ADA, "grace@example.org"]
    assert len({mail["Message-ID"] for mail in mails(outbox)}) == 2
    assert states(merchant) == [("confirmation", "sent")]
    problem = merchant.refused(ResendNotification(message_id=message_id, recipient="grace\r\n@example.org"))
    assert isinstance(problem, InvalidInput)


BUILDERS: dict[type[MessageCommand], Callable[[int], MessageCommand]] = {
    MarkNotificationSent: lambda number: MarkNotificationSent(message_id=number),
    MarkNotificationFailed: lambda number: MarkNotificationFailed(message_id=number, reason="no such mailbox"),
    SuppressNotification: lambda number: SuppressNotification(message_id=number, reason="switched off"),
    ResendNotification: lambda number: ResendNotification(message_id=number),
}
WAY = {"sent": MarkNotificationSent, "failed": MarkNotificationFailed, "suppressed": SuppressNotification}


@pytest.mark.parametrize("command", BUILDERS, ids=lambda command: command.kind())
@pytest.mark.parametrize("state", MESSAGE.states)
def test_each_command_does_in_each_state_what_the_table_says(
    merchant: Merchant, state: str, command: type[MessageCommand]
) -> None:
    switch_on(merchant)
    merchant.place(line("A", 1, "10.00"), email=ADA)
    ((number,),) = merchant.rows("select id from notifications_message")
    if state in WAY:
        merchant.completed(BUILDERS[WAY[state]](number))
    target = MESSAGE.target(state, command.kind())

    if target is None:
        problem = merchant.refused(BUILDERS[command](number))
        assert problem == StateRefuses(
            subject=f"Message {number}", state=state, command=command.kind(), permitted=MESSAGE.permitted(state)
        )
    else:
        done = merchant.completed(BUILDERS[command](number))
        assert done.result == NotificationResult(message_id=number, state=target)
        assert states(merchant) == [("confirmation", target)]


def test_every_command_is_in_the_matrix() -> None:
    assert {command for command in commands() if issubclass(command, MessageCommand)} == set(BUILDERS)


@pytest.mark.parametrize("command", BUILDERS, ids=lambda command: command.kind())
def test_a_message_that_is_not_there_cannot_be_changed(merchant: Merchant, command: type[MessageCommand]) -> None:
    assert merchant.refused(BUILDERS[command](99)) == NotFound(what="message", reference="99")


def test_a_message_that_failed_becomes_work(merchant: Merchant) -> None:
    switch_on(merchant)
    order_id = merchant.place(line("A", 1, "10.00"), email=ADA)
    ((number,),) = merchant.rows("select id from notifications_message")

    merchant.completed(MarkNotificationFailed(message_id=number, reason="550 no such mailbox"))

    assert merchant.rows("select kind, subject, order_id from exceptions_exception") == [
        ("message_failed", f"message/{number}", order_id)
    ]


@pytest.mark.parametrize(
    ("command", "field"),
    [
        (SetNotifications(channel="shop", enabled=True), "sender"),
        (SetNotifications(channel="shop", enabled=True, sender="a@b\nBcc: x@y"), "sender"),
        (SetNotifications(channel="shop", enabled=True, sender="a@b.example", sender_name="A\nB"), "sender_name"),
        (SetNotifications(channel="shop", enabled=True, sender="a@b.example", language="xx"), "language"),
    ],
    ids=lambda value: value if isinstance(value, str) else "",
)
def test_settings_that_could_break_a_header_are_refused(
    merchant: Merchant, command: SetNotifications, field: str
) -> None:
    problem = merchant.refused(command)
    assert isinstance(problem, InvalidInput)
    assert problem.field == field


def test_only_a_channel_that_exists_can_tell(merchant: Merchant) -> None:
    unknown = SetNotifications(channel="nowhere", enabled=False)
    assert merchant.refused(unknown) == NotFound(what="channel", reference="nowhere")


MESSAGE_ROW = {
    "key": "1/refund/2",
    "order_id": 1,
    "occasion": "refund",
    "language": "en",
    "recipient": ADA,
    "facts": "{}",
    "requested_at": "2026-03-02T09:00Z",
}
CHANNEL_ROW = {
    "channel_id": 2,
    "enabled": True,
    "since": "2026-03-02T09:00Z",
    "sender": "a@b.example",
    "language": "en",
}
TEMPLATE_ROW = {"occasion": "refund", "language": "en", "subject": "Money", "text": "Hello."}
ROWS: dict[str, dict[str, Any]] = {
    "notifications_message": MESSAGE_ROW,
    "notifications_channel": CHANNEL_ROW,
    "notifications_template": TEMPLATE_ROW,
}
BROKEN: dict[str, tuple[str, dict[str, Any]]] = {
    "notifications_message_key_once": ("notifications_message", {"key": "1/refund/1"}),
    "notifications_message_state": ("notifications_message", {"state": "lost", "settled_at": "2026-03-02T09:00Z"}),
    "notifications_message_occasion": ("notifications_message", {"occasion": "birthday"}),
    "notifications_message_language": ("notifications_message", {"language": "xx"}),
    "notifications_message_recipient": ("notifications_message", {"recipient": ""}),
    "notifications_message_attempt_from_one": ("notifications_message", {"attempt": 0}),
    "notifications_message_settled_at_a_time": ("notifications_message", {"state": "sent"}),
    "notifications_message_reason": (
        "notifications_message",
        {"state": "failed", "settled_at": "2026-03-02T09:00Z"},
    ),
    "notifications_channel_language": ("notifications_channel", {"language": "xx"}),
    "notifications_channel_sender": ("notifications_channel", {"sender": ""}),
    "notifications_template_occasion": ("notifications_template", {"occasion": "birthday"}),
    "notifications_template_language": ("notifications_template", {"language": "xx"}),
    "notifications_template_words": ("notifications_template", {"text": ""}),
}


@pytest.mark.parametrize("constraint", BROKEN)
def test_the_database_refuses(
    tamper: "psycopg.Connection[tuple[Any, ...]]", merchant: Merchant, constraint: str
) -> None:
    table, change = BROKEN[constraint]
    row = ROWS[table]
    with tamper.transaction(force_rollback=True):
        insert(tamper, "notifications_message", MESSAGE_ROW | {"key": "1/refund/1"})
        with pytest.raises(errors.IntegrityError) as failure:
            insert(tamper, table, row | change)
    assert failure.value.diag.constraint_name == constraint


def test_every_rule_of_the_database_is_hit(tamper: "psycopg.Connection[tuple[Any, ...]]") -> None:
    assert set(BROKEN) == named_constraints(tamper, "notifications")


def test_orders_of_a_channel_that_tells_are_clean_in_the_audit(merchant: Merchant, outbox: Path) -> None:
    switch_on(merchant)
    merchant.place(line("A", 1, "10.00"), email=ADA)
    merchant.completed(ReceiveStock(sku="A", location="LON", quantity=1))
    work(merchant)

    with merchant.engine.reader() as reader:
        assert audit(reader, now=merchant.engine.clock()).differences == ()


TAMPERED = {
    "update notifications_message set occasion = 'refund'": [("E6", "occasion", "confirmation", "refund")],
    "update notifications_message set state = 'sent', settled_at = now()": [("E6", "state", "pending", "sent")],
    "delete from notifications_message": [("E6", "message", "a message", "none")],
}


@pytest.mark.parametrize("statement", TAMPERED)
def test_the_audit_names_what_was_falsified(
    merchant: Merchant, tamper: "psycopg.Connection[tuple[Any, ...]]", statement: str
) -> None:
    switch_on(merchant)
    merchant.place(line("A", 1, "10.00"), email=ADA)
    tamper.execute(statement.encode())

    with merchant.engine.reader() as reader:
        differences = audit(reader, now=merchant.engine.clock()).differences

    assert [(row.rule, row.figure, row.expected, row.found) for row in differences] == TAMPERED[statement]
