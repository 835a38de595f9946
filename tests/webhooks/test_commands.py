"""Every command in every state; what is refused; who may ask; what the database and the audit hold by themselves."""

from collections.abc import Callable
from typing import Any

import psycopg
import pytest
from psycopg import errors

from ordino.engine import Actor
from ordino.engine.registry import commands
from ordino.kernel.messages import Refused
from ordino.kernel.problems import InvalidInput, NotFound, NotPermitted, StateRefuses
from ordino.simulation.audit import audit
from ordino.simulation.audit.webhook_rules import WEBHOOK_RULES
from ordino.webhooks.commands import (
    ChangeWebhook,
    CreateWebhook,
    EndWebhook,
    OnWebhook,
    PauseWebhook,
    ReplayWebhook,
    ResendWebhookMessages,
    ResumeWebhook,
    RotateWebhookSecret,
    SetAsideWebhookMessage,
    WebhookCommand,
    WebhookResult,
)
from ordino.webhooks.lifecycle import WEBHOOK
from ordino.webhooks.problems import WebhookNameTaken
from ordino.webhooks.secret import make_secret, new_salt
from tests.conftest import TestEngine
from tests.support.constraints import insert, named_constraints
from tests.webhooks.world import KEY, Desk, Receiver

SEAL = make_secret(KEY, new_salt()).seal
URL = "https://shop.example/hooks"
BUILDERS: dict[type[OnWebhook], Callable[[int], OnWebhook]] = {
    ChangeWebhook: lambda number: ChangeWebhook(webhook_id=number, url=f"{URL}/2"),
    RotateWebhookSecret: lambda number: RotateWebhookSecret(webhook_id=number, seal=SEAL),
    PauseWebhook: lambda number: PauseWebhook(webhook_id=number),
    ResumeWebhook: lambda number: ResumeWebhook(webhook_id=number),
    ReplayWebhook: lambda number: ReplayWebhook(webhook_id=number, after_position=0),
    ResendWebhookMessages: lambda number: ResendWebhookMessages(webhook_id=number),
    SetAsideWebhookMessage: lambda number: SetAsideWebhookMessage(webhook_id=number, position=1, reason="no"),
    EndWebhook: lambda number: EndWebhook(webhook_id=number),
}


def _webhook_in(desk: Desk, state: str) -> int:
    webhook_id, _ = desk.create(URL)
    if state != "active":
        desk.completed((PauseWebhook if state == "paused" else EndWebhook)(webhook_id=webhook_id))
    return webhook_id


@pytest.mark.parametrize("command", BUILDERS, ids=lambda command: command.kind())
@pytest.mark.parametrize("state", WEBHOOK.states)
def test_each_command_does_in_each_state_what_the_table_says(desk: Desk, state: str, command: type[OnWebhook]) -> None:
    webhook_id = _webhook_in(desk, state)
    target = WEBHOOK.target(state, command.kind())

    if target is None:
        assert desk.refused(BUILDERS[command](webhook_id)) == StateRefuses(
            subject=f"Webhook {webhook_id}", state=state, command=command.kind(), permitted=WEBHOOK.permitted(state)
        )
    else:
        done = desk.completed(BUILDERS[command](webhook_id))
        assert done.result == WebhookResult(webhook_id=webhook_id, name="hook", state=target)
        assert desk.rows("select state from webhooks_webhook") == [(target,)]
    assert _differing(desk) == set()


def test_every_command_is_in_the_matrix() -> None:
    handled = {command for command in commands() if issubclass(command, WebhookCommand)}
    assert handled - {CreateWebhook} == set(BUILDERS)


@pytest.mark.parametrize("command", BUILDERS, ids=lambda command: command.kind())
def test_a_webhook_that_is_not_there_is_not_found(desk: Desk, command: type[OnWebhook]) -> None:
    assert desk.refused(BUILDERS[command](99)) == NotFound(what="webhook", reference="99")


@pytest.mark.parametrize(
    ("wrong", "field"),
    [
        ({"url": "ftp://shop.example/"}, "url"),
        ({"url": "https://ada:secret@shop.example/"}, "url"),
        ({"url": "https://shop.example/#part"}, "url"),
        ({"url": "https://"}, "url"),
        ({"url": "https://shop.example:99999/"}, "url"),
        ({"url": "https://shop.example/a b"}, "url"),
        ({"url": "http://169.254.169.254/latest/meta-data/"}, "url"),
        ({"url": "https://[::ffff:a00:1]/"}, "url"),
        ({"url": "https://0xa9fea9fe/"}, "url"),
        ({"url": "http://1.1.1.1/"}, "url"),
        ({"name": " "}, "name"),
        ({"event_types": ("OrderVanished",)}, "event_types"),
        ({"event_types": ("WebhookCreated",)}, "event_types"),
        ({"event_types": ("OrderPlaced", "OrderPlaced")}, "event_types"),
        ({"after_position": -1}, "after_position"),
    ],
)
def test_what_a_webhook_cannot_be_is_refused(desk: Desk, wrong: dict[str, Any], field: str) -> None:
    problem = desk.refused(CreateWebhook(**{"name": "hook", "url": URL, "seal": SEAL, **wrong}))
    assert isinstance(problem, InvalidInput)
    assert problem.field == field


def test_a_webhook_is_not_turned_to_an_address_inside(desk: Desk) -> None:
    webhook_id, _ = desk.create(URL)
    refused = desk.refused(ChangeWebhook(webhook_id=webhook_id, url="https://169.254.169.254/"))
    reason = "169.254.169.254 is no public address; ORDINO_WEBHOOK_ALLOW may name it."
    assert refused == InvalidInput(field="url", reason=reason)


