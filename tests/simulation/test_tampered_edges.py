"""Falsified jobs, keys and tokens are named; and what ended keys would still do is not done."""

from datetime import timedelta
from threading import Event
from typing import Any

import psycopg
import pytest

from ordino.access.commands import IssueApiKey, RevokeApiKey, RevokeToken
from ordino.access.secret import new_secret
from ordino.engine import SYSTEM, Actor, Completed, Reader
from ordino.jobs.commands import CreateExport, CreateImport, QueueImport
from ordino.jobs.notes import receive_file
from ordino.simulation.audit import Difference, audit
from ordino.workers.jobs import JobRunner
from tests.conftest import TestEngine
from tests.support.merchant import Merchant

TOKEN = "t" * 22
MAPPING = """
kind = "orders"
title = "Orders"
channel = "shop"
currency = "GBP"
verified_elsewhere = true
[fields]
order = "order"
sku = "sku"
quantity = "quantity"
unit_price = "price"
placed_at = "placed"
country = { constant = "GB" }
"""
FILE = b"order,sku,quantity,price,placed\nW-1,MUG,2,12.50,2026-03-01T10:00:00\nW-2,TEA,many,4.00,2026-03-01T11:00:00\n"


@pytest.fixture
def ids(engine: TestEngine) -> dict[str, int]:
    """A key with a revoked token, which brought orders in by a job; a key that is revoked; an export that was done."""
    merchant = Merchant(engine)
    merchant.channel("shop")
    merchant.stock("MUG", 5)
    merchant.stock("TEA", 5)
    keys = {name: issue(merchant, name) for name in ("till", "gone")}
    later = engine.clock() + timedelta(minutes=10)
    merchant.completed(RevokeToken(api_key_id=keys["till"], token_id=TOKEN, expires_at=later))
    job = bring_in(engine, "till")
    merchant.completed(CreateExport(subject="orders"))
    runner = JobRunner(engine, Event(), beat_seconds=0)
    assert (runner.run_next(), runner.run_next()) == (1, 1)
    merchant.completed(RevokeApiKey(api_key_id=keys["gone"], reason="lost"))
    return {**keys, "import": job, "export": job + 1}


def issue(merchant: Merchant, name: str) -> int:
    secret = new_secret()
    command = IssueApiKey(name=name, prefix=secret.prefix, secret_hash=secret.hash, scopes=("*",))
    return int(merchant.completed(command).result.api_key_id)  # type: ignore[attr-defined]


def bring_in(engine: TestEngine, key: str) -> int:
    command = CreateImport(subject="orders", mapping=MAPPING, file_name="orders.csv")
    (created,) = engine.execute([command], actor=Actor(f"key:{key}", frozenset({"*"})))
    assert isinstance(created, Completed)
    job_id = int(created.result.job_id)  # type: ignore[attr-defined]
    assert receive_file(engine, job_id, [FILE])
    engine.execute([QueueImport(job_id=job_id, size_bytes=len(FILE))], actor=SYSTEM)
    return job_id


@pytest.mark.parametrize(
    ("statement", "expected"),
    [
        (
            "update jobs_job set report = '' where id = {export}",
            (("S1", "job {export}", "report", "a report", "none"), ("E6", "job {export}", "report", '{"rows":1}', "")),
        ),
        (
            "update jobs_job set state = 'failed' where id = {export}",
            (("E6", "job {export}", "state", "done", "failed"),),
        ),
        (
            'update jobs_job set report = replace(report, \'"goods":"25.00\', \'"goods":"26.00\') where id = {import}',
            (("S1", "job {import}", "file total", "25.00", "26.00"), ("E6", "job {import}", "report", "*", "*")),
        ),
        (
            "delete from access_revoked_token",
            (("E6", f"token {TOKEN}", "revoked", "yes", "no"),),
        ),
        (
            "update access_api_key set revoked_at = null, revoked_by = null where id = {gone}",
            (("E6", "API key {gone}", "state", "revoked", "active"),),
        ),
        (
            "update engine_command set actor = 'key:gone', recorded_at = recorded_at + interval '61 seconds' "
            "where kind = 'PlaceOrder'",
            (("S1", "API key {gone}", "commands after its end", "none", "1"),),
        ),
    ],
    ids=[
        "no report",
        "another state",
        "a sum that is wrong",
        "a token let in again",
        "a key let in again",
        "done too late",
    ],
)
def test_the_audit_names(
    engine: TestEngine,
    tamper: "psycopg.Connection[tuple[Any, ...]]",
    ids: dict[str, int],
    statement: str,
    expected: tuple[tuple[str, str, str, str, str], ...],
) -> None:
    assert audit(Reader(tamper), now=engine.clock()).differences == ()
    with tamper.transaction(force_rollback=True):
        tamper.execute(_filled(statement, ids))  # type: ignore[call-overload]
        found = audit(Reader(tamper), now=engine.clock()).differences
    wanted = [Difference(*(_filled(text, ids) for text in row)) for row in expected]
    assert [(one.rule, one.thing, one.figure) for one in found] == [(one.rule, one.thing, one.figure) for one in wanted]
    for one, other in zip(found, wanted, strict=True):
        assert other.found == "*" or one == other


def test_a_job_of_a_key_that_was_revoked_is_not_carried_out(engine: TestEngine, ids: dict[str, int]) -> None:
    job_id = bring_in(engine, "gone")
    assert JobRunner(engine, Event(), beat_seconds=0).run_next() == 1
    merchant = Merchant(engine)
    ((state, note),) = merchant.rows("select state, note from jobs_job where id = %s", job_id)
    assert (state, note) == ("failed", "The API key it was created with is revoked or has expired.")
    assert merchant.rows("select distinct actor from engine_command where kind = 'PlaceOrder'") == [("key:till",)]


def _filled(text: str, ids: dict[str, int]) -> str:
    for name, key in ids.items():
        text = text.replace(f"{{{name}}}", str(key))
    return text
