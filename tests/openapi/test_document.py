"""What others make of the document: a linter finds nothing, and a client that was generated from it runs a shop."""

import json

from ordino.simulation.audit import audit
from tests.api.world import issue_key
from tests.conftest import TestEngine
from tests.openapi.conftest import Workbench
from tests.support.database import TestDatabase
from tests.support.server import running_server

SPECTRAL = "node_modules/@stoplight/spectral-cli/dist/index.js"


def test_the_linter_finds_nothing_in_the_document(workbench: Workbench) -> None:
    found = workbench.node(SPECTRAL, "lint", "--fail-severity", "hint", "--ruleset", ".spectral.yaml", "openapi.json")
    assert (found.returncode, found.stdout.strip()) == (
        0,
        "No results with a severity of 'hint' or higher found!",
    ), found.stdout + found.stderr


def test_the_linter_finds_what_is_wrong(workbench: Workbench) -> None:
    told = json.loads((workbench.folder / "openapi.json").read_bytes())
    told["paths"] = {"/orders": told["paths"]["/orders"]}
    told["paths"]["/orders"]["post"]["requestBody"]["content"]["application/json"]["example"] = {"lines": "many"}
    (workbench.folder / "wrong.json").write_text(json.dumps(told, indent=1))

    found = workbench.node(SPECTRAL, "lint", "--fail-severity", "hint", "--ruleset", ".spectral.yaml", "wrong.json")

    assert found.returncode == 1
    assert "oas3-valid-media-example" in found.stdout


def test_a_generated_client_places_ships_and_returns_an_order(
    workbench: Workbench, engine: TestEngine, database: TestDatabase
) -> None:
    made = workbench.node("generate.mjs", "openapi.json", "client")
    assert made.returncode == 0, made.stdout + made.stderr
    compiled = workbench.node("node_modules/typescript/bin/tsc", "--project", "tsconfig.json")
    assert compiled.returncode == 0, compiled.stdout
    (workbench.folder / "built" / "package.json").write_text('{"type": "commonjs"}')
    secret = issue_key(engine, "generated client", "*")

    with running_server(database.url) as server:
        ran = workbench.node("built/life_of_an_order.js", server, secret)

    assert ran.returncode == 0, ran.stderr
    order = json.loads(ran.stdout)
    told = {name: order[name] for name in ("state", "fulfillment_status", "payment_status", "return_status")}
    assert told == {
        "state": "completed",
        "fulfillment_status": "delivered",
        "payment_status": "partially_refunded",
        "return_status": "partial",
    }
    with engine.connection() as connection, engine.reader() as reader:
        row = connection.execute("select now(), credited_minor from orders_order").fetchone()
        assert row is not None
        assert row[1] == 1000
        assert audit(reader, now=row[0]).differences == ()
