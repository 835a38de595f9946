"""Secrets that are planted and then looked for in everything that is written: logs, answers, the whole database, exports."""

import os
import re
import subprocess
import sys
from pathlib import Path
from typing import get_args

import httpx
import msgspec
import psycopg
import pytest

from ordino.adapters.exporting.runner import ExportTerms, Subject, run_export
from ordino.engine.effects import run_due_effects
from ordino.workers.performers import performers
from tests.architecture.source import ROOT
from tests.security.life import Life
from tests.support.database import TestDatabase
from tests.support.server import running_server

CARD = "4111111111111111"
JSON = {"Content-Type": "application/json"}
PLANTED = {
    "ORDINO_SECRET_KEY": "canary-secret-key-of-this-installation-0123456789",
    "ORDINO_STRIPE_SECRET_KEY": "sk_test_canary0123456789",
    "ORDINO_STRIPE_WEBHOOK_SECRET": "whsec_canary0123456789",
    "ORDINO_EASYPOST_API_KEY": "EZTKcanary0123456789",
    "ORDINO_EASYPOST_WEBHOOK_SECRET": "canary-easypost-webhook-0123456789",
    "ORDINO_OIDC_CLIENT_SECRET": "canary-oidc-client-secret-0123456789",
    "ORDINO_EMAIL_URL": "smtp://canary:canary-mail-password-0123456789@127.0.0.1:9",
}
KNOWN_OTHERWISE = {"ORDINO_DATABASE_URL"}  # its password would be that of the server the whole suite runs on


@pytest.fixture(scope="module")
def written(life: Life, database: TestDatabase, tmp_path_factory: pytest.TempPathFactory) -> dict[str, str]:
    """What a server with planted secrets wrote while it was asked rightly and wrongly, by where it stands."""
    log = tmp_path_factory.mktemp("secrets") / "log"
    program = "import sys; from tests.security.test_secrets import ask; ask(*sys.argv[1:])"
    environment = {**os.environ, **PLANTED, "PYTHONPATH": f"{ROOT / 'src'}{os.pathsep}{ROOT}"}
    with log.open("wb") as file:
        command = [sys.executable, "-c", program, database.url, life.secret]
        done = subprocess.run(command, env=environment, cwd=ROOT, stdout=subprocess.PIPE, stderr=file, check=True)
    run_due_effects(life.engine, performers(life.engine))
    found = {"log": log.read_text("utf-8", "replace"), "answers": done.stdout.decode()}
    with psycopg.connect(database.url) as connection:
        for table in database.tables:
            rows = connection.execute(f"select t::text from {table} t").fetchall()  # type: ignore[call-overload]
            found[f"table {table}"] = "\n".join(row[0] for row in rows)
    for subject in get_args(Subject):
        path = Path(log).with_name(subject)
        run_export(life.engine, path, ExportTerms(subject=subject, form="jsonl"))
        found[f"export {subject}"] = path.read_text("utf-8")
    return found


def ask(url: str, secret: str) -> None:
    """Ask a server rightly, wrongly and with secrets where they do not belong; print every answer."""
    with running_server(url) as address, httpx.Client(base_url=f"{address}/api/v1", timeout=60) as client:
        client.headers["Authorization"] = f"Bearer {secret}"
        answers = [
            client.get("/orders"),
            client.get("/api-keys"),
            client.get("/webhooks"),
            client.get("/orders", params={"cursor": PLANTED["ORDINO_SECRET_KEY"][:5]}),
            client.get("/orders", headers={"Authorization": f"Bearer {secret}x"}),
            client.post(
                "/oauth/token", auth=("everything", secret), data={"grant_type": "client_credentials", "scope": "x y"}
            ),
            client.post(
                "/incoming/stripe",
                content=b"{}",
                headers={"Stripe-Signature": "t=1,v1=a", **JSON},
            ),
            client.post(
                "/incoming/easypost",
                content=b"{",
                headers={"X-Hmac-Signature": "a", **JSON},
            ),
            client.post("/orders", content=b'{"channel":', headers=JSON),
        ]
        orders = client.get("/orders").json()["items"]
        for order in orders[:2]:
            terms = {"amount_minor": 100, "gateway": "sandbox", "token": f"decline,{CARD}"}
            key = {"Idempotency-Key": f"card-{order['id']}"}
            answers.append(client.post(f"/orders/{order['id']}/authorize-payment", json=terms, headers=key))
        print(
            msgspec.json.encode(
                [f"{answer.status_code} {dict(answer.headers)} {answer.text}" for answer in answers]
            ).decode()
        )


def test_every_setting_that_may_hold_a_secret_is_planted() -> None:
    """Secrets by their names, and addresses, which may have a password in them, except those of services' own hosts."""
    text = "\n".join(path.read_text("utf-8") for path in (ROOT / "src").rglob("*.py"))
    names = set(re.findall(r"\bORDINO_\w*(?:SECRET|KEY|TOKEN|PASSWORD|URL)\w*", text))
    assert names == PLANTED.keys() | KNOWN_OTHERWISE


@pytest.mark.parametrize("name", [*PLANTED, "the secret of a key"])
def test_a_secret_stands_nowhere(written: dict[str, str], life: Life, name: str) -> None:
    secret = PLANTED.get(name, life.secret).removeprefix("smtp://canary:").partition("@")[0]
    assert [place for place, text in written.items() if secret in text] == []


def test_the_search_finds_what_is_there(written: dict[str, str]) -> None:
    assert "NotAuthenticated" in written["answers"]
    assert "everything" in written["table access_api_key"]
    assert "R-1" in written["export orders"]


def test_no_card_number_is_kept(written: dict[str, str]) -> None:
    assert [place for place, text in written.items() if CARD in text] == []
