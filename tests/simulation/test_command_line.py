"""`ordino audit`: exit code 0 where the books agree, 1 where something differs, 2 where it was asked for wrongly."""

import json
from pathlib import Path
from typing import Any

import psycopg

from tests.cli.running import ordino
from tests.simulation.world import Merchant
from tests.support.database import TestDatabase


def test_books_that_agree_leave_with_0(busy: Merchant, database: TestDatabase, tmp_path: Path):
    answer = ordino("audit", "--rules", "I3,M1", data_directory=tmp_path, ORDINO_DATABASE_URL=database.url)

    assert answer.returncode == 0, answer.stderr
    assert "Allocated stock is the sum of allocations" in answer.stdout
    assert answer.stderr.endswith("The books agree.\n")


def test_a_difference_is_named_for_a_program_and_leaves_with_1(
    busy: Merchant, database: TestDatabase, tamper: "psycopg.Connection[tuple[Any, ...]]", tmp_path: Path
):
    one = busy.orders["one"]
    tamper.execute("update orders_order set total_minor = total_minor + 1 where id = %s", (one,))
    try:
        answer = ordino("audit", "--rules", "M9", "--json", data_directory=tmp_path, ORDINO_DATABASE_URL=database.url)
    finally:
        tamper.execute("update orders_order set total_minor = total_minor - 1 where id = %s", (one,))

    report = json.loads(answer.stdout)
    assert answer.returncode == 1
    assert report["clean"] is False
    assert report["rules"][0] == {
        "rule": "M9",
        "title": "The current total is what is left of the shares",
        "subject": "orders",
        "severity": "difference",
        "rows": 30,
        "found": 1,
        "differences": [
            {
                "rule": "M9",
                "thing": f"order {one}",
                "figure": "total_minor",
                "expected": "5703",
                "found": "5704",
            }
        ],
    }


def test_an_unknown_rule_leaves_with_2(tmp_path: Path):
    answer = ordino("audit", "--rules", "X9", data_directory=tmp_path)

    assert (answer.returncode, answer.stdout) == (2, "")
    assert answer.stderr.startswith("There is no such rule\nX9: known are E1, ")
