"""`ordino gift-card` as a person runs it."""

import json
import re
from pathlib import Path

from ordino.engine.clock import system_clock
from tests.cli.running import ordino
from tests.stored_value.world import ValueWorld
from tests.support.database import TestDatabase

CODE = re.compile(r"[2-9A-HJ-NP-Z]{4}(?:-[2-9A-HJ-NP-Z]{4}){3}")


def test_a_card_is_issued_shown_and_pays(world: ValueWorld, database: TestDatabase, tmp_path: Path) -> None:
    order_id = world.order("100.00")

    def run(*words: str) -> str:
        done = ordino("gift-card", *words, data_directory=tmp_path, ORDINO_DATABASE_URL=database.url)
        assert done.returncode == 0, done.stderr
        return " ".join((done.stdout + done.stderr).split())

    issued = run("issue", "50.00", "gbp")
    found = CODE.search(issued)
    assert found is not None
    assert issued.startswith("50.00 GBP on account")
    assert run("show", found[0].lower()).startswith(f"Gift card ...{found[0][-4:]}")
    assert run("pay", str(order_id), found[0], "30.00") == f"Order {order_id}: 30.00 GBP asked for."
    world.engine.clock.set(system_clock())
    world.work_later()
    (row,) = json.loads(run("liability", "--json"))
    assert (row["issued_minor"], row["outstanding_minor"]) == (5000, 5000)
    assert "20.00 GBP available of 50.00 GBP" in run("show", found[0])


def test_a_wrong_code_is_refused(world: ValueWorld, database: TestDatabase, tmp_path: Path) -> None:
    done = ordino("gift-card", "show", "AAAA-BBBB", data_directory=tmp_path, ORDINO_DATABASE_URL=database.url)
    assert done.returncode == 2
    assert "no gift card" in done.stderr