def test_a_name_names_one_webhook_for_ever(desk: Desk) -> None:
    _webhook_in(desk, "ended")
    assert desk.refused(CreateWebhook(name="hook", url=URL, seal=SEAL)) == WebhookNameTaken(name="hook")


def test_who_may_not_read_events_cannot_have_them_sent(desk: Desk) -> None:
    webhook_id, _ = desk.create(URL)
    actor = Actor("key:clerk", frozenset({"webhooks.*"}))
    for command in (
        CreateWebhook(name="mine", url=URL, seal=SEAL),
        ChangeWebhook(webhook_id=webhook_id, url="https://elsewhere.example/"),
        ReplayWebhook(webhook_id=webhook_id, after_position=0),
    ):
        (outcome,) = desk.engine.execute([command], actor=actor)
        assert outcome == Refused(NotPermitted(permission="events.read", actor="key:clerk"))


WEBHOOK_ROW: dict[str, Any] = {
    "name": "hook", "url": URL, "event_types": [], "salt": "a" * 32, "hash": "b" * 64, "created_at": "2026-03-02T09:00Z",
    "created_by": "ada",
}  # fmt: skip
MESSAGE_ROW: dict[str, Any] = {"webhook_id": 1, "position": 1, "stream": "order/1", "kind": "OrderPlaced",
                               "due_at": "2026-03-02T09:00Z"}  # fmt: skip
CHECKS = [
    ("webhooks_webhook_name_not_blank", "webhooks_webhook", {**WEBHOOK_ROW, "name": " "}),
    ("webhooks_webhook_url_is_http", "webhooks_webhook", {**WEBHOOK_ROW, "url": "ftp://x"}),
    ("webhooks_webhook_state", "webhooks_webhook", {**WEBHOOK_ROW, "state": "lost"}),
    ("webhooks_webhook_seal", "webhooks_webhook", {**WEBHOOK_ROW, "salt": "x"}),
    ("webhooks_webhook_previous_seal", "webhooks_webhook", {**WEBHOOK_ROW, "previous_salt": "a" * 32}),
    ("webhooks_message_state", "webhooks_message",
     {**MESSAGE_ROW, "state": "lost", "settled_at": "2026-03-02T09:00Z"}),
    ("webhooks_message_settled", "webhooks_message", {**MESSAGE_ROW, "state": "delivered"}),
    ("webhooks_message_version_of_an_order", "webhooks_message", {**MESSAGE_ROW, "order_version": 1}),
]  # fmt: skip
UNIQUES = [
    ("webhooks_webhook_name_unique", "webhooks_webhook", WEBHOOK_ROW),
    ("webhooks_message_once", "webhooks_message", MESSAGE_ROW),
]


@pytest.mark.parametrize(("constraint", "table", "row"), CHECKS, ids=[name for name, *_ in CHECKS])
def test_a_wrong_row_is_refused_by_the_name_of_the_rule(
    tamper: "psycopg.Connection[tuple[Any, ...]]", constraint: str, table: str, row: dict[str, Any]
) -> None:
    with pytest.raises(errors.CheckViolation) as refusal:
        insert(tamper, table, row)
    assert refusal.value.diag.constraint_name == constraint


@pytest.mark.usefixtures("engine")
@pytest.mark.parametrize(("constraint", "table", "row"), UNIQUES, ids=[name for name, *_ in UNIQUES])
def test_a_second_row_is_refused_by_the_name_of_the_rule(
    tamper: "psycopg.Connection[tuple[Any, ...]]", constraint: str, table: str, row: dict[str, Any]
) -> None:
    insert(tamper, table, row)
    with pytest.raises(errors.UniqueViolation) as refusal:
        insert(tamper, table, row)
    assert refusal.value.diag.constraint_name == constraint


def test_no_constraint_is_left_out(engine: TestEngine) -> None:
    with engine.connection() as connection:
        assert named_constraints(connection, "webhooks") == {name for name, *_ in CHECKS + UNIQUES}


@pytest.mark.parametrize(
    ("falsified", "rule"),
    [
        ("update webhooks_webhook set state = 'paused'", "The journal gives back the webhooks"),
        (
            "update webhooks_message set kind = 'OrderCanceled'",
            "Messages of webhooks tell of events that have happened",
        ),
        (
            "update webhooks_message set order_version = order_version + 1",
            "Messages of webhooks tell of events that have happened",
        ),
        (
            "update webhooks_webhook set state = 'ended'",
            "Webhooks are in a declared state, and one that has ended waits for nothing",
        ),
    ],
)
def test_the_audit_names_what_was_falsified(
    desk: Desk, receiver: Receiver, tamper: "psycopg.Connection[tuple[Any, ...]]", falsified: str, rule: str
) -> None:
    webhook_id, _ = desk.create(receiver.url, "OrderPlaced")
    desk.order()
    with desk.sending():
        receiver.wait(lambda got: len(got) == 1)
        desk.all_delivered()
    tamper.execute(
        "update webhooks_message set state = 'waiting', settled_at = null where webhook_id = %s", [webhook_id]
    )
    assert _differing(desk) == set()
    tamper.execute(falsified)  # type: ignore[call-overload]
    assert rule in _differing(desk)


def _differing(desk: Desk) -> set[str]:
    """The rules that find a difference."""
    with desk.engine.reader() as reader:
        report = audit(reader, now=desk.engine.clock(), rules=WEBHOOK_RULES)
    return {checked.title for checked in report.rules if checked.found}
