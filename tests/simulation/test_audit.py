"""What an audit tells, and how it is asked for."""

from itertools import pairwise
from typing import Any

import psycopg
import pytest

from ordino.engine import Reader
from ordino.simulation.audit import RULES, UnknownRule, audit, choose_rules
from ordino.simulation.audit.scope import order_ranges
from tests.simulation.conftest import Audit
from tests.simulation.world import Merchant

UNITS_ON_HAND = "update inventory_level set on_hand = on_hand + 1"


def test_a_clean_audit_tells_what_it_has_checked(busy: Merchant, run_audit: Audit):
    report = run_audit("I3")

    assert [(rule.title, rule.rows, rule.subject, rule.found) for rule in report.rules] == [
        ("Allocated stock is the sum of allocations", 11, "levels", 0),
        ("Reserved stock is the sum of reservations", 11, "levels", 0),
        ("Lines hold what is allocated to them", 49, "lines", 0),
        ("Shipments hold what their packages hold", 0, "shipments", 0),
        ("Manifests count their shipments", 0, "manifests", 0),
        ("Order lines count what comes back", 49, "lines", 0),
        ("Return lines count their receipts", 0, "return lines", 0),
    ]
    assert report.clean


def test_only_the_rules_asked_for_are_checked(busy: Merchant, tamper: "psycopg.Connection[tuple[Any, ...]]"):
    with tamper.transaction(force_rollback=True):
        tamper.execute(UNITS_ON_HAND)
        report = audit(Reader(tamper), now=busy.engine.clock(), rules=choose_rules(["I1", "I3"]))

    assert {rule.rule for rule in report.rules} == {"I1", "I3"}
    assert report.clean


def test_an_unknown_rule_is_refused_with_the_known_ones():
    with pytest.raises(UnknownRule, match=r"^I99: known are E1, E2, .*"):
        choose_rules(["I3", "I99"])


def test_all_differences_are_counted_and_the_first_are_named(
    busy: Merchant, tamper: "psycopg.Connection[tuple[Any, ...]]"
):
    with tamper.transaction(force_rollback=True):
        tamper.execute(UNITS_ON_HAND)
        report = audit(Reader(tamper), now=busy.engine.clock(), rules=choose_rules(["I4"]), named=2)

    (on_hand,) = [rule for rule in report.rules if rule.title == "Stock on hand is the fold of its movements"]
    assert on_hand.found == 11
    assert len(on_hand.differences) == 2


def test_a_warning_is_no_difference(busy: Merchant, tamper: "psycopg.Connection[tuple[Any, ...]]"):
    never = busy.orders["never"]
    with tamper.transaction(force_rollback=True):
        tamper.execute("update orders_line set backordered = 0, unsourced = 2 where order_id = %s", (never,))
        report = audit(Reader(tamper), now=busy.engine.clock(), rules=choose_rules(["Life"]))

    assert report.clean
    assert [(one.thing, one.figure, one.expected, one.found) for one in report.warnings] == [
        (f"order {never} line 1", "unsourced", "0, or a hold that says why", "2")
    ]


def test_ranges_leave_no_order_number_out(busy: Merchant):
    with busy.engine.reader() as reader:
        ranges = list(order_ranges(reader, size=5))

    assert len(ranges) == 7
    assert (ranges[0].first, ranges[-1].last) == (-(2**63), 2**63 - 1)
    assert all(before.last + 1 == after.first for before, after in pairwise(ranges))


def test_progress_counts_orders_up_to_all_of_them(busy: Merchant):
    told: list[tuple[int, int]] = []
    with busy.engine.reader() as reader:
        audit(
            reader,
            now=busy.engine.clock(),
            rules=choose_rules(["I6"]),
            orders_in_a_range=7,
            progress=lambda done, total: told.append((done, total)),
        )

    assert told == [(0, 30), (7, 30), (14, 30), (21, 30), (28, 30), (30, 30)]


def test_every_rule_has_an_id_a_title_and_a_comparison_of_its_own():
    assert len({rule.title for rule in RULES}) == len(RULES)
    assert len({rule.compares for rule in RULES}) == len(RULES)
