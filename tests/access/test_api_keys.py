"""Keys are issued, rotated with an overlap, and revoked; their secrets stand nowhere."""

from datetime import timedelta
from typing import Any

import pytest

from ordino.access.commands import ApiKeyResult, IssueApiKey, RevokeApiKey, RotateApiKey
from ordino.access.decide.scopes import check_scope, permissions_of
from ordino.access.problems import KeyNameTaken, KeyRevoked
from ordino.access.queries import actor_of, api_keys, grant_of, record_use
from ordino.access.rows import Grant
from ordino.access.secret import hash_of, new_secret
from ordino.engine import SYSTEM, Completed, Outcome, Replayed
from ordino.kernel.messages import Command, Refused
from ordino.kernel.problems import InvalidInput, NotFound, Problem
from tests.conftest import MONDAY_MORNING, TestEngine
from tests.support.merchant import Merchant


def _ask(engine: TestEngine, command: Command) -> Outcome:
    (outcome,) = engine.execute([command], actor=SYSTEM)
    return outcome


def _done(engine: TestEngine, command: Command) -> ApiKeyResult:
    outcome = _ask(engine, command)
    assert isinstance(outcome, Completed | Replayed), outcome
    assert isinstance(outcome.result, ApiKeyResult)
    return outcome.result


def _refused(engine: TestEngine, command: Command) -> Problem:
    outcome = _ask(engine, command)
    assert isinstance(outcome, Refused), outcome
    return outcome.problem


def _issue(name: str = "webshop", **attributes: Any) -> tuple[str, IssueApiKey]:
    secret = new_secret()
    given = {"scopes": ("orders:write",), **attributes}
    return secret.text, IssueApiKey(name=name, prefix=secret.prefix, secret_hash=secret.hash, **given)


def _grant(engine: TestEngine, secret: str) -> Grant | None:
    with engine.reader() as reader:
        return grant_of(reader, hash_of(secret), now=engine.clock())


def test_a_key_stands_for_its_scopes_and_its_channel(engine: TestEngine) -> None:
    channel_id = Merchant(engine).channel("shop")
    secret, command = _issue(scopes=("orders:write", "inventory:read"), channel_id=channel_id, requests_per_minute=60)

    result = _done(engine, command)

    grant = Grant(result.api_key_id, "webshop", ["orders:write", "inventory:read"], "shop", None, 60)
    assert _grant(engine, secret) == grant
    actor = actor_of(grant)
    assert actor.name == "key:webshop"
    assert actor.may("orders.place_order")
    assert actor.may("orders.read")
    assert actor.may("inventory.read")
    assert not actor.may("inventory.receive_stock")


def test_a_secret_stands_nowhere_only_its_hash_does(engine: TestEngine) -> None:
    secret, command = _issue()
    _done(engine, command)

    with engine.connection() as connection:
        texts = connection.execute(
            "select row_to_json(k)::text from access_api_key k union all select row_to_json(c)::text from engine_command c "
            "union all select row_to_json(e)::text from engine_event e"
        ).fetchall()
    assert len(texts) == 3
    assert not any(secret in text for (text,) in texts)
    assert len(secret) == len("ordino_12345678_") + 43
    assert secret.startswith(command.prefix)


def test_a_rotated_key_accepts_both_secrets_until_the_overlap_ends(engine: TestEngine) -> None:
    first, command = _issue()
    key_id = _done(engine, command).api_key_id
    second = new_secret()
    _done(engine, RotateApiKey(api_key_id=key_id, prefix=second.prefix, secret_hash=second.hash, overlap_hours=24))

    engine.clock.set(MONDAY_MORNING + timedelta(hours=24) - timedelta(microseconds=1))
    assert _grant(engine, first) == _grant(engine, second.text) != None  # noqa: E711

    engine.clock.set(MONDAY_MORNING + timedelta(hours=24))
    assert _grant(engine, first) is None
    assert _grant(engine, second.text) is not None


def test_a_revoked_key_is_let_in_no_more_and_stays_so(engine: TestEngine) -> None:
    secret, command = _issue()
    key_id = _done(engine, command).api_key_id

    _done(engine, RevokeApiKey(api_key_id=key_id, reason="seen in a log"))
    assert _grant(engine, secret) is None
    assert isinstance(_ask(engine, RevokeApiKey(api_key_id=key_id)), Replayed)

    other = new_secret()
    rotation = RotateApiKey(api_key_id=key_id, prefix=other.prefix, secret_hash=other.hash)
    assert _refused(engine, rotation) == KeyRevoked(api_key_id=key_id)


