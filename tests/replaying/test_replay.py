"""A history carried through the whole life of its orders: the books agree with the file, whatever happened in between."""

from datetime import date
from decimal import Decimal
from pathlib import Path
from typing import Any

import pytest

from ordino.adapters.importing.mapping import load_mapping
from ordino.adapters.replaying.account import ReplayReport
from ordino.adapters.replaying.runner import Progress, ReplayOptions, run_replay
from ordino.engine import SYSTEM
from ordino.simulation.audit import audit
from tests.conftest import TestEngine
from tests.replaying.history import write_history
from tests.support.merchant import Merchant
from tests.support.shared import shared_path


def replay(
    engine: TestEngine, path: Path, *, progress: Progress = lambda part, lines: None, **options: Any
) -> ReplayReport:
    orders, stock = load_mapping("online_retail", kind="orders"), load_mapping("online_retail", kind="stock")
    return run_replay(engine, path, orders, stock, ReplayOptions(**options), actor=SYSTEM, progress=progress)


@pytest.fixture
def merchant(engine: TestEngine) -> Merchant:
    return Merchant(engine)


def assert_clean(engine: TestEngine) -> None:
    with engine.reader() as reader:
        assert audit(reader, now=engine.clock()).differences == ()


def test_the_books_agree_with_the_file_to_its_last_digit(merchant: Merchant, tmp_path: Path) -> None:
    report = replay(merchant.engine, write_history(tmp_path / "history.csv"))

    assert report.file_total == Decimal("243.530")
    assert (report.file_lines, report.orders, report.completed_orders, report.refused_commands) == (13, 4, 4, 0)
    assert (report.credit_lines, report.unmatched_lines, report.difference) == (5, 2, 0)
    assert merchant.rows("select kind, subject, amount_minor from exceptions_exception order by id") == [
        ("unmatched_return", "invoice/C536372/11", -1356),
        ("unmatched_return", "invoice/C536373/12", -210),
        ("credited_at_another_price", "invoice/C536371/10", 39),
    ]
    assert merchant.rows("select sum(total_minor)::bigint from billing_invoice") == [(report.invoices * 100,)]
    assert merchant.rows("select sum(total_minor)::bigint from billing_credit_note") == [(report.credit_notes * 100,)]
    assert_clean(merchant.engine)


def test_a_replay_run_again_adds_nothing(merchant: Merchant, tmp_path: Path) -> None:
    path = write_history(tmp_path / "history.csv")
    first = replay(merchant.engine, path)
    before = merchant.rows("select count(*), max(position) from engine_event")

    again = replay(merchant.engine, path)

    assert again.stations == ()
    assert merchant.rows("select count(*), max(position) from engine_event") == before
    assert (again.difference, again.invoices, again.credit_notes) == (0, first.invoices, first.credit_notes)


class _Interrupted(Exception):
    """Somebody pressed Ctrl-C."""


@pytest.mark.parametrize("days", [1, 2, 3])
def test_an_interrupted_replay_is_finished_by_the_next(merchant: Merchant, tmp_path: Path, days: int) -> None:
    path, seen = write_history(tmp_path / "history.csv"), list[int]()

    def interrupt(part: str, lines: int) -> None:
        seen.extend([lines] if part == "orders" else [])
        if len(seen) == days:
            raise _Interrupted

    with pytest.raises(_Interrupted):
        replay(merchant.engine, path, progress=interrupt)
    report = replay(merchant.engine, path)

    assert (report.orders, report.completed_orders, report.unmatched_lines, report.difference) == (4, 4, 2, 0)
    assert merchant.rows("select count(*) from returns_return") == [(4,)]
    assert_clean(merchant.engine)


@pytest.mark.parametrize(("options", "orders"), [({"until": date(2010, 12, 2)}, 2), ({"limit": 1}, 1)])
def test_a_part_of_a_history_agrees_with_its_part_of_the_file(
    merchant: Merchant, tmp_path: Path, options: dict[str, Any], orders: int
) -> None:
    report = replay(merchant.engine, write_history(tmp_path / "history.csv"), **options)

    assert (report.orders, report.difference) == (orders, 0)


def test_a_slice_of_the_shared_history_agrees(merchant: Merchant) -> None:
    path = shared_path("data/online_retail/2010-12_to_2011-06.csv.gz")

    report = replay(merchant.engine, path, limit=60)

    assert report.difference == 0
    assert_clean(merchant.engine)
