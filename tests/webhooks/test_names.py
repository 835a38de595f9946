"""Where the name of a receiver leads is looked up when a webhook is created or changed, before the transaction begins."""

import socket
from collections.abc import Callable
from threading import Event
from typing import Any

import psycopg
import pytest

from ordino.engine import SYSTEM, Completed, Replayed
from ordino.kernel.problems import InvalidInput
from ordino.webhooks import names
from ordino.webhooks.commands import ChangeWebhook, CreateWebhook
from ordino.webhooks.secret import make_secret, new_salt
from tests.webhooks.world import KEY, Desk

SEAL = make_secret(KEY, new_salt()).seal
URL = "https://hooks.shop.test/in"
INSIDE = InvalidInput(field="url", reason="10.1.2.3 is no public address; ORDINO_WEBHOOK_ALLOW may name it.")
_NUMERIC = socket.getaddrinfo


class NameServer:
    """Answers in the place of the real one; `asked` are the names it was asked for."""

    def __init__(self) -> None:
        self.addresses: dict[str, tuple[str, ...]] = {}
        self.asked: list[str] = []
        self.when_asked: Callable[[], object] = lambda: None

    def resolve(self, host: str, port: int | None, **terms: Any) -> list[Any]:
        if terms.get("flags"):
            return _NUMERIC(host, port, **terms)
        self.asked.append(host)
        self.when_asked()
        if host not in self.addresses:
            raise socket.gaierror(socket.EAI_NONAME, "Name or service not known")
        return [(socket.AF_INET, socket.SOCK_STREAM, 6, "", (address, port)) for address in self.addresses[host]]


@pytest.fixture
def name_server(monkeypatch: pytest.MonkeyPatch) -> NameServer:
    server = NameServer()
    monkeypatch.setattr("ordino.webhooks.guard.socket.getaddrinfo", server.resolve)
    return server


def create(url: str = URL) -> CreateWebhook:
    return CreateWebhook(name="hook", url=url, seal=SEAL)


def test_a_name_that_leads_only_inside_is_refused(desk: Desk, name_server: NameServer) -> None:
    name_server.addresses["hooks.shop.test"] = ("10.1.2.3",)
    assert desk.refused(create()) == INSIDE
    webhook_id, _ = desk.create("https://shop.example/hooks")
    assert desk.refused(ChangeWebhook(webhook_id=webhook_id, url=URL)) == INSIDE
    assert desk.rows("select url from webhooks_webhook") == [("https://shop.example/hooks",)]


def test_a_name_that_leads_outside_too_is_accepted(desk: Desk, name_server: NameServer) -> None:
    name_server.addresses["hooks.shop.test"] = ("10.1.2.3", "93.184.216.34")
    desk.completed(create())


def test_a_name_that_leads_where_the_operator_allows_is_accepted(
    desk: Desk, name_server: NameServer, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setenv("ORDINO_WEBHOOK_ALLOW", "10.1.0.0/16")
    name_server.addresses["hooks.shop.test"] = ("10.1.2.3",)
    desk.completed(create())


def test_a_name_that_cannot_be_resolved_now_is_accepted(desk: Desk, name_server: NameServer) -> None:
    desk.completed(create())
    assert name_server.asked == ["hooks.shop.test"]


def test_a_name_server_that_does_not_answer_in_time_is_no_objection(
    desk: Desk, name_server: NameServer, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(names, "LOOK_UP_MS", 10)
    name_server.addresses["hooks.shop.test"] = ("10.1.2.3",)
    answer = Event()
    name_server.when_asked = answer.wait
    desk.completed(create())
    answer.set()


def test_names_of_examples_are_nobodys_and_not_asked_about(desk: Desk, name_server: NameServer) -> None:
    desk.create("https://shop.example/hooks")
    desk.create("https://shop.invalid./hooks", name="other")
    assert name_server.asked == []


def test_no_transaction_waits_for_a_name_server(
    desk: Desk, name_server: NameServer, tamper: psycopg.Connection[tuple[Any, ...]]
) -> None:
    open_meanwhile: list[tuple[Any, ...] | None] = []
    name_server.when_asked = lambda: open_meanwhile.append(
        tamper.execute(
            "select count(*) from pg_stat_activity where datname = current_database() and xact_start is not null "
            "and backend_type = 'client backend' and pid <> pg_backend_pid()"
        ).fetchone()
    )
    desk.completed(create())
    assert open_meanwhile == [(0,)]


def test_what_was_done_is_answered_again_though_its_name_leads_inside_now(desk: Desk, name_server: NameServer) -> None:
    (first,) = desk.engine.execute([create()], actor=SYSTEM, keys=["once"])
    name_server.addresses["hooks.shop.test"] = ("10.1.2.3",)
    (again,) = desk.engine.execute([create()], actor=SYSTEM, keys=["once"])
    assert isinstance(first, Completed)
    assert again == Replayed(first.result)


def test_each_of_a_batch_is_refused_for_its_own_name(desk: Desk, name_server: NameServer) -> None:
    name_server.addresses["hooks.shop.test"] = ("10.1.2.3",)
    other = CreateWebhook(name="other", url="https://open.shop.test/", seal=SEAL)
    refused, done = desk.engine.execute([create(), other], actor=SYSTEM)
    assert getattr(refused, "problem", None) == INSIDE
    assert isinstance(done, Completed)


def test_of_many_webhooks_together_twenty_names_are_looked_up(desk: Desk, name_server: NameServer) -> None:
    many = [CreateWebhook(name=f"hook-{n}", url=f"https://n{n}.shop.test/", seal=SEAL) for n in range(30)]
    outcomes = desk.engine.execute(many, actor=SYSTEM)
    assert [type(outcome) for outcome in outcomes] == [Completed] * 30
    assert len(name_server.asked) == 20