def test_a_key_expires(engine: TestEngine) -> None:
    secret, command = _issue(expires_at=MONDAY_MORNING + timedelta(days=1))
    _done(engine, command)
    assert _grant(engine, secret) is not None

    engine.clock.set(MONDAY_MORNING + timedelta(days=1))
    assert _grant(engine, secret) is None


def test_a_name_is_one_keys_for_ever_also_of_two_in_one_batch(engine: TestEngine) -> None:
    (_, first), (_, second) = _issue(), _issue()

    outcomes = engine.execute([first, second], actor=SYSTEM)

    assert isinstance(outcomes[0], Completed)
    assert outcomes[1] == Refused(KeyNameTaken(name="webshop"))
    assert _refused(engine, _issue()[1]) == KeyNameTaken(name="webshop")


WRONG: list[tuple[dict[str, Any], str, str]] = [
    ({"name": " x"}, "name", "' x' is no code; give 1 to 100 printable characters, no space at the ends."),
    ({"scopes": ()}, "scopes", "name 1 to 100 scopes."),
    (
        {"scopes": ("Orders",)},
        "scopes",
        "'Orders' is no scope; write orders:read, orders:write, orders:place_order (one command) or *.",
    ),
    ({"expires_at": MONDAY_MORNING}, "expires_at", "must be a time to come, with its zone."),
    ({"requests_per_minute": 0}, "requests_per_minute", "must be 1 to 10000000."),
    ({"secret_hash": "a secret"}, "secret_hash", "must be a SHA-256 in 64 lower-case hexadecimal digits."),
]


@pytest.mark.parametrize(("wrong", "field", "reason"), WRONG, ids=[field for _, field, _ in WRONG])
def test_what_a_key_cannot_be_is_refused(engine: TestEngine, wrong: dict[str, Any], field: str, reason: str) -> None:
    secret = new_secret()
    given = {"name": "webshop", "prefix": secret.prefix, "secret_hash": secret.hash, "scopes": ("*",), **wrong}
    assert _refused(engine, IssueApiKey(**given)) == InvalidInput(field=field, reason=reason)


def test_a_key_is_kept_to_a_channel_that_exists(engine: TestEngine) -> None:
    assert _refused(engine, _issue(channel_id=999)[1]) == NotFound(what="channel", reference="999")


def test_what_is_not_there_cannot_be_rotated_or_revoked(engine: TestEngine) -> None:
    secret = new_secret()
    missing = NotFound(what="API key", reference="7")
    assert _refused(engine, RotateApiKey(api_key_id=7, prefix=secret.prefix, secret_hash=secret.hash)) == missing
    assert _refused(engine, RevokeApiKey(api_key_id=7)) == missing
    rotation = RotateApiKey(api_key_id=7, prefix=secret.prefix, secret_hash=secret.hash, overlap_hours=721)
    assert _refused(engine, rotation) == InvalidInput(field="overlap_hours", reason="must be 0 to 720.")


def test_the_last_use_is_noted_to_the_minute_and_not_journaled(engine: TestEngine) -> None:
    key_id = _done(engine, _issue()[1]).api_key_id

    record_use(engine, key_id, at=MONDAY_MORNING)
    record_use(engine, key_id, at=MONDAY_MORNING + timedelta(seconds=59))
    assert _last_use(engine) == MONDAY_MORNING
    record_use(engine, key_id, at=MONDAY_MORNING + timedelta(seconds=60))
    assert _last_use(engine) == MONDAY_MORNING + timedelta(seconds=60)


def _last_use(engine: TestEngine) -> object:
    with engine.reader() as reader:
        (key,) = api_keys(reader)
    return key.last_used_at


@pytest.mark.parametrize(
    ("scope", "permission"),
    [
        ("orders:write", "orders.*"),
        ("orders:read", "orders.read"),
        ("orders:place_order", "orders.place_order"),
        ("*", "*"),
    ],
)
def test_a_scope_stands_for_a_permission(scope: str, permission: str) -> None:
    assert check_scope(scope) is None
    assert permissions_of([scope]) == {permission}


@pytest.mark.parametrize(
    "scope", ["", "orders", "orders:", ":write", "*:write", "orders:*", "orders:write ", "órders:read"]
)
def test_what_is_no_scope(scope: str) -> None:
    assert check_scope(scope) is not None
