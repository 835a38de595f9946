"""`ordino purchase` as a person runs it."""

import json
from pathlib import Path

from tests.cli.running import ordino
from tests.procurement.world import Buyer
from tests.support.database import TestDatabase


def test_goods_are_bought_received_and_invoiced(buyer: Buyer, database: TestDatabase, tmp_path: Path) -> None:
    def run(*words: str, code: int = 0) -> str:
        done = ordino("purchase", *words, data_directory=tmp_path, ORDINO_DATABASE_URL=database.url)
        assert done.returncode == code, done.stderr
        return " ".join((done.stdout + done.stderr).split())

    drafted = json.loads(run("draft", "ACME", "A=100", "--at", "LON", "--json"))["result"]
    assert (drafted["total_minor"], drafted["state"]) == (40000, "draft")
    number = str(drafted["purchase_order_id"])
    assert "nothing was changed" in run("send", number, "--preview")
    assert run("send", number) == f"Purchase order {number} is sent."
    assert "is acknowledged" in run("acknowledge", number, "1:2026-03-20", "--answer", "changed")
    run("receive", number, "1:60", "--at", "LON")
    assert "42 of line 1 accepted, 3 refused." in run("receive", number, "1:45", "--at", "LON")
    held = run("invoice", number, "R-77", "1:102:4.10", "--day", "2026-03-20")
    assert held.endswith("of 418.20 EUR is variance hold, it differs by 10.20.")
    invoice = held.split()[1]
    assert "say why" in run("approve", invoice, code=2)
    assert "tolerance 2 %" in run("show", number)
