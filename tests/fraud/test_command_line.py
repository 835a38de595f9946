"""`ordino fraud` as a person runs it."""

import json
from pathlib import Path

from ordino.fraud.rows import MoneyLimit, OrderValue
from tests.cli.running import ordino
from tests.fraud.world import FraudWorld
from tests.support.database import TestDatabase


def test_a_suspected_order_is_found_shown_and_accepted(
    world: FraudWorld, database: TestDatabase, tmp_path: Path
) -> None:
    world.rules(OrderValue(points=60, limits=(MoneyLimit("GBP", 50_000),)))
    order_id = world.buy("600.00", email="ada@engines.example")

    def run(*words: str) -> str:
        done = ordino("fraud", *words, data_directory=tmp_path, ORDINO_DATABASE_URL=database.url)
        assert done.returncode == 0, done.stderr
        return " ".join(done.stdout.split())

    assert run("queue") == (
        f"{order_id} 600.00 GBP ada@engines.example "
        "Score 60, held from 50: order value 60 (total 600.00 GBP, limit 500.00 GBP)."
    )
    assert run("accept", str(order_id), "--note", "Called her.") == f"Order {order_id}: accept."
    shown = run("show", str(order_id))
    assert shown.startswith("reviewed. Score 60")
    assert shown.endswith("Called her.")
    assert json.loads(run("rules", "--json")) == [{"rule": "order_value", "orders": 1, "accepted": 1, "rejected": 0}]
    assert run("set-rules", "--channel", "shop", "--preview").startswith("9 rules for shop.")
